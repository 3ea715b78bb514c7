package org.prol2tp.dataplane.userspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.EventFd;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnSchedule;
import org.prol2tp.linux.Tun;
import org.prol2tp.linux.VirtioHeader;

/// The thread that takes IP packets from the TUN devices, and frames from the TAP devices:
///
/// 1. read a packet of each device that has some, with room in front for the headers of a data message; a TCP
/// packet may be 64 kilobytes long;
/// 2. a long one is cut by the [Segmenter], another gets its checksum if it lacks it;
/// 3. the headers are written in front, the pieces go to [Datagrams], which makes rows of them;
/// 4. when all devices had their turn, all is sent: nothing waits for company.
///
/// A device that goes on having packets gets longer turns; one of many that have a packet each now and then is read
/// once, and not asked again for what it does not have.
///
/// Nothing is allocated per packet.
final class Transmitter implements Runnable, AutoCloseable {
    /// Devices at the same time.
    static final int DEVICES = 65_536;

    private static final int WAKE_TOKEN = -1;
    private static final int READY_DEVICES = 256;
    /// What one read gives at most: the longest packet, of IPv6 (its length field leaves its header out), behind
    /// Ethernet's header with all its tags, and the virtio header. With less room the kernel cuts the end off
    /// and does not say so.
    private static final int PACKET_OCTETS = Tun.HEADER_OCTETS
            + Ethernet.HEADER_OCTETS
            + Ethernet.MAX_TAGS * Ethernet.TAG_OCTETS
            + Ip.IPV6_HEADER_OCTETS
            + 65_535;

    private static final int AREA_OCTETS = 6 * PACKET_OCTETS;
    /// In front of each packet: for the headers of a data message, or the virtio header before that.
    private static final int ROOM_OCTETS = 32;

    private final DeviceFailures failures;
    private final LastLine lastLine;
    private final Epoll epoll = Epoll.open(READY_DEVICES);
    private final EventFd wakeUp = EventFd.open();
    private final Quiescence quiescence = new Quiescence();
    private final AtomicReferenceArray<Device> devices = new AtomicReferenceArray<>(DEVICES);
    private final Segmenter segmenter = new Segmenter();
    private final Datagrams datagrams = new Datagrams((_, _, _, _) -> {}); // counted for their sessions
    private final BundleSender bundles = new BundleSender(datagrams, this::flush);
    private final Arena arena = Arena.ofShared();
    private final MemorySegment area = arena.allocate(AREA_OCTETS, 4096);
    private final long areaAddress = area.address();
    private long used;
    private int unsentSegments;
    private int round;
    /// Of this round, with each segment of a long one.
    private int packets;

    private volatile boolean stopped;

    Transmitter(DeviceFailures failures, LastLine lastLine) throws LinuxException {
        this.failures = failures;
        this.lastLine = lastLine;
        epoll.add(wakeUp.descriptor(), WAKE_TOKEN, Epoll.READABLE);
    }

    /// Takes packets from this device from now on.
    void watch(Device device) throws LinuxException {
        devices.set(device.slot, device);
        epoll.add(device.tun.descriptor(), device.slot, Epoll.READABLE);
    }

    /// Takes packets from it no longer. It may be closed when [#quiescence] has been waited for.
    void unwatch(Device device) {
        devices.set(device.slot, null);
        try {
            epoll.remove(device.tun.descriptor());
        } catch (LinuxException e) {
            // Was never watched: making it failed half-way.
            return;
        }
    }

    Quiescence quiescence() {
        return quiescence;
    }

    @Override
    public void run() {
        Moderation moderation = new Moderation(OwnSchedule.batch()::set, System.nanoTime());
        while (!stopped) {
            try {
                int ready = epoll.await(moderation.timeoutMs());
                work(ready);
                if (moderation.round(packets)) {
                    moderation.judge(System.nanoTime());
                }
            } catch (RuntimeException | StackOverflowError bug) {
                drop();
                lastLine.caughtUnawares(bug);
            }
            packets = 0;
        }
    }

    private void work(int ready) {
        quiescence.enter();
        try {
            round++;
            for (int i = 0; i < ready; i++) {
                int slot = (int) epoll.token(i);
                if (slot == WAKE_TOKEN) {
                    wakeUp.drain();
                    continue;
                }
                Device device = devices.get(slot);
                if (device != null) {
                    drain(device, ready == 1);
                }
            }
            flush();
            used = 0;
        } finally {
            quiescence.leave();
        }
    }

    void stop() {
        stopped = true;
        wakeUp.wake();
    }

    /// After the thread has ended.
    @Override
    public void close() {
        epoll.close();
        wakeUp.close();
        segmenter.close();
        datagrams.close();
        bundles.close();
        arena.close();
    }

    private void drain(Device device, boolean alone) {
        int most = device.beginTurn(round, alone);
        for (int i = 0; i < most; i++) {
            if (used + ROOM_OCTETS + PACKET_OCTETS > AREA_OCTETS) {
                flush();
                used = 0;
            }
            long at = used + ROOM_OCTETS;
            int header = device.headerOctets();
            int n = device.tun.read(areaAddress + at - header, PACKET_OCTETS);
            if (n < 0) {
                if (n == -Errno.EBADFD || n == -Errno.ENODEV) {
                    unwatch(device);
                    failures.failed(device, "read", -n);
                }
                device.ranDry(i);
                return;
            }
            Session session = device.sessionFor(area, at, n - header);
            if (session != null) {
                Route route = session.tunnel.route;
                if (!datagrams.isFor(route.socket)) {
                    flush();
                }
                try {
                    send(session, session.state(), route, device, header, at, n - header);
                } catch (RuntimeException | StackOverflowError bug) {
                    session.sentData.errors++;
                    throw bug;
                }
            }
            packets++;
            used = at + Math.max(n - header, 0) + 7 & ~7L;
        }
    }

    private void send(
            Session session, Session.State state, Route route, Device device, int header, long at, int octets) {
        int link = device.tun.isTap() ? Ethernet.headerOctets(area, at, octets) : 0;
        if (link < 0 || !state.peerActive()) {
            return;
        }
        boolean ip = link == 0 || Ethernet.hasIp(area, at, octets, link);
        int version = ip && octets > link ? Ip.version(area, at + link) : 0;
        boolean ipv6 = version == 6;
        if (link == 0 && (version == 4 ? !state.ipv4() : !(ipv6 && state.ipv6()))) {
            return; // the kernel's own chatter on an interface without that protocol
        }
        boolean whole = header == 0 || !VirtioHeader.needsChecksum(area, at - header);
        if (ip && state.tcpMtu() > 0) {
            SegmentSize.limit(area, at + link, octets - link, state.tcpMtu(), !whole);
        }
        if (header > 0) {
            long virtioAt = at - header;
            if (VirtioHeader.gsoType(area, virtioAt) != VirtioHeader.GSO_NONE) {
                sendSegments(session, state, route, device, link, virtioAt, at, octets);
                return;
            }
            if (!whole) {
                putChecksum(virtioAt, at, octets);
            }
        }
        Bundle.Link bundled = session.link;
        if (bundled != null) {
            bundles.send(bundled.bundle, area, at, octets, ipv6);
            return;
        }
        if (!datagrams.hasRoom()) {
            flush();
        }
        boolean housekeeping = ipv6 && link == 0 && Ip.isHousekeeping(area, at, octets);
        int tagOctets = putTag(device, area, at);
        int headerOctets = DataMessage.headerOctets(session, state, route);
        int ns = state.numbers(ip) ? session.takeNs(1) : -1;
        long from = at - tagOctets - headerOctets;
        DataMessage.write(area, from, session, state, route, ns, ipv6, tagOctets + octets);
        datagrams.add(
                route,
                session.sentBy(housekeeping),
                ecn(session, ip, area, at + link),
                DataMessage.pppOctets(state) + tagOctets + octets,
                areaAddress + from,
                headerOctets + tagOctets + octets,
                0,
                0);
    }

    private void sendSegments(
            Session session,
            Session.State state,
            Route route,
            Device device,
            int link,
            long virtioAt,
            long at,
            int octets) {
        // A bundle's device has no packets that are to be cut, unless it was made before that.
        if (session.link != null || !segmenter.begin(area, virtioAt, at, octets, link)) {
            session.sentData.errors++;
            return;
        }
        MemorySegment headers = segmenter.headers();
        int headerOctets = DataMessage.headerOctets(session, state, route);
        int pppOctets = DataMessage.pppOctets(state);
        int count = segmenter.segments();
        packets += count - 1;
        int mask = state.nsMask();
        int ecn = ecn(session, true, area, at + link);
        int firstNs = state.numbers(true) ? session.takeNs(count) : -1;
        for (int i = 0; i < count; i++) {
            if (unsentSegments == Segmenter.SLOTS || !datagrams.hasRoom()) {
                flush();
            }
            segmenter.next();
            int tagOctets = putTag(device, headers, segmenter.headerAt());
            int packetOctets = tagOctets + segmenter.headerOctets() + segmenter.payloadOctets();
            long head = segmenter.headerAt() - tagOctets - headerOctets;
            int ns = firstNs < 0 ? -1 : firstNs + i & mask;
            DataMessage.write(headers, head, session, state, route, ns, segmenter.isIpv6(), packetOctets);
            datagrams.add(
                    route,
                    session.sentData,
                    ecn,
                    pppOctets + packetOctets,
                    headers.address() + head,
                    headerOctets + tagOctets + segmenter.headerOctets(),
                    areaAddress + segmenter.payloadAt(),
                    segmenter.payloadOctets());
            unsentSegments++;
        }
    }

    /// What an IP packet says of congestion, if the peer looks at it.
    private static int ecn(Session session, boolean ip, MemorySegment memory, long at) {
        return ip && session.tunnel.propagateEcn ? Ecn.of(memory, at) : Ecn.NOT_ECT;
    }

    /// The tag of an Ethernet VLAN pseudowire, before a frame at `at`: how many octets earlier the
    /// frame begins now.
    private static int putTag(Device device, MemorySegment memory, long at) {
        if (device.vlanId() == 0) {
            return 0;
        }
        Ethernet.insertTag(memory, at, device.vlanId());
        return Ethernet.TAG_OCTETS;
    }

    private void flush() {
        datagrams.flush();
        bundles.flushed();
        unsentSegments = 0;
    }

    private void drop() {
        datagrams.drop();
        bundles.flushed();
        unsentSegments = 0;
        used = 0;
    }

    /// The kernel left the checksum to us: its field holds the pseudo header's sum.
    private void putChecksum(long virtioAt, long at, int octets) {
        int start = VirtioHeader.checksumStart(area, virtioAt);
        int field = start + VirtioHeader.checksumOffset(area, virtioAt);
        if (field + 2 <= octets) {
            Checksum.put(area, at + field, Checksum.add(area, at + start, octets - start, 0));
        }
    }
}
