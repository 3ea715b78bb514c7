package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The packets of the Challenge Handshake Authentication Protocol, RFC 1994 §4, and the arithmetic of its
/// MD5 kind.
final class Chap {
    static final int CHALLENGE = 1;
    static final int RESPONSE = 2;
    static final int SUCCESS = 3;
    static final int FAILURE = 4;

    /// Of our challenges.
    static final int CHALLENGE_OCTETS = 16;

    static final int MD5_OCTETS = 16;

    private Chap() {}

    /// The data of a challenge or response: value size (8 bits), value (1..255 octets), name (the rest).
    record Value(byte[] value, byte[] name) {
        String nameText() {
            return new String(name, StandardCharsets.UTF_8);
        }

        byte[] encode() {
            byte[] data = new byte[1 + value.length + name.length];
            data[0] = (byte) value.length;
            System.arraycopy(value, 0, data, 1, value.length);
            System.arraycopy(name, 0, data, 1 + value.length, name.length);
            return data;
        }

        /// Empty if the value is empty or goes beyond the packet.
        static Optional<Value> decode(byte[] data) {
            int size = data.length == 0 ? 0 : data[0] & 0xFF;
            if (size == 0 || data.length < 1 + size) {
                return Optional.empty();
            }
            return Optional.of(
                    new Value(Arrays.copyOfRange(data, 1, 1 + size), Arrays.copyOfRange(data, 1 + size, data.length)));
        }
    }

    /// RFC 1994 §4.1: the digest of identifier, secret and challenge.
    static byte[] md5Response(int identifier, byte[] secret, byte[] challenge) {
        return Digests.digest("MD5", new byte[] {(byte) identifier}, secret, challenge);
    }
}
