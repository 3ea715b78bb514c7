package org.prol2tp.dataplane.userspace;

import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.wire.SessionHeader;

/// A session as the data plane knows it: what is fixed, what may change ([State], published by one volatile store), and
/// what each thread counts for itself.
final class Session {
    final SessionHandle handle;
    final Tunnel tunnel;
    /// What finds it: in L2TPv2 our tunnel id in the upper 16 bits and our session id in the lower,
    /// else our session id.
    final int key;

    final int peerId;
    final ReceiveCounters received = new ReceiveCounters();
    /// Counted by the transmitter.
    final TransmitCounters sentData = new TransmitCounters();
    /// Counted by the node's thread.
    final TransmitCounters sentFrames = new TransmitCounters();
    /// Packets that say nothing of its being used: [Ip#isHousekeeping]. Counted by the transmitter, which makes it with
    /// the first of them.
    private TransmitCounters sentHousekeeping = TransmitCounters.NONE;

    /// Of what was received, the packets of that kind. Counted by the receiver; it may wrap.
    int housekeepingReceived;

    /// What it belongs to; null: it does no multilink. Rather than an Optional, since this is asked for every packet.
    volatile Bundle.@Nullable Link link;

    private volatile State state;
    /// Owned by the receiver; made when the first sequence number arrives.
    private Optional<Sequencer> sequencer = Optional.empty();
    /// Made with the first of them, by whoever needs it: what they are is in its final fields.
    private @Nullable DataNumbers numbers;

    /// Of L2TPv2.
    Session(SessionHandle handle, Tunnel tunnel, int localId, int peerId, SequencingOptions sequencing) {
        this(handle, tunnel, SessionTable.key(tunnel.localId, localId), peerId, State.of(sequencing));
    }

    /// Of L2TPv3.
    Session(
            SessionHandle handle,
            Tunnel tunnel,
            int localId,
            int peerId,
            SequencingOptions sequencing,
            PseudowireLayout pseudowire) {
        this(handle, tunnel, localId, peerId, State.of(sequencing).with(pseudowire));
    }

    private Session(SessionHandle handle, Tunnel tunnel, int key, int peerId, State state) {
        this.handle = handle;
        this.tunnel = tunnel;
        this.key = key;
        this.peerId = peerId;
        this.state = state;
    }

    /// What may change in the life of a session.
    ///
    /// @param sendNs put sequence numbers into what we send
    /// @param requireNs discard what comes without
    /// @param followPeer the peer decides of `sendNs` by what it sends (RFC 2661 §5.4)
    /// @param reorderNs how long a gap is waited for; 0: not at all
    /// @param framing how PPP headers are written
    /// @param device where IP packets go; empty: nowhere
    /// @param onlyFrom the one IPv4 address that packets to a shared device may come from
    /// @param ipv4 whether IPv4 may pass, either way
    /// @param ipv6 whether IPv6 may pass, either way
    /// @param tcpMtu TCP connections are held to segments that fit this; 0: they are left alone
    /// @param pseudowire of L2TPv3; null in L2TPv2, rather than an Optional, since this is asked for
    ///     every packet
    record State(
            boolean sendNs,
            boolean requireNs,
            boolean followPeer,
            long reorderNs,
            PppFraming framing,
            Optional<Device> device,
            int onlyFrom,
            boolean ipv4,
            boolean ipv6,
            int tcpMtu,
            @Nullable PseudowireLayout pseudowire) {
        private static final PppFraming UNCOMPRESSED = new PppFraming(false, false);

        static State of(SequencingOptions sequencing) {
            return new State(false, false, false, 0, UNCOMPRESSED, Optional.empty(), 0, false, false, 0, null)
                    .with(sequencing);
        }

        State with(SequencingOptions sequencing) {
            return new State(
                    sequencing.send(),
                    sequencing.required(),
                    sequencing.followPeer(),
                    sequencing.reorderTimeout().toNanos(),
                    framing,
                    device,
                    onlyFrom,
                    ipv4,
                    ipv6,
                    tcpMtu,
                    pseudowire);
        }

        State with(PppFraming newFraming, Device newDevice, boolean withIpv4, boolean withIpv6, int newTcpMtu) {
            return attached(newFraming, newDevice, 0, withIpv4, withIpv6, newTcpMtu);
        }

        State withShared(PppFraming newFraming, Device newDevice, int peerAddress, int newTcpMtu) {
            return attached(newFraming, newDevice, peerAddress, true, false, newTcpMtu);
        }

        /// An Ethernet port.
        State with(Device newDevice, int newTcpMtu) {
            return attached(framing, newDevice, 0, true, true, newTcpMtu);
        }

        State with(PseudowireLayout layout) {
            return new State(
                    sendNs, requireNs, followPeer, reorderNs, framing, device, onlyFrom, ipv4, ipv6, tcpMtu, layout);
        }

        State withoutDevice() {
            return new State(
                    sendNs,
                    requireNs,
                    followPeer,
                    reorderNs,
                    framing,
                    Optional.empty(),
                    0,
                    false,
                    false,
                    0,
                    pseudowire);
        }

        /// As the peer does it.
        State following(boolean peerSendsNs) {
            return new State(
                    followPeer ? peerSendsNs : sendNs,
                    requireNs,
                    followPeer,
                    reorderNs,
                    framing,
                    device,
                    onlyFrom,
                    ipv4,
                    ipv6,
                    tcpMtu,
                    pseudowire);
        }

        /// Whether frames are Ethernet's; else PPP's.
        boolean ethernet() {
            return pseudowire != null && pseudowire.ethernet();
        }

        /// Whether the peer takes data.
        boolean peerActive() {
            return pseudowire == null || pseudowire.peerActive();
        }

        /// Whether a frame of ours gets a sequence number.
        ///
        /// @param ip whether it carries IP
        boolean numbers(boolean ip) {
            return pseudowire == null ? sendNs : pseudowire.send().numbers().include(ip);
        }

        /// How many sequence numbers there are, less 1: a mask.
        int nsMask() {
            return pseudowire == null ? 0xffff : SessionHeader.SEQUENCE_NUMBERS - 1;
        }

        private State attached(
                PppFraming newFraming,
                Device newDevice,
                int peerAddress,
                boolean withIpv4,
                boolean withIpv6,
                int newTcpMtu) {
            return new State(
                    sendNs,
                    requireNs,
                    followPeer,
                    reorderNs,
                    newFraming,
                    Optional.of(newDevice),
                    peerAddress,
                    withIpv4,
                    withIpv6,
                    newTcpMtu,
                    pseudowire);
        }
    }

    boolean isV3() {
        return state.pseudowire() != null;
    }

    State state() {
        return state;
    }

    /// Two threads change it, each its own part.
    synchronized void change(UnaryOperator<State> change) {
        state = change.apply(state);
    }

    /// The first of `count` sequence numbers, taken; the others follow it. 0..65535, in L2TPv3
    /// 0..2^24-1.
    int takeNs(int count) {
        return numbers().take(count) & state.nsMask();
    }

    private DataNumbers numbers() {
        DataNumbers made = numbers;
        return made == null ? makeNumbers() : made;
    }

    private synchronized DataNumbers makeNumbers() {
        if (numbers == null) {
            numbers = tunnel.numbers.of(this);
        }
        return numbers;
    }

    /// Goes on with those that a daemon before this one has left, if it did.
    void inheritNumbers() {
        if (tunnel.numbers.has(this)) {
            makeNumbers();
        }
    }

    /// It goes, and its numbers.
    synchronized void forgetNumbers() {
        DataNumbers had = numbers;
        numbers = DataNumbers.passing(); // a thread that still sends takes none of the kept ones
        if (had != null) {
            tunnel.numbers.forget(had);
        }
    }

    /// For the receiver only.
    Sequencer sequencer() {
        if (sequencer.isEmpty()) {
            sequencer = Optional.of(new Sequencer(state.nsMask(), numbers().expected()));
        }
        return sequencer.get();
    }

    /// Who counts a packet that is to be sent. For the transmitter only.
    TransmitCounters sentBy(boolean housekeeping) {
        if (!housekeeping) {
            return sentData;
        }
        if (sentHousekeeping == TransmitCounters.NONE) {
            sentHousekeeping = new TransmitCounters();
        }
        return sentHousekeeping;
    }

    /// Packets both ways that somebody uses it for, and control frames.
    long traffic() {
        VarHandle.acquireFence();
        return received.packets - housekeepingReceived + sentData.packets + sentFrames.packets;
    }

    /// For the receiver only: what the sequencer expects is what a daemon after this one is to expect.
    void keepExpected() {
        numbers().expect(sequencer().expectedNs());
    }

    DataCounters counters() {
        VarHandle.acquireFence(); // fields are read anew at each call
        return new DataCounters(
                received.packets,
                received.octets,
                received.errors,
                received.outOfSequence,
                received.outOfSequenceDiscards,
                sentData.packets + sentFrames.packets + sentHousekeeping.packets,
                sentData.octets + sentFrames.octets + sentHousekeeping.octets,
                sentData.errors + sentFrames.errors + sentHousekeeping.errors);
    }
}
