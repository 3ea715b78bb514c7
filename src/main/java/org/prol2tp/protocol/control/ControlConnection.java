package org.prol2tp.protocol.control;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// One control connection with its sessions, as the node uses it: made by [#initiate] or [#accept], fed with datagrams
/// and instants, it says through a [ControlOutbox] what to do. It does not know addresses: the node finds it by its
/// local id, and a retransmitted SCCRQ by (peer address, [#peerId]).
///
/// Instants are nanoseconds of the node's clock and never go back. After each call ask [#deadlineNs].
/// After [ControlOutbox#released] no method may be called.
public final class ControlConnection {
    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    private ControlConnection() {}

    /// Opens a connection: sends the SCCRQ (RFC 2661 §5.1). `localId` is not 0.
    public static ControlConnection initiate(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            ControlConnectionId localId,
            long nowNs,
            ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Answers an SCCRQ, which the node knows to be new (not a retransmission, no tie lost by it): SCCRP, or if it is
    /// not acceptable a StopCCN and nothing is kept. Empty too if `datagram` is no sound SCCRQ.
    ///
    /// @param datagram the whole control message, from its first header octet
    public static Optional<ControlConnection> accept(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            ControlConnectionId localId,
            byte[] datagram,
            long nowNs,
            ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Refuses an SCCRQ for a reason of the node's own (limit, policy): sends a StopCCN and keeps nothing. A
    /// retransmitted SCCRQ is refused anew.
    ///
    /// @param localId any id that is not 0; it need not stay reserved
    public static void refuse(
            ControlSettings settings,
            ControlCounters counters,
            ControlConnectionId localId,
            byte[] datagram,
            Ending why,
            ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Handles a control datagram that carries this connection's id, or a retransmitted SCCRQ (id 0) of its peer.
    /// Total: any octets may come.
    public void receive(byte[] datagram, long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Does what is due at `nowNs`: acknowledges, retransmits, sends HELLO, gives up.
    public void timePassed(long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// When to call [#timePassed] at the latest; [#NEVER] if nothing is pending. Constant time.
    public long deadlineNs() {
        throw new UnsupportedOperationException("not yet");
    }

    /// Places an incoming call (this end is the LAC) or an outgoing one (this end is the LNS). Before the connection is
    /// established the call waits for it (`WaitTunnel`). `localId` is not 0 and no other session's.
    ///
    /// @param kind one of the two senders
    public void placeCall(CallKind kind, SessionId localId, CallDetails details, long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// The answer to a call kept waiting by [CallAnswer.Later]. Nothing happens if the call is gone.
    public void answerCall(SessionId localId, long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Ends a call in any state with a CDN; [ControlOutbox#callEnded] is said. Nothing happens if there is no such
    /// call.
    public void hangUp(SessionId localId, Ending why, long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Sends a WEN (LAC to LNS) for an established call; nothing happens in another state.
    public void sendCallErrors(SessionId localId, CallErrors errors, long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Sends an SLI (LNS to LAC) for an established call; nothing happens in another state.
    public void sendLinkInformation(SessionId localId, int sendAccm, int receiveAccm, long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Closes the connection in any state: StopCCN, all calls ended, then draining. Nothing happens if it is closed.
    public void close(Ending why, long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// Ends the connection without a word to the peer, as if it had never answered: [ControlOutbox#closed] and
    /// [ControlOutbox#released] are said.
    public void abandon(Ending why, long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    /// While this end waits for the peer's SCCRP, the value of the tie breaker it sent. A peer's SCCRQ that comes in
    /// this time is judged with [TieBreak]; if this connection loses, [#loseTie].
    public OptionalLong tieBreaker() {
        throw new UnsupportedOperationException("not yet");
    }

    /// The peer's SCCRQ won: this connection is discarded without a word to the peer (RFC 2661 §4.4.3). Its waiting
    /// calls end.
    public void loseTie(long nowNs, ControlOutbox out) {
        throw new UnsupportedOperationException("not yet");
    }

    public ControlConnectionId localId() {
        throw new UnsupportedOperationException("not yet");
    }

    /// [ControlConnectionId#NONE] until the peer told it.
    public ControlConnectionId peerId() {
        throw new UnsupportedOperationException("not yet");
    }

    /// Empty until the peer told it.
    public Optional<PeerIdentity> peer() {
        throw new UnsupportedOperationException("not yet");
    }

    public boolean established() {
        throw new UnsupportedOperationException("not yet");
    }

    /// `WaitCtlReply`, `WaitCtlConn`, `Established`, `Draining`.
    public String stateName() {
        throw new UnsupportedOperationException("not yet");
    }

    /// Sessions in any state.
    public int sessions() {
        throw new UnsupportedOperationException("not yet");
    }

    /// One session; empty if there is none with this id.
    public Optional<CallStatus> call(SessionId localId) {
        throw new UnsupportedOperationException("not yet");
    }

    /// The reliable channel by the names of the operator's `show`: `ns`, `nr`, `peer_ns`, `peer_nr`, `cwnd`,
    /// `ssthresh`, …, in the order to show.
    public Map<String, Long> transport() {
        throw new UnsupportedOperationException("not yet");
    }
}
