package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/// Talks to one family of generic netlink: one request at a time, answered before the call returns. Belongs to one
/// thread at a time.
///
/// Source: linux/netlink.h, linux/genetlink.h.
final class GenericNetlink implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_GENERIC = 16;
    private static final int BUFFER_OCTETS = 65_536;

    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int FLAG_REQUEST = 0x1;
    private static final int FLAG_ACK = 0x4;
    private static final int FLAG_DUMP = 0x300;
    /// struct nlmsghdr, then struct genlmsghdr.
    private static final int HEADERS_OCTETS = NetlinkText.HEADER_OCTETS + 4;

    private static final int GENL_ID_CTRL = 16;
    private static final int CTRL_CMD_GETFAMILY = 3;
    private static final int CTRL_ATTR_FAMILY_ID = 1;
    private static final int CTRL_ATTR_FAMILY_NAME = 2;

    private final int descriptor;
    private final String name;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment out = arena.allocate(BUFFER_OCTETS, 8);
    private final NetlinkWriter writer = new NetlinkWriter(out);
    private final MemorySegment in = arena.allocate(BUFFER_OCTETS, 8);
    private int family = GENL_ID_CTRL;
    private int sequence;

    private GenericNetlink(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /// A socket for the family of that name, in the network namespace of the calling thread. The kernel loads the
    /// family's module if it has one.
    ///
    /// @throws LinuxException with [Errno#ENOENT] if there is no such family
    static GenericNetlink open(String family) throws LinuxException {
        int fd = Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_GENERIC), "socket(genetlink)");
        NetlinkText.askFor(fd);
        GenericNetlink opened = new GenericNetlink(fd, family);
        try {
            opened.begin(CTRL_CMD_GETFAMILY);
            opened.writer.put(CTRL_ATTR_FAMILY_NAME, family);
            opened.send("netlink family", 0, attributes -> opened.family = attributes.number16(CTRL_ATTR_FAMILY_ID));
            return opened;
        } catch (LinuxException e) {
            opened.close();
            throw e;
        }
    }

    /// The family's number.
    int family() {
        return family;
    }

    /// Begins a request. Attributes follow, then [#execute] or [#dump].
    void begin(int command) {
        sequence++;
        out.asSlice(0, HEADERS_OCTETS).fill((byte) 0);
        out.set(Struct.NATIVE_16, 4, (short) family);
        out.set(Struct.NATIVE_32, 8, sequence);
        out.set(ValueLayout.JAVA_BYTE, NetlinkText.HEADER_OCTETS, (byte) command);
        out.set(ValueLayout.JAVA_BYTE, NetlinkText.HEADER_OCTETS + 1, (byte) 1);
        writer.end = HEADERS_OCTETS;
    }

    /// Where its attributes go.
    NetlinkWriter attributes() {
        return writer;
    }

    /// Sends the request and waits for its acknowledgement. `what` is for the message of the exception.
    void execute(String what) throws LinuxException {
        send(what, 0, _ -> {});
    }

    /// Sends the request for one thing, which `one` gets, good until it returns.
    void get(String what, Consumer<NetlinkAttributes> one) throws LinuxException {
        send(what, 0, one);
    }

    /// Sends the request for everything that there is; `each` gets one message after the other, good until it returns.
    void dump(String what, Consumer<NetlinkAttributes> each) throws LinuxException {
        send(what, FLAG_DUMP, each);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }

    private void send(String what, int flags, Consumer<NetlinkAttributes> each) throws LinuxException {
        String call = "netlink " + name + ": " + what;
        out.set(Struct.NATIVE_32, 0, writer.end);
        out.set(Struct.NATIVE_16, 6, (short) (FLAG_REQUEST | (flags == 0 ? FLAG_ACK : flags)));
        Libc.check(Libc.send(descriptor, out.address(), writer.end, 0), call);
        boolean done = false;
        while (!done) {
            int length = Libc.check(Libc.recv(descriptor, in.address(), BUFFER_OCTETS, 0), call);
            done = read(length, call, each);
        }
    }

    /// Whether the answer has ended.
    private boolean read(int length, String call, Consumer<NetlinkAttributes> each) throws LinuxException {
        boolean done = false;
        int at = 0;
        while (length - at >= NetlinkText.HEADER_OCTETS) {
            int octets = in.get(Struct.NATIVE_32, at);
            if (octets < NetlinkText.HEADER_OCTETS || octets > length - at) {
                break;
            }
            int type = in.get(Struct.NATIVE_16, at + 4) & 0xffff;
            if (in.get(Struct.NATIVE_32, at + 8) == sequence) {
                if (type == NLMSG_ERROR || type == NLMSG_DONE) {
                    int errno = -in.get(Struct.NATIVE_32, at + NetlinkText.HEADER_OCTETS);
                    if (errno > 0) {
                        throw new LinuxException(
                                call, errno, type == NLMSG_ERROR ? NetlinkText.of(in, at, octets) : "");
                    }
                    done = true;
                } else if (octets >= HEADERS_OCTETS) {
                    each.accept(new NetlinkAttributes(in.asSlice(at + HEADERS_OCTETS, octets - HEADERS_OCTETS)));
                }
            }
            at += octets + 3 & ~3;
        }
        return done;
    }
}
