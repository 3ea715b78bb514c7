package org.prol2tp.protocol.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Hides values of AVPs and reveals them: a stream cipher out of MD5, a shared secret and a Random
/// Vector.
///
/// The plain octets are the value's length (16 bits), the value, and any padding. Each block of 16 is
/// combined with a digest by exclusive or: the first with MD5(attribute type, secret, random vector),
/// each further one with MD5(secret, the hidden block before it).
///
/// Source: RFC 2661 §4.3.
final class HiddenAvp {
    private static final int BLOCK = 16;
    private static final int LENGTH_OCTETS = 2;

    private HiddenAvp() {}

    /// The hidden form of `value`.
    static Octets hide(int type, Octets secret, Octets randomVector, Octets value, Octets padding) {
        Writer writer = new Writer(LENGTH_OCTETS + value.length() + padding.length());
        writer.u16(value.length());
        writer.octets(value);
        writer.octets(padding);
        byte[] octets = writer.toArray();
        byte[] digest = firstDigest(type, secret, randomVector);
        for (int at = 0; at < octets.length; at += BLOCK) {
            combine(octets, at, digest);
            digest = nextDigest(secret, octets, at);
        }
        return Octets.of(octets);
    }

    /// The value that was hidden. Throws [MalformedValue] if it cannot have been hidden with these.
    static Octets reveal(int type, Octets secret, Octets randomVector, Octets hidden) {
        if (hidden.length() < LENGTH_OCTETS) {
            throw MalformedValue.ofLength("hidden value of " + hidden.length() + " octets");
        }
        byte[] octets = hidden.toArray();
        byte[] digest = firstDigest(type, secret, randomVector);
        for (int at = 0; at < octets.length; at += BLOCK) {
            byte[] next = nextDigest(secret, octets, at);
            combine(octets, at, digest);
            digest = next;
        }
        // The length is what the cipher made of it: with another secret it is anything.
        int length = ((octets[0] & 0xff) << 8) | (octets[1] & 0xff);
        if (length > octets.length - LENGTH_OCTETS) {
            throw new MalformedValue("hidden with another secret, or damaged");
        }
        return Octets.of(octets, LENGTH_OCTETS, LENGTH_OCTETS + length);
    }

    private static byte[] firstDigest(int type, Octets secret, Octets randomVector) {
        MessageDigest md5 = md5();
        md5.update((byte) (type >>> 8));
        md5.update((byte) type);
        md5.update(secret.shared());
        md5.update(randomVector.shared());
        return md5.digest();
    }

    private static byte[] nextDigest(Octets secret, byte[] hidden, int at) {
        int count = Math.min(BLOCK, hidden.length - at);
        if (at + count == hidden.length) {
            return new byte[0];
        }
        MessageDigest md5 = md5();
        md5.update(secret.shared());
        md5.update(hidden, at, count);
        return md5.digest();
    }

    private static void combine(byte[] octets, int at, byte[] digest) {
        for (int i = 0; i < BLOCK && at + i < octets.length; i++) {
            octets[at + i] ^= digest[i];
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
