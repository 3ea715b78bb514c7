package org.prol2tp.protocol.wire;

import static org.prol2tp.protocol.wire.HeaderBits.L;
import static org.prol2tp.protocol.wire.HeaderBits.O;
import static org.prol2tp.protocol.wire.HeaderBits.P;
import static org.prol2tp.protocol.wire.HeaderBits.S;
import static org.prol2tp.protocol.wire.HeaderBits.T;
import static org.prol2tp.protocol.wire.HeaderBits.V2;
import static org.prol2tp.protocol.wire.HeaderBits.VERSION;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The header of an L2TPv2 data message, read and written in place, without allocation: in a `byte[]` and
/// in native memory alike.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |0|L|0 0|S|0|O|P|0 0 0 0|  Ver 2  |        Length (if L)          |
/// |           Tunnel ID             |          Session ID           |
/// |           Ns (if S)             |          Nr (if S)            |
/// |      Offset Size (if O)         |    padding …, then the frame  |
/// ```
///
/// To read a message: [#payloadAt] first, which checks everything; if it is not [#MALFORMED], the other
/// methods are safe. `at` is where the header begins, `octets` how long the datagram is. What follows the
/// Length is padding.
///
/// Source: RFC 2661 §3.1.
public final class DataHeader {
    /// No data message of L2TPv2, or one whose header says more octets than there are.
    public static final int MALFORMED = -1;

    /// A header with every field but without offset padding.
    public static final int MAX_OCTETS = 14;

    private static final int LENGTH_AT = 2;

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SEGMENT_U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private DataHeader() {}

    /// Where the frame begins, counted from the start of `datagram`; [#MALFORMED] if this is no data
    /// message.
    public static int payloadAt(byte[] datagram, int at, int octets) {
        if (octets < 6) {
            return MALFORMED;
        }
        int bits = u16(datagram, at);
        int end = (bits & L) == 0 ? octets : u16(datagram, at + LENGTH_AT);
        int header = headerOctets(bits);
        if ((bits & (T | VERSION)) != V2 || end > octets || header > end) {
            return MALFORMED;
        }
        if ((bits & O) != 0) {
            header += u16(datagram, at + header - 2);
        }
        return header > end ? MALFORMED : at + header;
    }

    /// Where the frame begins, counted from the start of `datagram`; [#MALFORMED] if this is no data
    /// message.
    public static long payloadAt(MemorySegment datagram, long at, int octets) {
        if (octets < 6) {
            return MALFORMED;
        }
        int bits = u16(datagram, at);
        int end = (bits & L) == 0 ? octets : u16(datagram, at + LENGTH_AT);
        int header = headerOctets(bits);
        if ((bits & (T | VERSION)) != V2 || end > octets || header > end) {
            return MALFORMED;
        }
        if ((bits & O) != 0) {
            header += u16(datagram, at + header - 2);
        }
        return header > end ? MALFORMED : at + header;
    }

    /// Length of the frame that begins at `payloadAt`.
    public static int payloadOctets(byte[] datagram, int at, int octets, int payloadAt) {
        int end = (u16(datagram, at) & L) == 0 ? octets : u16(datagram, at + LENGTH_AT);
        return at + end - payloadAt;
    }

    /// Length of the frame that begins at `payloadAt`.
    public static int payloadOctets(MemorySegment datagram, long at, int octets, long payloadAt) {
        int end = (u16(datagram, at) & L) == 0 ? octets : u16(datagram, at + LENGTH_AT);
        return (int) (at + end - payloadAt);
    }

    /// Whether the T bit says control. Needs one octet.
    public static boolean isControl(byte[] datagram, int at) {
        return datagram[at] < 0;
    }

    /// Whether the T bit says control. Needs one octet.
    public static boolean isControl(MemorySegment datagram, long at) {
        return datagram.get(ValueLayout.JAVA_BYTE, at) < 0;
    }

    public static int tunnelId(byte[] datagram, int at) {
        return u16(datagram, at + tunnelIdAt(u16(datagram, at)));
    }

    public static int tunnelId(MemorySegment datagram, long at) {
        return u16(datagram, at + tunnelIdAt(u16(datagram, at)));
    }

    public static int sessionId(byte[] datagram, int at) {
        return u16(datagram, at + tunnelIdAt(u16(datagram, at)) + 2);
    }

    public static int sessionId(MemorySegment datagram, long at) {
        return u16(datagram, at + tunnelIdAt(u16(datagram, at)) + 2);
    }

    /// Whether there are Ns and Nr.
    public static boolean isSequenced(byte[] datagram, int at) {
        return (u16(datagram, at) & S) != 0;
    }

    /// Whether there are Ns and Nr.
    public static boolean isSequenced(MemorySegment datagram, long at) {
        return (u16(datagram, at) & S) != 0;
    }

    /// Whether the sender asks for preference (LCP echoes, say).
    public static boolean isPriority(byte[] datagram, int at) {
        return (u16(datagram, at) & P) != 0;
    }

    /// Whether the sender asks for preference (LCP echoes, say).
    public static boolean isPriority(MemorySegment datagram, long at) {
        return (u16(datagram, at) & P) != 0;
    }

    /// 0..65535; only if [#isSequenced]. The Nr after it means nothing in a data message (RFC 2661 §5.4).
    public static int ns(byte[] datagram, int at) {
        return u16(datagram, at + tunnelIdAt(u16(datagram, at)) + 4);
    }

    /// 0..65535; only if [#isSequenced]. The Nr after it means nothing in a data message (RFC 2661 §5.4).
    public static int ns(MemorySegment datagram, long at) {
        return u16(datagram, at + tunnelIdAt(u16(datagram, at)) + 4);
    }

    /// Length of the header that [#write] makes.
    public static int octets(boolean withLength, boolean sequenced) {
        return headerOctets((withLength ? L : 0) | (sequenced ? S : 0));
    }

    /// Writes a header without Length and returns its length: 6, or 10 with `ns`.
    ///
    /// @param ns 0..65535; negative: no sequence numbers
    public static int write(byte[] to, int at, int tunnelId, int sessionId, int ns) {
        put(to, at, ns < 0 ? V2 : S | V2);
        put(to, at + 2, tunnelId);
        put(to, at + 4, sessionId);
        if (ns < 0) {
            return 6;
        }
        put(to, at + 6, ns);
        put(to, at + 8, 0);
        return 10;
    }

    /// Writes a header without Length and returns its length: 6, or 10 with `ns`.
    ///
    /// @param ns 0..65535; negative: no sequence numbers
    public static int write(MemorySegment to, long at, int tunnelId, int sessionId, int ns) {
        put(to, at, ns < 0 ? V2 : S | V2);
        put(to, at + 2, tunnelId);
        put(to, at + 4, sessionId);
        if (ns < 0) {
            return 6;
        }
        put(to, at + 6, ns);
        put(to, at + 8, 0);
        return 10;
    }

    /// Writes a header with Length and returns its length: 8, or 12 with `ns`.
    ///
    /// @param ns 0..65535; negative: no sequence numbers
    /// @param payloadOctets what will follow
    public static int writeWithLength(
            byte[] to, int at, int tunnelId, int sessionId, int ns, boolean priority, int payloadOctets) {
        int header = octets(true, ns >= 0);
        put(to, at, (ns < 0 ? 0 : S) | L | (priority ? P : 0) | V2);
        put(to, at + LENGTH_AT, header + payloadOctets);
        put(to, at + 4, tunnelId);
        put(to, at + 6, sessionId);
        if (ns >= 0) {
            put(to, at + 8, ns);
            put(to, at + 10, 0);
        }
        return header;
    }

    /// Writes a header with Length and returns its length: 8, or 12 with `ns`.
    ///
    /// @param ns 0..65535; negative: no sequence numbers
    /// @param payloadOctets what will follow
    public static int writeWithLength(
            MemorySegment to, long at, int tunnelId, int sessionId, int ns, boolean priority, int payloadOctets) {
        int header = octets(true, ns >= 0);
        put(to, at, (ns < 0 ? 0 : S) | L | (priority ? P : 0) | V2);
        put(to, at + LENGTH_AT, header + payloadOctets);
        put(to, at + 4, tunnelId);
        put(to, at + 6, sessionId);
        if (ns >= 0) {
            put(to, at + 8, ns);
            put(to, at + 10, 0);
        }
        return header;
    }

    /// One line, for [Text].
    static String print(byte[] datagram, int at, int octets) {
        int payloadAt = payloadAt(datagram, at, octets);
        if (payloadAt == MALFORMED) {
            return "data!(" + octets + " octets)";
        }
        return "data tunnel=" + tunnelId(datagram, at) + " session=" + sessionId(datagram, at)
                + (isSequenced(datagram, at) ? " ns=" + ns(datagram, at) : "")
                + (isPriority(datagram, at) ? " priority" : "")
                + " payload=" + payloadOctets(datagram, at, octets, payloadAt);
    }

    private static int tunnelIdAt(int bits) {
        return (bits & L) == 0 ? 2 : 4;
    }

    /// Without the padding that an Offset Size announces.
    private static int headerOctets(int bits) {
        return 6 + ((bits & L) == 0 ? 0 : 2) + ((bits & S) == 0 ? 0 : 4) + ((bits & O) == 0 ? 0 : 2);
    }

    private static int u16(byte[] octets, int at) {
        return (short) U16.get(octets, at) & 0xffff;
    }

    private static int u16(MemorySegment octets, long at) {
        return octets.get(SEGMENT_U16, at) & 0xffff;
    }

    private static void put(byte[] octets, int at, int value) {
        U16.set(octets, at, (short) value);
    }

    private static void put(MemorySegment octets, long at, int value) {
        octets.set(SEGMENT_U16, at, (short) value);
    }
}
