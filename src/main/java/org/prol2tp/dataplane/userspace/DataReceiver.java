package org.prol2tp.dataplane.userspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.wire.DataHeader;
import org.prol2tp.protocol.wire.SessionHeader;

/// What becomes of a data message:
///
/// 1. its session is found by tunnel and session id, in L2TPv3 by session id; it must come from the
/// tunnel's peer, from any port, and in L2TPv3 have the session's cookie (RFC 3931 §4.1);
/// 2. sequence numbers, if any, say whether it is delivered, held or dropped (RFC 2661 §5.4);
/// 3. its PPP frame (RFC 1661 §2) is IP, which goes to the device, or something else, which goes to the
/// sink; a frame of Ethernet goes to the device as it is.
///
/// Nothing is allocated for an IP packet that is in order. Belongs to the receiver.
final class DataReceiver implements AutoCloseable {
    /// Frames that all sessions together hold back to reorder them: a peer could make us keep 64 for each session.
    static final int HELD_FRAMES = 4096;

    private static final int STAGING_OCTETS = 65_536;
    private static final int ESCAPED = 0x01;
    /// Protocols from here on are those of a link, RFC 1661 §2.
    private static final int LINK_PROTOCOLS = 0xc000;
    private static final int LCP = 0xc021;
    /// LCP's codes up to Terminate-Ack change the link.
    private static final int LAST_OF_THE_LINK = 6;

    private final SessionTable table;
    private final SessionTable pseudowires;
    private final DataPlaneSink sink;
    private final DeviceWriter writer;
    private final Arena arena = Arena.ofShared();
    /// Frames that were held are delivered from here.
    private final MemorySegment staging = arena.allocate(STAGING_OCTETS, 64);

    private final List<Session> holding = new ArrayList<>();
    private final BundleReceiver bundles = new BundleReceiver(arena, this::deliverPacket, this::flush);
    private final LastLine lastLine;
    private int held;
    private int outerEcn;
    private boolean offered;
    private long strays;
    private long refused;

    /// @param table sessions of L2TPv2
    /// @param pseudowires sessions of L2TPv3
    DataReceiver(SessionTable table, SessionTable pseudowires, DataPlaneSink sink, DeviceWriter writer) {
        this.table = table;
        this.pseudowires = pseudowires;
        this.sink = sink;
        this.writer = writer;
        lastLine = new LastLine(sink);
    }

    /// What the IP header of the next message says of congestion; 0 where nobody asks for it.
    void setOuterEcn(int ecn) {
        outerEcn = ecn;
    }

    /// Handles the UDP datagram of `octets` at `at`, from that source. `memory` stays as it is until
    /// [#flush].
    void handle(MemorySegment memory, long at, int octets, boolean ipv6, long sourceHigh, long sourceLow) {
        long frameAt = DataHeader.payloadAt(memory, at, octets);
        if (frameAt == DataHeader.MALFORMED) {
            if (octets >= SessionHeader.UDP_PREFIX_OCTETS && SessionHeader.isV3(memory, at)) {
                handleV3(
                        memory,
                        at + SessionHeader.UDP_PREFIX_OCTETS,
                        octets - SessionHeader.UDP_PREFIX_OCTETS,
                        find(memory, at + SessionHeader.UDP_PREFIX_OCTETS, octets - SessionHeader.UDP_PREFIX_OCTETS),
                        ipv6,
                        sourceHigh,
                        sourceLow);
            } else {
                strays++;
            }
            return;
        }
        Session session =
                table.find(SessionTable.key(DataHeader.tunnelId(memory, at), DataHeader.sessionId(memory, at)));
        if (session == null || !session.tunnel.route.isFrom(ipv6, sourceHigh, sourceLow)) {
            strays++;
            return;
        }
        Session.State state = session.state();
        int frameOctets = DataHeader.payloadOctets(memory, at, octets, frameAt);
        boolean sequenced = DataHeader.isSequenced(memory, at);
        if (state.followPeer() && sequenced != state.sendNs()) {
            session.change(s -> s.following(sequenced));
        }
        int ns = sequenced ? DataHeader.ns(memory, at) : -1;
        receive(session, state, ns, !sequenced && state.requireNs(), memory, frameAt, frameOctets);
    }

    /// Handles a packet of IP protocol 115 whose Session ID is at `at`, from that source, if it came by
    /// the socket of its tunnel.
    void handleIp(
            L2tpSocket socket,
            MemorySegment memory,
            long at,
            int octets,
            boolean ipv6,
            long sourceHigh,
            long sourceLow) {
        Session session = find(memory, at, octets);
        if (session == null || session.tunnel.route.socket == socket) {
            handleV3(memory, at, octets, session, ipv6, sourceHigh, sourceLow);
        }
    }

    private @Nullable Session find(MemorySegment memory, long at, int octets) {
        return octets < SessionHeader.SESSION_ID_OCTETS ? null : pseudowires.find(SessionHeader.sessionId(memory, at));
    }

    private void handleV3(
            MemorySegment memory,
            long at,
            int octets,
            @Nullable Session session,
            boolean ipv6,
            long sourceHigh,
            long sourceLow) {
        if (session == null || !session.tunnel.route.isFrom(ipv6, sourceHigh, sourceLow)) {
            strays++;
            return;
        }
        Session.State state = session.state();
        PseudowireLayout layout = state.pseudowire();
        if (layout == null || !layout.accepts(memory, at, octets)) {
            session.received.errors++;
            return;
        }
        int ns = layout.ns(memory, at);
        long frameAt = at + layout.receive().headerOctets();
        int frameOctets = octets - layout.receive().headerOctets();
        boolean lacksNs = ns < 0 && layout.requiresNs(memory, frameAt, frameOctets);
        receive(session, state, ns, lacksNs, memory, frameAt, frameOctets);
    }

    /// @param ns its sequence number; negative: it has none
    /// @param lacksNs it ought to have one
    private void receive(
            Session session,
            Session.State state,
            int ns,
            boolean lacksNs,
            MemorySegment memory,
            long frameAt,
            int frameOctets) {
        try {
            if (lacksNs || !leavesTunnel(session, state, memory, frameAt, frameOctets)) {
                session.received.errors++;
            } else if (ns >= 0) {
                handleSequenced(session, state, ns, memory, frameAt, frameOctets);
            } else {
                deliver(session, state, memory, frameAt, frameOctets);
            }
        } catch (RuntimeException | StackOverflowError bug) {
            session.received.errors++;
            lastLine.caught(bug);
        }
    }

    /// What is new of bundles waits in there.
    FragmentPool fragments() {
        return bundles.pool();
    }

    /// Writes what is for devices.
    void flush() {
        writer.flush();
    }

    /// Forgets what is for devices.
    void drop() {
        writer.drop();
    }

    boolean isHolding() {
        return !holding.isEmpty() || bundles.isHolding();
    }

    /// When to call [#giveUpGaps], if anything is held.
    long nextDeadlineNs() {
        if (holding.isEmpty()) {
            return bundles.nextDeadlineNs();
        }
        long next = bundles.isHolding()
                ? bundles.nextDeadlineNs()
                : holding.getFirst().sequencer().deadlineNs();
        for (Session session : holding) {
            long deadline = session.sequencer().deadlineNs();
            next = deadline - next < 0 ? deadline : next;
        }
        return next;
    }

    /// Delivers what has waited long enough.
    void giveUpGaps(long nowNs) {
        bundles.giveUp(nowNs);
        for (int i = holding.size() - 1; i >= 0; i--) {
            Session session = holding.get(i);
            Sequencer sequencer = session.sequencer();
            Session.State state = session.state();
            if (sequencer.held() > 0 && nowNs - sequencer.deadlineNs() >= 0) {
                sequencer.giveUpGap(nowNs + state.reorderNs());
                release(session, state);
                session.keepExpected();
            }
            if (sequencer.held() == 0) {
                holding.remove(i);
            }
        }
    }

    /// Whether anything was offered to the sink since the last call.
    boolean takeOffered() {
        boolean was = offered;
        offered = false;
        return was;
    }

    /// Something came that is no message at all.
    void countStray() {
        strays++;
    }

    /// The sink took something not.
    void countRefused() {
        refused++;
    }

    /// Datagrams that are no data messages, or for no session, or not from its peer.
    long strays() {
        return strays;
    }

    /// What the sink did not take.
    long refused() {
        return refused;
    }

    @Override
    public void close() {
        writer.close();
        arena.close();
    }

    /// Marks a packet that met congestion on its way. False: it is to be dropped.
    private boolean leavesTunnel(
            Session session, Session.State state, MemorySegment memory, long frameAt, int frameOctets) {
        if (outerEcn == Ecn.NOT_ECT || !session.tunnel.propagateEcn) {
            return true;
        }
        int skip = state.ethernet()
                ? Ethernet.ipAt(memory, frameAt, frameOctets)
                : DataMessage.ipAt(memory, frameAt, frameOctets);
        return skip < 0 || Ecn.leave(memory, frameAt + skip, frameOctets - skip, outerEcn);
    }

    private void handleSequenced(
            Session session, Session.State state, int ns, MemorySegment memory, long frameAt, int frameOctets) {
        Sequencer sequencer = session.sequencer();
        switch (sequencer.judge(ns)) {
            case DELIVER -> {
                deliver(session, state, memory, frameAt, frameOctets);
                if (sequencer.held() > 0) {
                    release(session, state);
                }
            }
            case AHEAD -> {
                session.received.outOfSequence++;
                if (!hold(session, state, ns, memory, frameAt, frameOctets)) {
                    releaseAll(session, state);
                    sequencer.skipTo(ns);
                    deliver(session, state, memory, frameAt, frameOctets);
                }
            }
            case RESTART -> {
                releaseAll(session, state);
                sequencer.skipTo(ns);
                deliver(session, state, memory, frameAt, frameOctets);
            }
            case LATE -> {
                session.received.outOfSequence++;
                session.received.outOfSequenceDiscards++;
            }
        }
        session.keepExpected();
    }

    /// True: held, or there already. False: it cannot wait.
    private boolean hold(
            Session session, Session.State state, int ns, MemorySegment memory, long frameAt, int frameOctets) {
        Sequencer sequencer = session.sequencer();
        if (state.reorderNs() == 0 || held >= HELD_FRAMES || !sequencer.canHold(ns) || frameOctets == 0) {
            return false;
        }
        byte[] frame = new byte[frameOctets];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, frameAt, frame, 0, frameOctets);
        int before = sequencer.held();
        if (!sequencer.hold(ns, frame, System.nanoTime() + state.reorderNs())) {
            session.received.outOfSequenceDiscards++;
            return true;
        }
        held++;
        if (before == 0 && !holding.contains(session)) {
            holding.add(session);
        }
        return true;
    }

    private void releaseAll(Session session, Session.State state) {
        while (session.sequencer().held() > 0) {
            session.sequencer().giveUpGap(0);
            release(session, state);
        }
    }

    private void release(Session session, Session.State state) {
        for (Optional<byte[]> next = session.sequencer().release();
                next.isPresent();
                next = session.sequencer().release()) {
            byte[] frame = next.get();
            held--;
            flush();
            MemorySegment.copy(frame, 0, staging, ValueLayout.JAVA_BYTE, 0, frame.length);
            deliver(session, state, staging, 0, frame.length);
            flush();
        }
    }

    private void deliver(Session session, Session.State state, MemorySegment memory, long frameAt, int frameOctets) {
        session.received.packets++;
        session.received.octets += frameOctets;
        if (state.ethernet()) {
            deliverEthernet(session, state, memory, frameAt, frameOctets);
            return;
        }
        long at = frameAt;
        long end = frameAt + frameOctets;
        if (end - at >= 2 && Ip.u16(memory, at) == DataMessage.ADDRESS_CONTROL) {
            at += 2;
        }
        if (end == at) {
            session.received.errors++;
            return;
        }
        int protocol = Ip.u8(memory, at);
        if ((protocol & ESCAPED) != 0) {
            at++;
        } else if (end - at >= 2) {
            protocol = Ip.u16(memory, at);
            at += 2;
        }
        int packetOctets = (int) (end - at);
        Bundle.Link link = session.link;
        if (link != null && protocol == DataMessage.PPP_MULTILINK) {
            bundles.fragment(link, memory, at, packetOctets);
            return;
        }
        Session owner = link == null ? session : link.bundle.first();
        switch (protocol) {
            case DataMessage.PPP_IPV4 ->
                deliverIp(owner, owner.state(), owner.state().ipv4(), memory, at, packetOctets);
            case DataMessage.PPP_IPV6 -> {
                if (Ip.isHousekeeping(memory, at, packetOctets)) {
                    session.housekeepingReceived++;
                }
                deliverIp(owner, owner.state(), owner.state().ipv6(), memory, at, packetOctets);
            }
            default -> offerFrame(session, memory, frameAt, frameOctets);
        }
    }

    /// A packet that came over a bundle: its protocol, and what follows. Of the protocols of a link only what changes
    /// nothing of it may come so (RFC 1990 §2); the others are the bundle's.
    private void deliverPacket(Bundle bundle, MemorySegment memory, long frameAt, int frameOctets) {
        Session owner = bundle.first();
        Session.State state = owner.state();
        boolean isShort = frameOctets > 0 && (Ip.u8(memory, frameAt) & ESCAPED) != 0;
        int skip = isShort ? 1 : 2;
        if (frameOctets <= skip) {
            owner.received.errors++;
            return;
        }
        int protocol = isShort ? Ip.u8(memory, frameAt) : Ip.u16(memory, frameAt);
        switch (protocol) {
            case DataMessage.PPP_IPV4 ->
                deliverIp(owner, state, state.ipv4(), memory, frameAt + skip, frameOctets - skip);
            case DataMessage.PPP_IPV6 ->
                deliverIp(owner, state, state.ipv6(), memory, frameAt + skip, frameOctets - skip);
            default -> {
                if (protocol == DataMessage.PPP_MULTILINK
                        || protocol >= LINK_PROTOCOLS
                                && (protocol != LCP || Ip.u8(memory, frameAt + skip) <= LAST_OF_THE_LINK)) {
                    owner.received.errors++;
                } else {
                    offerFrame(owner, memory, frameAt, frameOctets);
                }
            }
        }
    }

    /// A network protocol that is not open is discarded silently (RFC 1661 §2.4, §4.3). A peer on a shared device must
    /// not speak for others.
    private void deliverIp(
            Session session, Session.State state, boolean isOpen, MemorySegment memory, long at, int octets) {
        if (isOpen && octets > 0 && state.device().isPresent()) {
            Device device = state.device().get();
            if (device.isShared() && !isFrom(state.onlyFrom(), memory, at, octets)) {
                session.received.errors++;
                return;
            }
            if (state.tcpMtu() > 0) {
                SegmentSize.limit(memory, at, octets, state.tcpMtu(), false);
            }
            writer.add(device, memory, at, octets);
        }
    }

    /// A frame of an Ethernet VLAN pseudowire has a tag, which is taken away whatever VLAN it names:
    /// the peer's number may be another (RFC 4719 §2.2).
    private void deliverEthernet(
            Session session, Session.State state, MemorySegment memory, long frameAt, int frameOctets) {
        if (frameOctets < Ethernet.HEADER_OCTETS) {
            session.received.errors++;
            return;
        }
        if (state.device().isEmpty()) {
            return;
        }
        Device device = state.device().get();
        long at = frameAt;
        if (device.vlanId() != 0) {
            if (!Ethernet.isTagged(memory, at, frameOctets)) {
                session.received.errors++;
                return;
            }
            Ethernet.removeTag(memory, at);
            at += Ethernet.TAG_OCTETS;
        }
        int octets = (int) (frameAt + frameOctets - at);
        if (state.tcpMtu() > 0) {
            int header = Ethernet.headerOctets(memory, at, octets);
            if (header > 0 && Ethernet.hasIp(memory, at, octets, header)) {
                SegmentSize.limit(memory, at + header, octets - header, state.tcpMtu(), false);
            }
        }
        writer.add(device, memory, at, octets);
    }

    private static boolean isFrom(int address, MemorySegment memory, long at, int octets) {
        return octets >= Ip.IPV4_HEADER_OCTETS && Ip.version(memory, at) == 4 && Ip.ipv4Source(memory, at) == address;
    }

    private void offerFrame(Session session, MemorySegment memory, long frameAt, int frameOctets) {
        byte[] frame = new byte[frameOctets];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, frameAt, frame, 0, frameOctets);
        offered = true;
        if (!sink.offer(new Input.PppFrameReceived(session.handle, frame))) {
            refused++;
        }
    }
}
