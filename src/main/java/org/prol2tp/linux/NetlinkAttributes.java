package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Attributes of a netlink message: types and values in a row. What is not there, or too short, reads as 0.
record NetlinkAttributes(MemorySegment octets) {
    private static final int TYPE_MASK = 0x3fff;

    int number16(int type) {
        MemorySegment value = find(type);
        return value.byteSize() < 2 ? 0 : value.get(Struct.NATIVE_16, 0) & 0xffff;
    }

    int number32(int type) {
        MemorySegment value = find(type);
        return value.byteSize() < 4 ? 0 : value.get(Struct.NATIVE_32, 0);
    }

    long number64(int type) {
        MemorySegment value = find(type);
        return value.byteSize() < 8 ? 0 : value.get(Struct.NATIVE_64, 0);
    }

    byte[] octets(int type) {
        return find(type).toArray(ValueLayout.JAVA_BYTE);
    }

    /// Text up to the first zero, or to the end.
    String text(int type) {
        byte[] octets = find(type).toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < octets.length && octets[length] != 0) {
            length++;
        }
        return new String(octets, 0, length, US_ASCII);
    }

    /// The attributes that this one is made of.
    NetlinkAttributes nested(int type) {
        return new NetlinkAttributes(find(type));
    }

    private MemorySegment find(int type) {
        long at = 0;
        while (octets.byteSize() - at >= 4) {
            int length = octets.get(Struct.NATIVE_16, at) & 0xffff;
            if (length < 4 || length > octets.byteSize() - at) {
                break;
            }
            if ((octets.get(Struct.NATIVE_16, at + 2) & TYPE_MASK) == type) {
                return octets.asSlice(at + 4, length - 4);
            }
            at += length + 3 & ~3;
        }
        return octets.asSlice(0, 0);
    }
}
