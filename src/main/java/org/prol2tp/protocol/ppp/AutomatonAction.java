package org.prol2tp.protocol.ppp;

/// The actions of the automaton. RFC 1661 §4.1, §4.4.
enum AutomatonAction {
    THIS_LAYER_UP("tlu"),
    THIS_LAYER_DOWN("tld"),
    THIS_LAYER_STARTED("tls"),
    THIS_LAYER_FINISHED("tlf"),
    INITIALIZE_RESTART_COUNT("irc"),
    ZERO_RESTART_COUNT("zrc"),
    SEND_CONFIGURE_REQUEST("scr"),
    SEND_CONFIGURE_ACK("sca"),
    SEND_CONFIGURE_NAK_OR_REJECT("scn"),
    SEND_TERMINATE_REQUEST("str"),
    SEND_TERMINATE_ACK("sta"),
    SEND_CODE_REJECT("scj"),
    SEND_ECHO_REPLY("ser");

    private final String abbreviation;

    AutomatonAction(String abbreviation) {
        this.abbreviation = abbreviation;
    }

    /// As the RFC's table spells it.
    String abbreviation() {
        return abbreviation;
    }
}
