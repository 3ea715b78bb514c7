package org.prol2tp.operator.ctl;

/// A line that is not what the schema says; the message is a sentence for the operator. Does not leave this
/// room.
final class BadLine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadLine(String message) {
        super(message, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
