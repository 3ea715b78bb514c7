package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What the kernel says in words about a netlink request that it refuses: the extended acknowledgement, for sockets
/// with NETLINK_EXT_ACK and NETLINK_CAP_ACK.
///
/// Source: linux/netlink.h.
final class NetlinkText {
    static final int HEADER_OCTETS = 16;

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int FLAG_ACK_ATTRIBUTES = 0x200;
    private static final int NLMSGERR_ATTR_MSG = 1;

    private NetlinkText() {}

    /// From now on the kernel says more on this socket, if it can.
    static void askFor(int descriptor) {
        Libc.setsockopt(descriptor, SOL_NETLINK, NETLINK_EXT_ACK, 1);
        Libc.setsockopt(descriptor, SOL_NETLINK, NETLINK_CAP_ACK, 1);
    }

    /// The words in the acknowledgement of `octets` at `message`, often none. After the error number and the header of
    /// the request there may be attributes; one of them is a text.
    static String of(MemorySegment in, int message, int octets) {
        if ((in.get(Struct.NATIVE_16, message + 6) & FLAG_ACK_ATTRIBUTES) == 0) {
            return "";
        }
        int at = message + HEADER_OCTETS + 4 + HEADER_OCTETS;
        int limit = message + octets;
        while (limit - at >= 4) {
            int length = in.get(Struct.NATIVE_16, at) & 0xffff;
            if (length < 4 || length > limit - at) {
                return "";
            }
            if (in.get(Struct.NATIVE_16, at + 2) == NLMSGERR_ATTR_MSG && length > 5) {
                return new String(in.asSlice(at + 4, length - 5).toArray(ValueLayout.JAVA_BYTE), UTF_8);
            }
            at += length + 3 & ~3;
        }
        return "";
    }
}
