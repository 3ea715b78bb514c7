package org.prol2tp.protocol.control;

/// What a trace line of this room is about.
public enum ControlTrace {
    /// Which message came or went.
    PROTOCOL,
    /// An event in a state, a change of state.
    FSM,
    /// The AVPs of a message by name, and those that were ignored.
    AVP,
    /// Which AVPs of a message were hidden.
    AVP_HIDE,
    /// What the AVPs of a message hold; secrets, challenges and hidden values of unknown AVPs are `…`.
    AVP_DATA,
    /// Sequence numbers, windows, retransmission, acknowledgements.
    XPRT
}
