package org.prol2tp.protocol.control;

import org.prol2tp.protocol.wire.SessionId;

/// One call at one moment.
///
/// @param peerId [SessionId#NONE] until the peer told it
/// @param state `WaitTunnel`, `WaitReply`, `WaitConnect`, `WaitCsAnswer`, `Established`; ours:
///     `WaitAnswer` (the node
///     has not answered yet)
public record CallStatus(SessionId localId, SessionId peerId, CallKind kind, String state) {}
