package org.prol2tp.operator.config;

/// A value that its keyword does not take. The message goes on where the value stood: `is out of range, must
/// be …`.
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Word word;

    BadValue(Word word, String message) {
        super(message, null, false, false);
        this.word = word;
    }

    Word word() {
        return word;
    }

    /// The rest of the sentence.
    String rest() {
        return String.valueOf(getMessage());
    }
}
