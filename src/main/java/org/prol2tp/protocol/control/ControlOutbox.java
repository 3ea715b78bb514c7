package org.prol2tp.protocol.control;

import java.util.List;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;

/// Where a control connection says what it decided. Implemented by the node; the connection keeps
/// no reference to it. A method of an outbox must not call the connection that calls it.
public interface ControlOutbox {
    /// Send this datagram to the peer. Its octets are not to be changed: a retransmission may be the same
    /// array.
    void send(byte[] datagram);

    /// The peer has not answered an SCCRQ of both versions: the one that goes out now is of L2TPv2 alone.
    default void fellBack() {}

    /// The connection is up: sessions may be placed.
    void established(PeerIdentity peer);

    /// The connection carries no sessions any more; [#callEnded] was said for each. Reliable
    /// delivery may go on for some time, until [#released].
    void closed(Ending why);

    /// Nothing is pending: forget the connection and its id. Said once, after [#closed].
    void released();

    /// The peer asks for a call: an incoming one (this end is the LNS) or an outgoing one (this end
    /// is the LAC). `details` holds what ICRQ or OCRQ said.
    CallAnswer callRequested(CallKind kind, SessionId peerId, CallDetails details);

    /// The LAC takes an outgoing call of ours, under this id, and dials: data may come before this end hears
    /// that the call is connected.
    void callProceeds(SessionId localId, SessionId peerId, CallDetails details);

    /// The call is established at this end: data may flow.
    void callConnected(SessionId localId, SessionId peerId, CallKind kind, CallDetails details);

    /// The call is over or never came to be. Its id may be given to another one.
    void callEnded(SessionId localId, Ending why);

    /// The peer's WEN: what its line to the user suffered (RFC 2661 §6.13).
    void callErrors(SessionId localId, CallErrors errors);

    /// The peer's SLI in L2TPv3: its circuit became active or inactive (RFC 3931 §5.4.5).
    void circuitStatus(SessionId localId, CircuitStatus status);

    /// The peer's SLI: the ACCMs that the ends of PPP agreed on (RFC 2661 §6.14).
    void linkInformation(SessionId localId, int sendAccm, int receiveAccm);

    /// AVPs of vendors that go with a message of this type about that session of ours. Asked before each
    /// message, so it must be cheap.
    default List<Avp.Unrecognised> addedAvps(MessageType message, SessionId about) {
        return List.of();
    }

    /// A message came in its turn and could be read; what it causes follows.
    ///
    /// @param about our session
    default void received(MessageType message, SessionId about, Datagram.Control octets) {}

    /// The peer did something the RFC forbids and got the RFC's remedy. `what` is a sentence, without
    /// secrets.
    void peerFault(SessionId localIdOrNone, String what);

    /// Whether lines of this kind are wanted of the connection, or of one of its sessions. Asked before a line is
    /// made, so it must be cheap.
    boolean traces(ControlTrace kind, SessionId localIdOrNone);

    /// A trace line; only if [#traces] said so.
    void trace(ControlTrace kind, SessionId localIdOrNone, String line);
}
