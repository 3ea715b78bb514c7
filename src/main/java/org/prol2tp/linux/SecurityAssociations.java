package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The IPsec security associations that the kernel has, read over netlink (xfrm).
///
/// ```
/// answer: nlmsghdr (16) | xfrm_usersa_info (224): selector 56, daddr 16, spi 4, proto 1 …, saddr 16 at 80, …, family 2
/// at 212
/// ```
///
/// Source: linux/xfrm.h.
public final class SecurityAssociations {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_XFRM = 6;
    private static final int XFRM_MSG_NEWSA = 0x10;
    private static final int XFRM_MSG_GETSA = 0x12;
    private static final int FLAG_REQUEST_DUMP = 0x1 | 0x300;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int HEADER_OCTETS = 16;
    private static final int REQUEST_OCTETS = HEADER_OCTETS + 24;
    private static final int BUFFER_OCTETS = 65_536;
    private static final int DESTINATION_AT = HEADER_OCTETS + 56;
    private static final int PROTOCOL_AT = DESTINATION_AT + 20;
    private static final int SOURCE_AT = HEADER_OCTETS + 80;
    private static final int FAMILY_AT = HEADER_OCTETS + 212;
    private static final int ESP = 50;

    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SecurityAssociations() {}

    /// Takes an association: between which addresses, an IPv4 address in the low 32 bits.
    public interface Taker {
        void take(boolean ipv6, long sourceHigh, long sourceLow, long destinationHigh, long destinationLow);
    }

    /// Has the kernel load what configures IPsec, if it is a module; nothing if it has no such thing.
    static void loadModule() {
        int descriptor = Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_XFRM);
        if (descriptor >= 0) {
            Libc.close(descriptor);
        }
    }

    /// Gives every association of ESP.
    ///
    /// @throws LinuxException if the kernel has no IPsec or does not tell
    public static void forEachOfEsp(Taker taker) throws LinuxException {
        int descriptor =
                Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_XFRM), "socket(AF_NETLINK, xfrm)");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_OCTETS, 8);
            request.set(ValueLayout.JAVA_INT, 0, REQUEST_OCTETS);
            request.set(ValueLayout.JAVA_SHORT, 4, (short) XFRM_MSG_GETSA);
            request.set(ValueLayout.JAVA_SHORT, 6, (short) FLAG_REQUEST_DUMP);
            Libc.check(Libc.send(descriptor, request.address(), REQUEST_OCTETS, 0), "send(xfrm)");
            MemorySegment answer = arena.allocate(BUFFER_OCTETS, 8);
            boolean more = true;
            while (more) {
                int length = Libc.check(Libc.recv(descriptor, answer.address(), BUFFER_OCTETS, 0), "recv(xfrm)");
                more = read(answer, length, taker);
            }
        } finally {
            Libc.close(descriptor);
        }
    }

    /// Reads the messages of one answer; false: there is no more.
    private static boolean read(MemorySegment answer, int length, Taker taker) throws LinuxException {
        int at = 0;
        while (at + HEADER_OCTETS <= length) {
            int octets = answer.get(ValueLayout.JAVA_INT, at);
            switch (answer.get(ValueLayout.JAVA_SHORT, at + 4)) {
                case NLMSG_DONE -> {
                    return false;
                }
                case NLMSG_ERROR ->
                    throw new LinuxException(
                            "xfrm: get associations", -answer.get(ValueLayout.JAVA_INT, at + HEADER_OCTETS));
                case XFRM_MSG_NEWSA -> take(answer, at, taker);
                default -> {
                    // Of no interest.
                }
            }
            at += Math.max(HEADER_OCTETS, octets + 3 & ~3);
        }
        return true;
    }

    private static void take(MemorySegment answer, int at, Taker taker) {
        if ((answer.get(ValueLayout.JAVA_BYTE, at + PROTOCOL_AT) & 0xff) != ESP) {
            return;
        }
        if (answer.get(ValueLayout.JAVA_SHORT, at + FAMILY_AT) == SocketAddress.AF_INET6) {
            taker.take(
                    true,
                    answer.get(U64, at + SOURCE_AT),
                    answer.get(U64, at + SOURCE_AT + 8),
                    answer.get(U64, at + DESTINATION_AT),
                    answer.get(U64, at + DESTINATION_AT + 8));
        } else {
            taker.take(
                    false,
                    0,
                    Integer.toUnsignedLong(answer.get(U32, at + SOURCE_AT)),
                    0,
                    Integer.toUnsignedLong(answer.get(U32, at + DESTINATION_AT)));
        }
    }
}
