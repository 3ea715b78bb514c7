package org.prol2tp.operator.config;

/// A word or quoted string of a config file, and where it stands. Two words are equal if they say the same:
/// quotes matter only for `hex:…`, which is octets without them and a string with them.
///
/// @param text without quotes, escapes replaced
/// @param line from 1
/// @param column from 1
record Word(String text, boolean quoted, int line, int column) {
    /// Longest text that a message repeats, in characters.
    private static final int SHOWN_LENGTH = 64;

    @Override
    public boolean equals(Object other) {
        return other instanceof Word word
                && text.equals(word.text)
                && (quoted == word.quoted || !text.startsWith("hex:"));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// As a message repeats it: in quotes if it is not plain, cut if it is long, controls replaced.
    String shown() {
        boolean plain = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != '"');
        return plain ? printable() : inQuotes();
    }

    /// The same, always in quotes.
    String inQuotes() {
        return "\"" + printable() + "\"";
    }

    private String printable() {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), SHOWN_LENGTH); i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? '?' : c);
        }
        if (text.length() > SHOWN_LENGTH) {
            shown.append('…');
        }
        return shown.toString();
    }
}
