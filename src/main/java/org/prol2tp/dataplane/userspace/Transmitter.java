package org.prol2tp.dataplane.userspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.EventFd;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.VirtioHeader;

/// The thread that takes IP packets from the TUN devices:
///
/// 1. read a packet, with room in front for the headers of a data message; a TCP packet may be 64 kilobytes long;
/// 2. a long one is cut by the [Segmenter], another gets its checksum if it lacks it;
/// 3. the headers are written in front, the pieces go to [Datagrams], which makes rows of them;
/// 4. when the device has no more, all is sent: nothing waits for company.
///
/// Nothing is allocated per packet.
final class Transmitter implements Runnable, AutoCloseable {
    /// Devices at the same time.
    static final int DEVICES = 65_536;

    private static final int WAKE_TOKEN = -1;
    private static final int READY_DEVICES = 64;
    private static final int PACKET_OCTETS = 65_536;
    private static final int AREA_OCTETS = 6 * PACKET_OCTETS;
    /// In front of each packet: for the headers of a data message, or the virtio header before that.
    private static final int ROOM_OCTETS = 32;

    /// Packets of one device before others have their turn.
    private static final int PACKETS_PER_TURN = 128;

    private final DeviceFailures failures;
    private final Epoll epoll = Epoll.open(READY_DEVICES);
    private final EventFd wakeUp = EventFd.open();
    private final Quiescence quiescence = new Quiescence();
    private final AtomicReferenceArray<Device> devices = new AtomicReferenceArray<>(DEVICES);
    private final Segmenter segmenter = new Segmenter();
    private final Datagrams datagrams = new Datagrams();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment area = arena.allocate(AREA_OCTETS, 4096);
    private final long areaAddress = area.address();
    private long used;
    private int unsentSegments;
    private volatile boolean stopped;

    Transmitter(DeviceFailures failures) throws LinuxException {
        this.failures = failures;
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
        while (!stopped) {
            int ready = epoll.await(-1);
            quiescence.enter();
            for (int i = 0; i < ready; i++) {
                int slot = (int) epoll.token(i);
                if (slot == WAKE_TOKEN) {
                    wakeUp.drain();
                    continue;
                }
                Device device = devices.get(slot);
                if (device != null) {
                    drain(device);
                }
            }
            flush();
            used = 0;
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
        arena.close();
    }

    private void drain(Device device) {
        for (int i = 0; i < PACKETS_PER_TURN; i++) {
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
                return;
            }
            Session session = device.sessionFor(area, at, n - header);
            if (session != null) {
                Route route = session.tunnel.route;
                if (!datagrams.isFor(route.socket)) {
                    flush();
                }
                send(session, session.state(), route, header, at, n - header);
            }
            used = at + Math.max(n - header, 0) + 7 & ~7L;
        }
    }

    private void send(Session session, Session.State state, Route route, int header, long at, int octets) {
        int version = octets > 0 ? Ip.version(area, at) : 0;
        boolean ipv6 = version == 6;
        if (version == 4 ? !state.ipv4() : !(ipv6 && state.ipv6())) {
            return; // the kernel's own chatter on an interface without that protocol
        }
        if (header > 0) {
            long virtioAt = at - header;
            if (VirtioHeader.gsoType(area, virtioAt) != VirtioHeader.GSO_NONE) {
                sendSegments(session, state, route, virtioAt, at, octets);
                return;
            }
            if (VirtioHeader.needsChecksum(area, virtioAt)) {
                putChecksum(virtioAt, at, octets);
            }
        }
        if (!datagrams.hasRoom()) {
            flush();
        }
        int headerOctets = DataMessage.headerOctets(session, state);
        int ns = state.sendNs() ? session.takeNs(1) : -1;
        DataMessage.write(area, at - headerOctets, session, state.framing(), ns, ipv6, octets);
        datagrams.add(
                route,
                session.sentData,
                DataMessage.pppOctets(state.framing()) + octets,
                areaAddress + at - headerOctets,
                headerOctets + octets,
                0,
                0);
    }

    private void sendSegments(Session session, Session.State state, Route route, long virtioAt, long at, int octets) {
        if (!segmenter.begin(area, virtioAt, at, octets)) {
            session.sentData.errors++;
            return;
        }
        MemorySegment headers = segmenter.headers();
        int headerOctets = DataMessage.headerOctets(session, state);
        int pppOctets = DataMessage.pppOctets(state.framing());
        int firstNs = state.sendNs() ? session.takeNs(segmenter.segments()) : -1;
        int count = segmenter.segments();
        for (int i = 0; i < count; i++) {
            if (unsentSegments == Segmenter.SLOTS || !datagrams.hasRoom()) {
                flush();
            }
            segmenter.next();
            int packetOctets = segmenter.headerOctets() + segmenter.payloadOctets();
            long head = segmenter.headerAt() - headerOctets;
            int ns = firstNs < 0 ? -1 : firstNs + i & 0xffff;
            DataMessage.write(headers, head, session, state.framing(), ns, segmenter.isIpv6(), packetOctets);
            datagrams.add(
                    route,
                    session.sentData,
                    pppOctets + packetOctets,
                    headers.address() + head,
                    headerOctets + segmenter.headerOctets(),
                    areaAddress + segmenter.payloadAt(),
                    segmenter.payloadOctets());
            unsentSegments++;
        }
    }

    private void flush() {
        datagrams.flush();
        unsentSegments = 0;
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
