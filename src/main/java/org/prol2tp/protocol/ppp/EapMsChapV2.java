package org.prol2tp.protocol.ppp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// MS-CHAPv2 inside of EAP, as the peer says and hears it. The authenticator proves itself too.
///
/// ```
/// Challenge, Response: code (8 bits), identifier (8), length (16, of all this), value size (8), value, name
/// Success, Failure of the authenticator: code, identifier, length, text; the peer answers with the code alone
/// ```
///
/// Source: draft-kamath-pppext-eap-mschapv2-02 §2; RFC 2759.
final class EapMsChapV2 {
    static final int CHALLENGE = 1;
    static final int RESPONSE = 2;
    static final int SUCCESS = 3;
    static final int FAILURE = 4;

    private static final int HEADER_OCTETS = 4;

    private EapMsChapV2() {}

    /// What the authenticator wants answered.
    ///
    /// @param identifier 8 bits
    /// @param challenge 16 octets
    record Challenge(int identifier, byte[] challenge, String name) {
        /// Type-data of the answer: to be 49 octets of [MsChapV2#response] and our name.
        byte[] answer(byte[] value, byte[] name) {
            return ByteBuffer.allocate(HEADER_OCTETS + 1 + value.length + name.length)
                    .put((byte) RESPONSE)
                    .put((byte) identifier)
                    .putShort((short) (HEADER_OCTETS + 1 + value.length + name.length))
                    .put((byte) value.length)
                    .put(value)
                    .put(name)
                    .array();
        }
    }

    /// Empty: this type-data is none.
    static Optional<Challenge> challenge(byte[] data) {
        if (code(data) != CHALLENGE || data.length < HEADER_OCTETS) {
            return Optional.empty();
        }
        byte[] rest = Arrays.copyOfRange(data, HEADER_OCTETS, data.length);
        return Chap.Value.decode(rest)
                .filter(it -> it.value().length == MsChapV2.CHALLENGE_OCTETS)
                .map(it -> new Challenge(data[1] & 0xFF, it.value(), it.nameText()));
    }

    /// 0: there is none.
    static int code(byte[] data) {
        return data.length == 0 ? 0 : data[0] & 0xFF;
    }

    /// Whether the text of a Success begins with `S=` and these digits.
    static boolean proves(byte[] data, String expected) {
        if (expected.isEmpty() || data.length < HEADER_OCTETS + expected.length()) {
            return false;
        }
        String said = new String(data, HEADER_OCTETS, expected.length(), StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.ISO_8859_1),
                said.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1));
    }
}
