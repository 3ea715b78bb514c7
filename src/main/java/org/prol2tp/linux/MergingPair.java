package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.prol2tp.linux.Bpf.Hook;

/// A pair of interfaces (veth(4)) for programs: segments of TCP that are sent into one come out of the other
/// merged, by the kernel's receive offload (GRO). What comes out is a program's; without one, it is dropped by
/// the network stack, to which neither end has an address. The pair stays until it is removed: one whose far end
/// no program looks at is of a process that has gone, and the next one takes its place.
///
/// Source: rtnetlink(7), linux/veth.h, linux/ethtool.h.
public final class MergingPair {
    /// Names of the near end are this and a number, those of the far end have [#FAR_END] behind it.
    private static final String NAME = "l2tp-gro";

    private static final String FAR_END = "-out";
    /// So many daemons in one network namespace.
    private static final int MOST = 100;

    private static final int MTU = 65535;
    /// For another segment: 20 µs. A segment with PSH does not wait.
    private static final int WAIT_NS = 20_000;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int BUFFER_OCTETS = 4096;
    private static final int HEADER_OCTETS = 16;
    /// struct ifinfomsg.
    private static final int LINK_OCTETS = 16;
    private static final int NLMSG_ERROR = 2;
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int REQUEST_ACKNOWLEDGE = 0x1 | 0x4;
    private static final int EXCLUSIVE_CREATE = 0x200 | 0x400;
    /// IFF_UP, IFF_NOARP.
    private static final int UP_WITHOUT_ARP = 0x1 | 0x80;

    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_NUM_TX_QUEUES = 31;
    private static final int IFLA_NUM_RX_QUEUES = 32;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;
    private static final int OPEN_WRITE_CLOEXEC = 1 | 0x80000;
    private static final long SIOCETHTOOL = 0x8946L;
    private static final int ETHTOOL_STSO = 0x1f;
    private static final int ETHTOOL_SGRO = 0x2c;

    /// Of the near end.
    public final int index;
    /// Of the far end.
    public final int farIndex;

    private MergingPair(int index, int farIndex) {
        this.index = index;
        this.farIndex = farIndex;
    }

    /// A pair in the network namespace of the calling thread, not up yet.
    public static MergingPair create() throws LinuxException {
        for (int number = 0; number < MOST; number++) {
            String name = NAME + number;
            try {
                add(name);
            } catch (LinuxException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
                if (!isAbandoned(name)) {
                    continue;
                }
                remove(Rtnetlink.indexOf(name));
                add(name);
            }
            return configured(name);
        }
        throw new LinuxException("all of " + NAME + "0 to " + NAME + (MOST - 1) + " are in use", Errno.EEXIST);
    }

    private static MergingPair configured(String name) throws LinuxException {
        MergingPair pair = new MergingPair(Rtnetlink.indexOf(name), Rtnetlink.indexOf(name + FAR_END));
        try {
            // What could be cut later would not be offered to be merged (veth_skb_is_eligible_for_gro).
            offload(name, ETHTOOL_STSO, 0, "tso off");
            offload(name + FAR_END, ETHTOOL_SGRO, 1, "gro on");
            return pair;
        } catch (LinuxException e) {
            remove(pair.index);
            throw e;
        }
    }

    /// Another process made it, and nobody's program looks at what comes out.
    private static boolean isAbandoned(String name) {
        try {
            return !Bpf.isAttached(Rtnetlink.indexOf(name + FAR_END), Hook.INGRESS);
        } catch (LinuxException e) {
            return false; // somebody else's interface, or gone this moment
        }
    }

    /// Removes all pairs of the namespace whose far end no program looks at.
    public static void removeAbandoned() throws LinuxException {
        for (int number = 0; number < MOST; number++) {
            if (isAbandoned(NAME + number)) {
                remove(Rtnetlink.indexOf(NAME + number));
            }
        }
    }

    /// Both ends carry packets. Where the kernel lets us, merging is a thread's work and not the interrupted
    /// one's, which has enough to do with what comes; and a segment waits a moment for those that follow it.
    public void up() throws LinuxException {
        String farEnd = Rtnetlink.nameOf(farIndex);
        Ipv6Switch.set(Rtnetlink.nameOf(index), false);
        Ipv6Switch.set(farEnd, false);
        try (Request request = new Request()) {
            request.link(RTM_NEWLINK, 0, farIndex, UP_WITHOUT_ARP);
            request.commit("link up");
            if (set(farEnd, "threaded", 1)) { // only of one that is up
                set(farEnd, "napi_defer_hard_irqs", 1);
                set(farEnd, "gro_flush_timeout", WAIT_NS);
            }
            request.link(RTM_NEWLINK, 0, index, UP_WITHOUT_ARP);
            request.commit("link up");
        }
    }

    /// As a file of sysfs, which not every container may write to.
    private static boolean set(String name, String what, int value) {
        int fd = Libc.open("/sys/class/net/" + name + "/" + what, OPEN_WRITE_CLOEXEC);
        if (fd < 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(Integer.toString(value));
            return Libc.write(fd, text.address(), text.byteSize() - 1) > 0;
        } finally {
            Libc.close(fd);
        }
    }

    /// Removes the pair that an interface is of.
    public static void remove(int index) throws LinuxException {
        try (Request request = new Request()) {
            request.link(RTM_DELLINK, 0, index, 0);
            request.commit("remove link");
        }
    }

    private static void add(String name) throws LinuxException {
        int queues = Runtime.getRuntime().availableProcessors();
        try (Request request = new Request()) {
            NetlinkWriter writer = request.link(RTM_NEWLINK, EXCLUSIVE_CREATE, 0, 0);
            end(writer, name, queues);
            int info = writer.beginNest(IFLA_LINKINFO);
            writer.put(IFLA_INFO_KIND, "veth");
            int data = writer.beginNest(IFLA_INFO_DATA);
            int peer = writer.beginNest(VETH_INFO_PEER);
            request.linkMessage(0, 0);
            end(writer, name + FAR_END, queues);
            writer.endNest(peer);
            writer.endNest(data);
            writer.endNest(info);
            request.commit("veth " + name);
        }
    }

    private static void end(NetlinkWriter writer, String name, int queues) {
        writer.put(IFLA_IFNAME, name);
        writer.put32(IFLA_MTU, MTU);
        writer.put32(IFLA_NUM_TX_QUEUES, queues);
        writer.put32(IFLA_NUM_RX_QUEUES, queues);
    }

    private static void offload(String name, int command, int value, String what) throws LinuxException {
        int socket = Libc.check(Libc.socket(SocketAddress.AF_INET, SOCK_DGRAM_CLOEXEC, 0), "socket");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment setting = arena.allocate(8, 8);
            setting.set(Struct.NATIVE_32, 0, command);
            setting.set(Struct.NATIVE_32, 4, value);
            MemorySegment ifreq = arena.allocate(40, 8);
            byte[] octets = name.getBytes(US_ASCII);
            MemorySegment.copy(octets, 0, ifreq, ValueLayout.JAVA_BYTE, 0, octets.length);
            ifreq.set(Struct.NATIVE_64, 16, setting.address());
            Libc.check(Libc.ioctl(socket, SIOCETHTOOL, ifreq.address()), "ioctl(SIOCETHTOOL) " + name + " " + what);
        } finally {
            Libc.close(socket);
        }
    }

    /// One at a time, over a socket of its own.
    private static final class Request implements AutoCloseable {
        private final int descriptor;
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment buffer = arena.allocate(BUFFER_OCTETS, 8);
        private final NetlinkWriter writer = new NetlinkWriter(buffer);

        Request() throws LinuxException {
            descriptor = Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, 0), "socket(netlink)");
        }

        NetlinkWriter link(int type, int flags, int index, int linkFlags) {
            writer.end = HEADER_OCTETS;
            buffer.asSlice(0, HEADER_OCTETS).fill((byte) 0);
            buffer.set(Struct.NATIVE_16, 4, (short) type);
            buffer.set(Struct.NATIVE_16, 6, (short) (REQUEST_ACKNOWLEDGE | flags));
            linkMessage(index, linkFlags);
            return writer;
        }

        void linkMessage(int index, int linkFlags) {
            int at = writer.end;
            writer.end = at + LINK_OCTETS;
            buffer.asSlice(at, LINK_OCTETS).fill((byte) 0);
            buffer.set(Struct.NATIVE_32, at + 4, index);
            buffer.set(Struct.NATIVE_32, at + 8, linkFlags);
            buffer.set(Struct.NATIVE_32, at + 12, linkFlags);
        }

        void commit(String what) throws LinuxException {
            buffer.set(Struct.NATIVE_32, 0, writer.end);
            Libc.check(Libc.send(descriptor, buffer.address(), writer.end, 0), "send(" + what + ")");
            Libc.check(Libc.recv(descriptor, buffer.address(), BUFFER_OCTETS, 0), "recv(" + what + ")");
            int errno =
                    buffer.get(Struct.NATIVE_16, 4) == NLMSG_ERROR ? -buffer.get(Struct.NATIVE_32, HEADER_OCTETS) : 0;
            if (errno != 0) {
                throw new LinuxException("rtnetlink: " + what, errno);
            }
        }

        @Override
        public void close() {
            Libc.close(descriptor);
            arena.close();
        }
    }
}
