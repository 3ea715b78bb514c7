package org.prol2tp.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads numbers in network order from a range of octets, from its start to its end.
///
/// Every method throws [MalformedValue] where fewer octets are left than it needs.
final class Reader {
    private final byte[] octets;
    private int end;
    private int at;

    Reader(byte[] octets, int from, int to) {
        this.octets = octets;
        this.at = from;
        this.end = to;
    }

    Reader(Octets octets) {
        this(octets.shared(), 0, octets.length());
    }

    /// Reads another range of the same octets from now on.
    Reader over(int from, int to) {
        at = from;
        end = to;
        return this;
    }

    int remaining() {
        return end - at;
    }

    int u8() {
        return octets[take(1)] & 0xff;
    }

    int u16() {
        int from = take(2);
        return ((octets[from] & 0xff) << 8) | (octets[from + 1] & 0xff);
    }

    long u32() {
        return ((long) u16() << 16) | u16();
    }

    /// 64 bits, to be read as unsigned.
    long u64() {
        return (u32() << 32) | u32();
    }

    Octets octets(int count) {
        int from = take(count);
        return Octets.of(octets, from, from + count);
    }

    Octets rest() {
        return octets(remaining());
    }

    /// What is left, as text: UTF-8, and where it is not UTF-8, one character an octet (ISO 8859-1).
    String text() {
        int count = remaining();
        int from = take(count);
        if (isAscii(from, count)) {
            return new String(octets, from, count, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, count))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(octets, from, count, StandardCharsets.ISO_8859_1);
        }
    }

    private boolean isAscii(int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private int take(int count) {
        if (count > end - at) {
            throw MalformedValue.ofLength("too short: " + (end - at) + " octets left of " + count);
        }
        int from = at;
        at += count;
        return from;
    }
}
