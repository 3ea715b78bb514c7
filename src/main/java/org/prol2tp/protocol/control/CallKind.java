package org.prol2tp.protocol.control;

/// Which machine drives a call at this end. The names are those of the RFC's roles, the labels those of
/// traces.
public enum CallKind {
    /// This end is the LAC and placed an incoming call (RFC 2661 §7.4.1).
    INCOMING_CALL_SENDER("LAIC"),
    /// This end is the LNS and was asked for an incoming call (§7.4.2).
    INCOMING_CALL_RECIPIENT("LNIC"),
    /// This end is the LNS and placed an outgoing call (§7.5.2).
    OUTGOING_CALL_SENDER("LNOC"),
    /// This end is the LAC and was asked for an outgoing call (§7.5.1).
    OUTGOING_CALL_RECIPIENT("LAOC");

    private final String label;

    CallKind(String label) {
        this.label = label;
    }

    /// Whether it is an incoming call: one that begins at the LAC.
    public boolean incoming() {
        return this == INCOMING_CALL_SENDER || this == INCOMING_CALL_RECIPIENT;
    }

    /// As in traces and in `show session`: `LAIC`, `LNIC`, `LNOC`, `LAOC`.
    public String label() {
        return label;
    }
}
