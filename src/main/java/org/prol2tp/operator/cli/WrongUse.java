package org.prol2tp.operator.cli;

/// The command line makes no sense: exit status 2. The message is a sentence for the operator.
final class WrongUse extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongUse(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
