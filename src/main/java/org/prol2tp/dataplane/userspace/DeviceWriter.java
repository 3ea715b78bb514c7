package org.prol2tp.dataplane.userspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.Gather;
import org.prol2tp.linux.Tun;
import org.prol2tp.linux.VirtioHeader;

/// Writes received packets to TUN devices and frames to TAP devices: gathers those that follow each
/// other for one device, and lets the [Coalescer] join them where the device takes long packets.
/// Belongs to the receiver.
final class DeviceWriter implements AutoCloseable {
    private static final int PACKETS = 1024;
    private static final int PIECES = 130;

    private final DeviceFailures failures;
    private final Coalescer coalescer = new Coalescer();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment virtio = arena.allocate(16, 16);
    private final Gather gather = new Gather(PIECES);
    private final long[] at = new long[PACKETS];
    private final int[] octets = new int[PACKETS];
    private MemorySegment memory = MemorySegment.NULL;
    private int packets;
    private @Nullable Device device;

    DeviceWriter(DeviceFailures failures) {
        this.failures = failures;
    }

    /// Adds a packet that lies in `in`, and stays there until [#flush].
    void add(Device to, MemorySegment in, long packetAt, int packetOctets) {
        if (packets == PACKETS || packets > 0 && (to != device || !in.equals(memory))) {
            flush();
        }
        device = to;
        memory = in;
        at[packets] = packetAt;
        octets[packets] = packetOctets;
        packets++;
    }

    /// Writes what was added.
    void flush() {
        Device to = device;
        if (to == null) {
            return;
        }
        try {
            int next = 0;
            while (next < packets) {
                next = to.headerOctets() == 0 ? writePlain(to, next) : writeJoined(to, next);
            }
        } finally {
            drop(); // after a bug as well: the next flush would meet it again
        }
    }

    /// Forgets what was added.
    void drop() {
        packets = 0;
        device = null;
    }

    @Override
    public void close() {
        gather.close();
        arena.close();
    }

    private int writePlain(Device to, int i) {
        gather.clear();
        gather.add(memory.address() + at[i], octets[i]);
        write(to, 1);
        return i + 1;
    }

    private int writeJoined(Device to, int first) {
        coalescer.begin(
                memory, at[first], octets[first], to.tun.offload() == Tun.Offload.TCP_AND_UDP, linkOctets(to, first));
        gather.clear();
        gather.add(virtio.address(), Tun.HEADER_OCTETS);
        gather.add(memory.address() + at[first], octets[first]);
        int next = first + 1;
        while (next < packets && !gather.isFull() && coalescer.join(at[next], octets[next])) {
            int skip = coalescer.headerOctets();
            gather.add(memory.address() + at[next] + skip, octets[next] - skip);
            next++;
        }
        if (coalescer.packets() > 1) {
            coalescer.finish(virtio, 0);
        } else {
            VirtioHeader.writePlain(virtio, 0);
        }
        write(to, coalescer.packets());
        return next;
    }

    /// In front of the IP header; negative: there is no IP, or a tag, and nothing may be joined.
    private int linkOctets(Device to, int i) {
        if (!to.tun.isTap()) {
            return 0;
        }
        boolean plainIp = Ethernet.headerOctets(memory, at[i], octets[i]) == Ethernet.HEADER_OCTETS
                && Ethernet.hasIp(memory, at[i], octets[i], Ethernet.HEADER_OCTETS);
        return plainIp ? Ethernet.HEADER_OCTETS : -1;
    }

    private void write(Device to, int count) {
        int written = to.tun.write(gather);
        if (written < 0) {
            to.owner().ifPresent(session -> session.received.errors += count);
            if (written == -Errno.EBADFD || written == -Errno.ENODEV) {
                failures.failed(to, "write", -written);
            }
        }
    }
}
