package org.prol2tp.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing row of octets, network order, with what messages of L2TP and PPP frames are made of.
final class Octets {
    /// Of a control message's header.
    static final int HEADER = 12;

    private byte[] octets = new byte[64];
    private int length;

    /// An L2TPv2 control message with its Length, Ns and Nr still 0 (RFC 2661 §3.1).
    static Octets control(int tunnelId, int sessionId) {
        return new Octets()
                .u16(0xc802)
                .u16(0)
                .u16(tunnelId)
                .u16(sessionId)
                .u16(0)
                .u16(0);
    }

    Octets u8(int value) {
        if (length == octets.length) {
            octets = Arrays.copyOf(octets, length * 2);
        }
        octets[length++] = (byte) value;
        return this;
    }

    Octets u16(int value) {
        return u8(value >> 8).u8(value);
    }

    Octets u32(int value) {
        return u16(value >> 16).u16(value);
    }

    Octets bytes(byte[] value) {
        for (byte b : value) {
            u8(b);
        }
        return this;
    }

    Octets bytes(byte[] value, int count) {
        return bytes(Arrays.copyOf(value, count));
    }

    Octets text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /// A mandatory AVP of 16 bits.
    Octets avp16(int type, int value) {
        return u16(0x8008).u16(0).u16(type).u16(value);
    }

    /// A mandatory AVP of 32 bits.
    Octets avp32(int type, int value) {
        return u16(0x800a).u16(0).u16(type).u32(value);
    }

    /// A mandatory AVP of text.
    Octets avpText(int type, String value) {
        return u16(0x8000 | 6 + value.length()).u16(0).u16(type).text(value);
    }

    /// The octets so far.
    byte[] toBytes() {
        return Arrays.copyOf(octets, length);
    }

    /// A 16-bit number, network order.
    static int get16(byte[] from, int at) {
        return (from[at] & 0xff) << 8 | (from[at + 1] & 0xff);
    }

    /// A 32-bit number, network order.
    static int get32(byte[] from, int at) {
        return get16(from, at) << 16 | get16(from, at + 2);
    }

    /// The value of the first such AVP in a control message: its first 16 bits if it has no more, else its first 32; 0
    /// if
    /// it is not there.
    static int avp(byte[] message, int length, int type) {
        byte[] value = avpOctets(message, length, type);
        return value.length >= 4 ? get32(value, 0) : value.length >= 2 ? get16(value, 0) : 0;
    }

    /// The octets of its value; none if it is not there.
    static byte[] avpOctets(byte[] message, int length, int type) {
        int size;
        for (int at = HEADER; at + 6 <= length; at += Math.max(size, 6)) {
            size = get16(message, at) & 0x3ff;
            if (get16(message, at + 2) == 0 && get16(message, at + 4) == type && at + size <= length) {
                return Arrays.copyOfRange(message, at + 6, at + Math.max(size, 6));
            }
        }
        return new byte[0];
    }

    static void put16(byte[] into, int at, int value) {
        into[at] = (byte) (value >> 8);
        into[at + 1] = (byte) value;
    }
}
