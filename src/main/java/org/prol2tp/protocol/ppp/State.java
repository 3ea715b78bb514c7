package org.prol2tp.protocol.ppp;

/// The states of the automaton, numbered as in RFC 1661 §4.1.
enum State {
    INITIAL,
    STARTING,
    CLOSED,
    STOPPED,
    CLOSING,
    STOPPING,
    REQ_SENT,
    ACK_RCVD,
    ACK_SENT,
    OPENED;

    private static final State[] BY_NUMBER = values();

    static State of(int number) {
        return BY_NUMBER[number];
    }

    /// Whether a Configure-Request of ours waits for an answer.
    boolean isNegotiating() {
        return this == REQ_SENT || this == ACK_RCVD || this == ACK_SENT;
    }

    /// Whether the Restart timer runs.
    boolean hasTimer() {
        return isNegotiating() || this == CLOSING || this == STOPPING;
    }

    /// Whether the automaton ended or is about to.
    boolean isEnding() {
        return this == CLOSED || this == STOPPED || this == CLOSING || this == STOPPING;
    }
}
