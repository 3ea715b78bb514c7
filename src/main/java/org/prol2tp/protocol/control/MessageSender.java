package org.prol2tp.protocol.control;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Hiding;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// Encodes the messages of one connection and hands them to its channel.
final class MessageSender {
    /// As long as the cipher's block (RFC 2661 §4.3).
    private static final int RANDOM_VECTOR_OCTETS = 16;

    private final ControlSettings settings;
    private final ControlCounters counters;
    private final RandomOctets random;
    private final ReliableChannel channel;
    private final Dialect dialect;
    private final ControlConnectionId localId;
    private ControlConnectionId peerId = ControlConnectionId.NONE;

    MessageSender(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            ReliableChannel channel,
            Dialect dialect,
            ControlConnectionId localId) {
        this.settings = settings;
        this.counters = counters;
        this.random = random;
        this.channel = channel;
        this.dialect = dialect;
        this.localId = localId;
    }

    /// The peer told its id: all that is sent from now on carries it.
    void peerKnown(ControlConnectionId id, int window) {
        peerId = id;
        ControlHeader header = new ControlHeader(id, SessionId.NONE, 0, 0);
        channel.peerKnown(window, dialect.format().encodeAcknowledgement(header, dialect.digest()));
    }

    /// Queues a message.
    ///
    /// @param to the peer's session; [SessionId#NONE] if it is not known or none
    /// @param about our session, for traces
    /// @param reply whether the peer caused it at once, so that a peer could make any number of them
    void send(Message message, SessionId to, SessionId about, boolean reply, ControlOutbox out) {
        MessageType type = message.type();
        counters.countSent(type.number());
        List<Avp.Unrecognised> added = out.addedAvps(type, about);
        Message whole = added.isEmpty() ? message : message.with(added);
        byte[] datagram = encode(peerId, whole, to);
        MessageTrace.sent(whole, datagram, peerId, to, about, out);
        channel.send(datagram, reply);
    }

    /// The message that the peer has not acknowledged yet is this one from now on: the same in another
    /// version.
    void sendInstead(Message message, ControlOutbox out) {
        List<Avp.Unrecognised> added = out.addedAvps(message.type(), SessionId.NONE);
        Message whole = added.isEmpty() ? message : message.with(added);
        byte[] datagram = encode(peerId, whole, SessionId.NONE);
        MessageTrace.sent(whole, datagram, peerId, SessionId.NONE, SessionId.NONE, out);
        channel.replaceOldest(datagram);
    }

    /// A message that is no part of the sequence: a HELLO.
    byte[] hello() {
        return encode(peerId, Message.Hello.of(), SessionId.NONE);
    }

    /// A StopCCN to a peer of which nothing is kept.
    void refuse(ControlConnectionId to, Ending why, ControlOutbox out) {
        refuse(counters, dialect, to, localId, why, out);
    }

    /// The same without a connection: it acknowledges an SCCRQ, and is the first message to that peer.
    static void refuse(
            ControlCounters counters,
            Dialect dialect,
            ControlConnectionId to,
            ControlConnectionId localId,
            Ending why,
            ControlOutbox out) {
        Message.StopCcn stopCcn = Message.StopCcn.of(localId, why.toResultCode());
        counters.countSent(stopCcn.type().number());
        counters.datagramsSent++;
        ControlHeader header = new ControlHeader(to, SessionId.NONE, 0, 1);
        byte[] datagram = dialect.format().encode(header, stopCcn, Optional.empty(), dialect.digest());
        dialect.sealRefusal(datagram);
        MessageTrace.sent(stopCcn, datagram, to, SessionId.NONE, SessionId.NONE, out);
        out.send(datagram);
    }

    private byte[] encode(ControlConnectionId tunnel, Message message, SessionId to) {
        ControlHeader header = new ControlHeader(tunnel, to, 0, 0);
        return dialect.format().encode(header, message, hiding(message.type()), dialect.digest());
    }

    private Optional<Hiding> hiding(MessageType type) {
        // The SCCRQ is never hidden: the peer cannot know yet whose secret it is.
        if (!settings.hideAvps() || settings.secret().isEmpty() || type == MessageType.SCCRQ || !dialect.mayHide()) {
            return Optional.empty();
        }
        Octets key = settings.secret().get().keys(dialect.format()).hiding();
        return Optional.of(new Hiding(key, randomOctets(), randomOctets()));
    }

    private Octets randomOctets() {
        byte[] octets = new byte[RANDOM_VECTOR_OCTETS];
        random.fill(octets);
        return Octets.of(octets);
    }

    ControlConnectionId peerId() {
        return peerId;
    }

    /// Which version this connection speaks; while this end offers both, that of the offer's header.
    Version version() {
        return dialect.version();
    }
}
