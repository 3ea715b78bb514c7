package org.prol2tp.protocol.control;

/// What a trace line of this room is about.
public enum ControlTrace {
    /// Which message came or went.
    PROTOCOL,
    /// An event in a state, a change of state.
    FSM,
    /// AVPs that were ignored, and why.
    AVP,
    /// Retransmission, windows, discarded duplicates.
    XPRT
}
