package org.prol2tp.protocol.ppp;

/// The events of the automaton. RFC 1661 §4.1, §4.3.
enum AutomatonEvent {
    UP("Up"),
    DOWN("Down"),
    OPEN("Open"),
    CLOSE("Close"),
    TIMEOUT_WITH_COUNTER("TO+"),
    TIMEOUT_WITH_COUNTER_EXPIRED("TO-"),
    RECEIVE_CONFIGURE_REQUEST_GOOD("RCR+"),
    RECEIVE_CONFIGURE_REQUEST_BAD("RCR-"),
    RECEIVE_CONFIGURE_ACK("RCA"),
    RECEIVE_CONFIGURE_NAK_OR_REJECT("RCN"),
    RECEIVE_TERMINATE_REQUEST("RTR"),
    RECEIVE_TERMINATE_ACK("RTA"),
    RECEIVE_UNKNOWN_CODE("RUC"),
    RECEIVE_REJECT_PERMITTED("RXJ+"),
    RECEIVE_REJECT_CATASTROPHIC("RXJ-"),
    RECEIVE_ECHO_OR_DISCARD("RXR");

    private final String abbreviation;

    AutomatonEvent(String abbreviation) {
        this.abbreviation = abbreviation;
    }

    /// As the RFC's table spells it.
    String abbreviation() {
        return abbreviation;
    }
}
