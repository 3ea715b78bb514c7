package org.prol2tp.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// struct virtio_net_hdr as a [Tun] with offload reads and writes it: [Tun#HEADER_OCTETS] in front of each packet.
/// Positions count from the beginning of the packet.
public final class VirtioHeader {
    public static final int GSO_NONE = 0;
    public static final int GSO_TCP_IPV4 = 1;
    public static final int GSO_TCP_IPV6 = 4;
    public static final int GSO_UDP = 5;

    private static final int NEEDS_CHECKSUM = 1;
    /// The sender marks congestion; says nothing about where to cut.
    private static final int GSO_ECN = 0x80;

    private static final int GSO_TYPE = 1;
    private static final int HEADER_LENGTH = 2;
    private static final int GSO_SIZE = 4;
    private static final int CHECKSUM_START = 6;
    private static final int CHECKSUM_OFFSET = 8;

    private VirtioHeader() {}

    /// Whether the checksum at [#checksumStart] + [#checksumOffset] holds the pseudo header's sum only.
    public static boolean needsChecksum(MemorySegment memory, long at) {
        return (memory.get(ValueLayout.JAVA_BYTE, at) & NEEDS_CHECKSUM) != 0;
    }

    /// One of the GSO constants, or a number that is none of them.
    public static int gsoType(MemorySegment memory, long at) {
        return memory.get(ValueLayout.JAVA_BYTE, at + GSO_TYPE) & 0xff & ~GSO_ECN;
    }

    /// Payload octets of each segment but the last.
    public static int gsoSize(MemorySegment memory, long at) {
        return memory.get(Struct.NATIVE_16, at + GSO_SIZE) & 0xffff;
    }

    /// Where the TCP or UDP header begins.
    public static int checksumStart(MemorySegment memory, long at) {
        return memory.get(Struct.NATIVE_16, at + CHECKSUM_START) & 0xffff;
    }

    /// Where in that header the checksum is.
    public static int checksumOffset(MemorySegment memory, long at) {
        return memory.get(Struct.NATIVE_16, at + CHECKSUM_OFFSET) & 0xffff;
    }

    /// Says: one packet, complete.
    public static void writePlain(MemorySegment memory, long at) {
        memory.set(Struct.NATIVE_64, at, 0);
        memory.set(Struct.NATIVE_16, at + CHECKSUM_OFFSET, (short) 0);
    }

    /// Says: a row of segments of `gsoSize` payload octets, whose checksum holds the pseudo header's sum only.
    ///
    /// @param headerLength of all headers
    public static void writeRow(
            MemorySegment memory,
            long at,
            int gsoType,
            int gsoSize,
            int headerLength,
            int checksumStart,
            int checksumOffset) {
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) NEEDS_CHECKSUM);
        memory.set(ValueLayout.JAVA_BYTE, at + GSO_TYPE, (byte) gsoType);
        memory.set(Struct.NATIVE_16, at + HEADER_LENGTH, (short) headerLength);
        memory.set(Struct.NATIVE_16, at + GSO_SIZE, (short) gsoSize);
        memory.set(Struct.NATIVE_16, at + CHECKSUM_START, (short) checksumStart);
        memory.set(Struct.NATIVE_16, at + CHECKSUM_OFFSET, (short) checksumOffset);
    }
}
