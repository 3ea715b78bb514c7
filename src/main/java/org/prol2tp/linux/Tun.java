package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A TUN device: a network interface whose packets a process reads and writes, one IP packet a time; or
/// a TAP device, the same with frames of Ethernet. It goes when it is closed. With offload every packet
/// has a virtio-net header in front ([#HEADER_OCTETS]), may be far longer than the MTU, and may lack
/// its checksum.
public final class Tun implements NetworkInterface, AutoCloseable {
    /// Of struct virtio_net_hdr: flags, GSO type, then header length, GSO size, checksum start and offset of 16 bits
    /// each in this machine's order.
    public static final int HEADER_OCTETS = 10;

    /// An interface name has at most so many octets.
    public static final int NAME_OCTETS = 15;

    private static final int OPEN_READ_WRITE_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNGETIFF = 0x800454d2L;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;
    private static final long TUNSETCARRIER = 0x400454e2L;
    private static final int IFF_TUN = 0x0001;
    private static final int IFF_TAP = 0x0002;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    /// Do not take over a device that somebody made persistent.
    private static final int IFF_TUN_EXCL = 0x8000;

    private static final int TUN_F_CSUM = 0x01;
    private static final int TUN_F_TSO4 = 0x02;
    private static final int TUN_F_TSO6 = 0x04;
    private static final int TUN_F_TSO_ECN = 0x08;
    private static final int TUN_F_USO4 = 0x20;
    private static final int TUN_F_USO6 = 0x40;
    private static final int TCP_OFFLOADS = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;
    private static final int IFREQ_OCTETS = 40;

    /// -1 once it is closed: its old number may be somebody else's by then.
    private volatile int descriptor;

    private final String name;
    private final int index;
    private final Offload offload;
    private final boolean tap;

    private Tun(int descriptor, String name, int index, Offload offload, boolean tap) {
        this.descriptor = descriptor;
        this.name = name;
        this.index = index;
        this.offload = offload;
        this.tap = tap;
    }

    /// What the kernel leaves to us, and takes from us.
    public enum Offload {
        /// Plain packets, no header in front.
        NONE,
        /// Checksums and TCP segmentation.
        TCP,
        /// The same, and UDP segmentation.
        TCP_AND_UDP
    }

    /// What goes through a device.
    public enum Kind {
        /// IP packets.
        TUN,
        /// Frames of Ethernet.
        TAP
    }

    /// Makes the device `name`, 1..15 octets, with the offloads `wanted` or as many of them as the kernel has. It is
    /// down and without addresses, see [Rtnetlink].
    public static Tun open(String name, Kind kind, Offload wanted) throws LinuxException {
        int fd = Libc.check(Libc.open("/dev/net/tun", OPEN_READ_WRITE_NONBLOCK_CLOEXEC), "open /dev/net/tun");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_OCTETS, 8);
            byte[] octets = name.getBytes(US_ASCII);
            MemorySegment.copy(octets, 0, request, ValueLayout.JAVA_BYTE, 0, Math.min(octets.length, NAME_OCTETS));
            int kindFlag = kind == Kind.TAP ? IFF_TAP : IFF_TUN;
            int flags = kindFlag | IFF_NO_PI | IFF_TUN_EXCL | (wanted == Offload.NONE ? 0 : IFF_VNET_HDR);
            request.set(Struct.NATIVE_16, 16, (short) flags);
            Libc.check(Libc.ioctl(fd, TUNSETIFF, request.address()), "ioctl(TUNSETIFF) " + name);
            Offload got = setOffload(fd, wanted, arena);
            return new Tun(fd, name, Rtnetlink.indexOf(name), got, kind == Kind.TAP);
        } catch (LinuxException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /// Goes on with a device that a process before this one opened: its descriptor is the device's from now on, unless
    /// this fails.
    ///
    /// @throws LinuxException with [Errno#EINVAL] if packets have a header that is not wanted, or lack one; with
    ///     another number if it is no device, or none any more
    public static Tun adopt(int descriptor, Offload wanted) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_OCTETS, 8);
            Libc.check(Libc.ioctl(descriptor, TUNGETIFF, request.address()), "ioctl(TUNGETIFF)");
            String name = request.getString(0, US_ASCII);
            int flags = request.get(Struct.NATIVE_16, 16);
            if ((flags & IFF_VNET_HDR) != 0 == (wanted == Offload.NONE)) {
                throw new LinuxException("offload of " + name, Errno.EINVAL);
            }
            Offload got = setOffload(descriptor, wanted, arena);
            return new Tun(descriptor, name, Rtnetlink.indexOf(name), got, (flags & IFF_TAP) != 0);
        }
    }

    /// Whether frames of Ethernet go through it; else IP packets.
    public boolean isTap() {
        return tap;
    }

    /// Whether the interface has a carrier: without one nothing is sent through it, and everybody sees so. A new one
    /// has.
    public void setCarrier(boolean on) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment carrier = arena.allocate(4, 4);
            carrier.set(Struct.NATIVE_32, 0, on ? 1 : 0);
            Libc.check(Libc.ioctl(descriptor, TUNSETCARRIER, carrier.address()), "ioctl(TUNSETCARRIER) " + name);
        }
    }

    /// To be watched by an [Epoll].
    public int descriptor() {
        return descriptor;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int index() {
        return index;
    }

    /// What the kernel has. With anything but [Offload#NONE] each packet read or written has a header in front.
    public Offload offload() {
        return offload;
    }

    /// Reads one packet, with its header, to `address`: its octets, or a negated error number ([Errno#EAGAIN]: there is
    /// none). What does not fit in `length` is cut off.
    public int read(long address, int length) {
        return Libc.read(descriptor, address, length);
    }

    /// Writes one packet gathered from the pieces of `gather`: the octets written, or a negated error number.
    public int write(Gather gather) {
        return Libc.writev(descriptor, gather.address(), gather.count());
    }

    @Override
    public void close() {
        int closing = descriptor;
        descriptor = -1;
        Libc.close(closing);
    }

    private static Offload setOffload(int fd, Offload wanted, Arena arena) throws LinuxException {
        if (wanted == Offload.NONE) {
            return Offload.NONE;
        }
        MemorySegment octets = arena.allocate(4, 4);
        octets.set(Struct.NATIVE_32, 0, HEADER_OCTETS);
        Libc.check(Libc.ioctl(fd, TUNSETVNETHDRSZ, octets.address()), "ioctl(TUNSETVNETHDRSZ)");
        if (wanted == Offload.TCP_AND_UDP
                && Libc.ioctl(fd, TUNSETOFFLOAD, TCP_OFFLOADS | TUN_F_USO4 | TUN_F_USO6) >= 0) {
            return Offload.TCP_AND_UDP;
        }
        Libc.check(Libc.ioctl(fd, TUNSETOFFLOAD, TCP_OFFLOADS), "ioctl(TUNSETOFFLOAD)");
        return Offload.TCP;
    }
}
