package org.prol2tp.operator.config;

/// A piece of a config file. All but [Kind#WORD] have an empty text.
record Token(Kind kind, Word word) {
    enum Kind {
        WORD("a word"),
        OPEN("\"{\""),
        CLOSE("\"}\""),
        COMMA("\",\""),
        EQUALS("\"=\""),
        /// A line feed or `;`.
        END("the end of the line"),
        /// The end of the file, once.
        EOF("the end of the file");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    boolean is(Kind other) {
        return kind == other;
    }
}
