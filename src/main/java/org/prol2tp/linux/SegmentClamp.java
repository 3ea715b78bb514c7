package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Has netfilter hold TCP connections that are forwarded through interfaces of a group to segments that
/// fit: a table of nf_tables with the rule `oifgroup GROUP tcp flags & (syn | rst) == syn tcp option
/// maxseg size set rt mtu`, and the same of `iifgroup`. The table is this object's: it goes with it,
/// however the process ends, unless somebody else has its descriptor too.
///
/// Source: linux/netfilter/nf_tables.h, linux/netfilter/nfnetlink.h.
public final class SegmentClamp implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_NETFILTER = 12;
    private static final int SUBSYSTEM = 10;
    private static final int BATCH_BEGIN = 0x10;
    private static final int BATCH_END = 0x11;
    private static final int NEWTABLE = 0;
    private static final int NEWCHAIN = 3;
    private static final int NEWRULE = 6;
    private static final int NFPROTO_INET = 1;
    private static final int FLAG_REQUEST = 1;
    private static final int FLAG_ACK = 4;
    private static final int FLAG_CREATE = 0x400;
    private static final int FLAG_APPEND = 0x800;
    private static final int NLMSG_ERROR = 2;
    private static final int NESTED = 0x8000;
    private static final int BUFFER_OCTETS = 16_384;
    private static final int MESSAGE_HEADERS = NetlinkText.HEADER_OCTETS + 4;

    private static final int TABLE_OWNER = 2;
    private static final int HOOK_FORWARD = 2;
    /// NF_IP_PRI_MANGLE.
    private static final int PRIORITY = -150;

    private static final int REGISTER = 1;
    private static final int META_L4PROTO = 16;
    private static final int META_IIFGROUP = 21;
    private static final int META_OIFGROUP = 22;
    private static final int TCP = 6;
    private static final int BASE_TRANSPORT = 2;
    private static final int FLAGS_AT = 13;
    private static final int SYN = 2;
    private static final int SYN_RST = 6;
    private static final int RT_TCPMSS = 3;
    private static final int OPTION_MAXSEG = 2;
    private static final int EXTHDR_TCPOPT = 1;

    private final int descriptor;
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream();
    private int sequence;
    private int asked;

    private SegmentClamp(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Makes the table.
    ///
    /// @param name of the table
    /// @param group of interfaces ([Rtnetlink#setGroup])
    /// @throws LinuxException among others if the kernel has no nf_tables
    public static SegmentClamp open(String name, int group) throws LinuxException {
        int fd = Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_NETFILTER), "socket(netfilter)");
        NetlinkText.askFor(fd);
        SegmentClamp clamp = new SegmentClamp(fd);
        try {
            clamp.add(name, group);
            return clamp;
        } catch (LinuxException e) {
            clamp.close();
            throw e;
        }
    }

    /// One that [#open] made in another process. The descriptor is its own from now on.
    public static SegmentClamp adopt(int descriptor) {
        return new SegmentClamp(descriptor);
    }

    /// What the table lives as long as.
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }

    private void add(String name, int group) throws LinuxException {
        message(BATCH_BEGIN, 0, 0, SUBSYSTEM, new byte[0]);
        request(NEWTABLE, 0, join(text(1, name), be32(2, TABLE_OWNER)));
        request(
                NEWCHAIN,
                0,
                join(
                        text(1, name),
                        text(3, "forward"),
                        nest(4, join(be32(1, HOOK_FORWARD), be32(2, PRIORITY))),
                        text(7, "filter")));
        request(NEWRULE, FLAG_APPEND, join(text(1, name), text(2, "forward"), nest(4, rule(META_OIFGROUP, group))));
        request(NEWRULE, FLAG_APPEND, join(text(1, name), text(2, "forward"), nest(4, rule(META_IIFGROUP, group))));
        message(BATCH_END, 0, 0, SUBSYSTEM, new byte[0]);
        send("netlink nf_tables: add table " + name);
    }

    private static byte[] rule(int side, int group) {
        return join(
                expression("meta", be32(1, REGISTER), be32(2, side)),
                equal(native32(group)),
                expression("meta", be32(1, REGISTER), be32(2, META_L4PROTO)),
                equal((byte) TCP),
                expression("payload", be32(1, REGISTER), be32(2, BASE_TRANSPORT), be32(3, FLAGS_AT), be32(4, 1)),
                expression(
                        "bitwise",
                        be32(1, REGISTER),
                        be32(2, REGISTER),
                        be32(3, 1),
                        nest(4, attribute(1, (byte) SYN_RST)),
                        nest(5, attribute(1, (byte) 0))),
                equal((byte) SYN),
                expression("rt", be32(1, REGISTER), be32(2, RT_TCPMSS)),
                expression("byteorder", be32(1, REGISTER), be32(2, REGISTER), be32(3, 1), be32(4, 2), be32(5, 2)),
                expression(
                        "exthdr",
                        attribute(2, (byte) OPTION_MAXSEG),
                        be32(3, 2),
                        be32(4, 2),
                        be32(6, EXTHDR_TCPOPT),
                        be32(7, REGISTER)));
    }

    private static byte[] equal(byte... value) {
        return expression("cmp", be32(1, REGISTER), be32(2, 0), nest(3, attribute(1, value)));
    }

    private static byte[] expression(String name, byte[]... data) {
        return nest(1, join(text(1, name), nest(2, join(data))));
    }

    private void request(int type, int flags, byte[] attributes) {
        message(SUBSYSTEM << 8 | type, FLAG_ACK | FLAG_CREATE | flags, NFPROTO_INET, 0, attributes);
        asked++;
    }

    /// struct nlmsghdr, struct nfgenmsg, attributes.
    private void message(int type, int flags, int family, int resource, byte[] attributes) {
        ByteBuffer octets =
                ByteBuffer.allocate(MESSAGE_HEADERS + attributes.length).order(ByteOrder.nativeOrder());
        octets.putInt(octets.capacity());
        octets.putShort((short) type).putShort((short) (FLAG_REQUEST | flags));
        octets.putInt(sequence++).putInt(0);
        octets.put((byte) family).put((byte) 0).order(ByteOrder.BIG_ENDIAN).putShort((short) resource);
        octets.put(attributes);
        batch.writeBytes(octets.array());
    }

    private void send(String call) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(BUFFER_OCTETS, 8);
            byte[] octets = batch.toByteArray();
            MemorySegment.copy(octets, 0, memory, ValueLayout.JAVA_BYTE, 0, octets.length);
            Libc.check(Libc.send(descriptor, memory.address(), octets.length, 0), call);
            for (int answered = 0; answered < asked; ) {
                int length = Libc.check(Libc.recv(descriptor, memory.address(), BUFFER_OCTETS, 0), call);
                answered += acknowledged(memory, length, call);
            }
        }
    }

    private static int acknowledged(MemorySegment in, int length, String call) throws LinuxException {
        int answers = 0;
        int at = 0;
        while (length - at >= MESSAGE_HEADERS) {
            int octets = in.get(Struct.NATIVE_32, at);
            if (octets < MESSAGE_HEADERS || octets > length - at) {
                break;
            }
            if (in.get(Struct.NATIVE_16, at + 4) == NLMSG_ERROR) {
                int errno = -in.get(Struct.NATIVE_32, at + NetlinkText.HEADER_OCTETS);
                if (errno != 0) {
                    throw new LinuxException(call, errno, NetlinkText.of(in, at, octets));
                }
                answers++;
            }
            at += octets + 3 & ~3;
        }
        return answers;
    }

    private static byte[] attribute(int type, byte... value) {
        ByteBuffer octets = ByteBuffer.allocate(4 + (value.length + 3 & ~3)).order(ByteOrder.nativeOrder());
        octets.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        return octets.array();
    }

    private static byte[] nest(int type, byte[] attributes) {
        return attribute(type | NESTED, attributes);
    }

    private static byte[] be32(int type, int value) {
        return attribute(type, ByteBuffer.allocate(4).putInt(value).array());
    }

    private static byte[] native32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    private static byte[] text(int type, String text) {
        return attribute(type, (text + '\0').getBytes(US_ASCII));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
