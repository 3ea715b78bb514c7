package org.prol2tp.protocol.wire;

import java.util.Optional;

/// What is wrong with what a peer sent, and what the RFC demands then.
///
/// @param what a sentence for logs; holds nothing secret
/// @param messageType empty if that is not known
/// @param session see [Reading#session]
/// @param assignedTunnelId what the message gives in an Assigned Tunnel ID; [ControlConnectionId#NONE] if
///     nothing. A StopCCN that answers a faulty SCCRQ goes there
/// @param assignedSessionId what the message gives in an Assigned Session ID; [SessionId#NONE] if
///     nothing. A CDN that answers a faulty ICRQ or OCRQ goes there
///
/// Source: RFC 2661 §4.2 and §7.1.
public record Fault(
        Remedy remedy,
        String what,
        Optional<MessageType> messageType,
        SessionId session,
        ControlConnectionId assignedTunnelId,
        SessionId assignedSessionId)
        implements Datagram, Reading {

    /// What to do with a faulty message. An AVP that can be ignored is no fault: see
    /// [Reading.Accepted#ignored].
    public sealed interface Remedy {
        /// Do nothing, as if it had not come.
        record Discard() implements Remedy {}

        /// Acknowledge it, and do nothing else.
        record Ignore() implements Remedy {}

        /// Acknowledge it, and end the session it is about with a CDN.
        record ClearSession(ResultCode result) implements Remedy {}

        /// Acknowledge it, and end the control connection with a StopCCN.
        record ClearConnection(ResultCode result) implements Remedy {}
    }

    /// A fault of the header, or before any: it is not known what the datagram is about.
    public static Fault discard(String what) {
        return new Fault(
                new Remedy.Discard(), what, Optional.empty(), SessionId.NONE, ControlConnectionId.NONE, SessionId.NONE);
    }
}
