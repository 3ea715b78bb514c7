package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The packets of the Password Authentication Protocol, RFC 1334 §2.2. Texts are UTF-8, 0..255 octets.
final class Pap {
    static final int REQUEST = 1;
    static final int ACK = 2;
    static final int NAK = 3;

    /// The longest name, password or message: its length is one octet.
    static final int MAX_TEXT_OCTETS = 255;

    private Pap() {}

    /// What a request says. Prints without the password.
    record Credentials(String peerId, byte[] password) {
        @Override
        public String toString() {
            return peerId + " …";
        }
    }

    static byte[] encodeRequest(String peerId, byte[] password) {
        byte[] name = cut(peerId.getBytes(StandardCharsets.UTF_8));
        byte[] secret = cut(password);
        byte[] data = new byte[2 + name.length + secret.length];
        data[0] = (byte) name.length;
        System.arraycopy(name, 0, data, 1, name.length);
        data[1 + name.length] = (byte) secret.length;
        System.arraycopy(secret, 0, data, 2 + name.length, secret.length);
        return data;
    }

    /// Empty if a length points beyond the packet.
    static Optional<Credentials> decodeRequest(byte[] data) {
        int nameLength = data.length == 0 ? 0 : data[0] & 0xFF;
        if (data.length < 2 + nameLength) {
            return Optional.empty();
        }
        int passwordAt = 2 + nameLength;
        int passwordLength = data[1 + nameLength] & 0xFF;
        if (data.length < passwordAt + passwordLength) {
            return Optional.empty();
        }
        return Optional.of(new Credentials(
                new String(data, 1, nameLength, StandardCharsets.UTF_8),
                Arrays.copyOfRange(data, passwordAt, passwordAt + passwordLength)));
    }

    static byte[] encodeMessage(String message) {
        byte[] text = cut(message.getBytes(StandardCharsets.UTF_8));
        byte[] data = new byte[1 + text.length];
        data[0] = (byte) text.length;
        System.arraycopy(text, 0, data, 1, text.length);
        return data;
    }

    /// What can be read of a message; many peers leave out the length octet where there is none.
    static String decodeMessage(byte[] data) {
        int length = data.length == 0 ? 0 : Math.min(data[0] & 0xFF, data.length - 1);
        return length == 0 ? "" : Printable.of(data, 1, length);
    }

    private static byte[] cut(byte[] text) {
        return text.length <= MAX_TEXT_OCTETS ? text : Arrays.copyOf(text, MAX_TEXT_OCTETS);
    }
}
