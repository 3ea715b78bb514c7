package org.prol2tp.protocol.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The header of an L2TPv3 data message, read and written in place, without allocation.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |0|0 0 0 0 0 0 0 0 0 0 0|  Ver 3  |  reserved: this line: UDP only |
/// |                          Session ID                           |
/// |              Cookie: none, 32 or 64 bits …                    |
/// |0|S|0 0 0 0 0 0|  Sequence Number: default sublayer, if there is  |
/// ```
///
/// The Session ID alone tells how long the cookie is and whether there is a sublayer: whoever reads finds
/// the session first. In all methods but [#isV3] `at` is where the Session ID is: [#UDP_PREFIX_OCTETS]
/// after the start of a UDP datagram, the start itself where IP carries the message. The caller sees to it
/// that there are as many octets as [#octets] says.
///
/// Source: RFC 3931 §4.1.1.1, §4.1.2.1, §4.6.
public final class SessionHeader {
    /// What UDP has before the Session ID, to tell the version.
    public static final int UDP_PREFIX_OCTETS = 4;

    /// Those of the Session ID.
    public static final int SESSION_ID_OCTETS = 4;

    /// Those of the default L2-specific sublayer.
    public static final int SUBLAYER_OCTETS = 4;

    /// With everything, over UDP.
    public static final int MAX_OCTETS = UDP_PREFIX_OCTETS + SESSION_ID_OCTETS + 8 + SUBLAYER_OCTETS;

    /// How many sequence numbers there are.
    public static final int SEQUENCE_NUMBERS = 1 << 24;

    private static final int S = 0x4000_0000;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SessionHeader() {}

    /// Whether a UDP datagram is a data message of L2TPv3. Needs two octets.
    public static boolean isV3(MemorySegment datagram, long at) {
        return datagram.get(ValueLayout.JAVA_BYTE, at) >= 0
                && (datagram.get(ValueLayout.JAVA_BYTE, at + 1) & HeaderBits.VERSION) == HeaderBits.V3;
    }

    /// Length of Session ID, cookie and sublayer.
    ///
    /// @param cookieOctets 0, 4 or 8
    public static int octets(int cookieOctets, boolean sublayer) {
        return SESSION_ID_OCTETS + cookieOctets + (sublayer ? SUBLAYER_OCTETS : 0);
    }

    /// 0 is no session's: where IP carries the message it is a control message then.
    public static int sessionId(MemorySegment message, long at) {
        return message.get(U32, at);
    }

    /// The cookie, in the low bits.
    ///
    /// @param cookieOctets 0, 4 or 8
    public static long cookie(MemorySegment message, long at, int cookieOctets) {
        return switch (cookieOctets) {
            case 0 -> 0;
            case 4 -> message.get(U32, at + SESSION_ID_OCTETS) & 0xffff_ffffL;
            default -> message.get(U64, at + SESSION_ID_OCTETS);
        };
    }

    /// The sequence number in the default sublayer, 0..2^24-1; negative: it has none.
    public static int sequence(MemorySegment message, long at, int cookieOctets) {
        int sublayer = message.get(U32, at + SESSION_ID_OCTETS + cookieOctets);
        return (sublayer & S) == 0 ? -1 : sublayer & SEQUENCE_NUMBERS - 1;
    }

    /// Writes what goes before the Session ID in a UDP datagram, at its start.
    public static void writeUdpPrefix(MemorySegment to, long at) {
        to.set(U32, at, HeaderBits.V3 << 16);
    }

    /// Writes Session ID and cookie, and returns their length.
    ///
    /// @param cookie in the low bits
    /// @param cookieOctets 0, 4 or 8
    public static int write(MemorySegment to, long at, int sessionId, long cookie, int cookieOctets) {
        to.set(U32, at, sessionId);
        switch (cookieOctets) {
            case 0 -> {
                // Nothing to write.
            }
            case 4 -> to.set(U32, at + SESSION_ID_OCTETS, (int) cookie);
            default -> to.set(U64, at + SESSION_ID_OCTETS, cookie);
        }
        return SESSION_ID_OCTETS + cookieOctets;
    }

    /// Writes the default sublayer, which follows the cookie.
    ///
    /// @param sequence 0..2^24-1; negative: no sequence number
    public static void writeSublayer(MemorySegment to, long at, int cookieOctets, int sequence) {
        to.set(U32, at + SESSION_ID_OCTETS + cookieOctets, sequence < 0 ? 0 : S | sequence & SEQUENCE_NUMBERS - 1);
    }

    /// One line, for [Text]: of a UDP datagram.
    static String print(MemorySegment datagram) {
        long rest = datagram.byteSize() - UDP_PREFIX_OCTETS - SESSION_ID_OCTETS;
        if (rest < 0) {
            return "data!(" + datagram.byteSize() + " octets)";
        }
        return "data session=" + Integer.toUnsignedString(sessionId(datagram, UDP_PREFIX_OCTETS)) + " rest=" + rest;
    }
}
