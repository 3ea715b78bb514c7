package org.prol2tp.protocol.node;

import org.prol2tp.protocol.control.CallKind;

/// What this end is in a session, and which way the call goes.
public enum SessionType {
    /// LAC of an incoming call: this end places it.
    LAIC(CallKind.INCOMING_CALL_SENDER),
    /// LAC of an outgoing call: the peer asks for it, this end dials.
    LAOC(CallKind.OUTGOING_CALL_RECIPIENT),
    /// LNS of an incoming call: the peer places it.
    LNIC(CallKind.INCOMING_CALL_RECIPIENT),
    /// LNS of an outgoing call: this end asks the peer to dial.
    LNOC(CallKind.OUTGOING_CALL_SENDER);

    private final CallKind kind;

    SessionType(CallKind kind) {
        this.kind = kind;
    }

    /// As the control connection names it.
    CallKind kind() {
        return kind;
    }

    static SessionType of(CallKind kind) {
        return switch (kind) {
            case INCOMING_CALL_SENDER -> LAIC;
            case INCOMING_CALL_RECIPIENT -> LNIC;
            case OUTGOING_CALL_SENDER -> LNOC;
            case OUTGOING_CALL_RECIPIENT -> LAOC;
        };
    }

    /// Whether this end is the LAC.
    public boolean isLac() {
        return this == LAIC || this == LAOC;
    }

    /// Whether this end places the call.
    public boolean isPlacedHere() {
        return this == LAIC || this == LNOC;
    }
}
