package org.prol2tp.protocol.ppp;

import java.util.Arrays;
import java.util.Optional;

/// The packets of the Extensible Authentication Protocol, RFC 3748 §4, and its type MD5-Challenge, §5.4, which does
/// what CHAP does.
///
/// ```
/// Request, Response: type (8 bits), type-data
/// Nak: the types wanted instead, 8 bits each; 0: none
/// MD5-Challenge: value size (8 bits), value, name
/// ```
final class Eap {
    static final int REQUEST = 1;
    static final int RESPONSE = 2;
    static final int SUCCESS = 3;
    static final int FAILURE = 4;

    static final int IDENTITY = 1;
    static final int NOTIFICATION = 2;
    static final int NAK = 3;
    static final int MD5_CHALLENGE = 4;
    static final int MS_CHAP_V2 = 26;

    private Eap() {}

    /// What a Request or Response holds.
    record Content(int type, byte[] data) {
        byte[] encode() {
            byte[] octets = new byte[1 + data.length];
            octets[0] = (byte) type;
            System.arraycopy(data, 0, octets, 1, data.length);
            return octets;
        }

        /// Empty if there is no type.
        static Optional<Content> decode(byte[] octets) {
            return octets.length == 0
                    ? Optional.empty()
                    : Optional.of(new Content(octets[0] & 0xFF, Arrays.copyOfRange(octets, 1, octets.length)));
        }
    }
}
