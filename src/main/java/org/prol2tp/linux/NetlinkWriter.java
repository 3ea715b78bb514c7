package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Writes the attributes of netlink messages; [NetlinkAttributes] reads them. Each has its length and type, 16 bits
/// each, and a value that zeroes fill up to a multiple of 4 octets.
///
/// Source: linux/netlink.h.
final class NetlinkWriter {
    final MemorySegment out;
    /// Behind what is written.
    int end;

    NetlinkWriter(MemorySegment out) {
        this.out = out;
    }

    /// An attribute's header and room for its value, all zeroes.
    ///
    /// @return where the value is
    int attribute(int type, int octets) {
        int at = end + 4;
        out.set(Struct.NATIVE_16, end, (short) (4 + octets));
        out.set(Struct.NATIVE_16, end + 2, (short) type);
        int padded = octets + 3 & ~3;
        out.asSlice(at, padded).fill((byte) 0);
        end = at + padded;
        return at;
    }

    void put8(int type, int value) {
        out.set(ValueLayout.JAVA_BYTE, attribute(type, 1), (byte) value);
    }

    void put16(int type, int value) {
        out.set(Struct.NATIVE_16, attribute(type, 2), (short) value);
    }

    void put32(int type, int value) {
        out.set(Struct.NATIVE_32, attribute(type, 4), value);
    }

    void put64(int type, long value) {
        out.set(Struct.NATIVE_64, attribute(type, 8), value);
    }

    /// With a zero behind it.
    void put(int type, String text) {
        byte[] octets = text.getBytes(US_ASCII);
        MemorySegment.copy(octets, 0, out, ValueLayout.JAVA_BYTE, attribute(type, octets.length + 1), octets.length);
    }

    void put(int type, byte[] octets) {
        MemorySegment.copy(octets, 0, out, ValueLayout.JAVA_BYTE, attribute(type, octets.length), octets.length);
    }

    /// An attribute that is made of those that follow, up to [#endNest].
    ///
    /// @return what to end it with
    int beginNest(int type) {
        int nest = end;
        attribute(type, 0);
        return nest;
    }

    void endNest(int nest) {
        out.set(Struct.NATIVE_16, nest, (short) (end - nest));
    }
}
