package org.prol2tp.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes numbers in network order into octets that grow.
final class Writer {
    private byte[] octets;
    private int length;

    Writer(int expectedOctets) {
        octets = new byte[expectedOctets];
    }

    int length() {
        return length;
    }

    void u8(int value) {
        room(1);
        octets[length++] = (byte) value;
    }

    void u16(int value) {
        u8(value >>> 8);
        u8(value);
    }

    void u32(long value) {
        u16((int) (value >>> 16));
        u16((int) value);
    }

    void u64(long value) {
        u32(value >>> 32);
        u32(value);
    }

    void octets(Octets value) {
        octets(value.shared());
    }

    void octets(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
    }

    /// As UTF-8.
    void text(String value) {
        octets(value.getBytes(StandardCharsets.UTF_8));
    }

    /// Overwrites the 16 bits at `at`, which are already written.
    void u16At(int at, int value) {
        octets[at] = (byte) (value >>> 8);
        octets[at + 1] = (byte) value;
    }

    /// Sets further bits in the 16 at `at`, which are already written.
    void orU16At(int at, int bits) {
        octets[at] |= (byte) (bits >>> 8);
        octets[at + 1] |= (byte) bits;
    }

    byte[] toArray() {
        return Arrays.copyOf(octets, length);
    }

    /// Takes back what was written from `from` on.
    byte[] takeBack(int from) {
        byte[] taken = Arrays.copyOfRange(octets, from, length);
        length = from;
        return taken;
    }

    private void room(int count) {
        if (length + count > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + count));
        }
    }
}
