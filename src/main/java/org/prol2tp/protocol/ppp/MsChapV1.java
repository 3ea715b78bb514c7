package org.prol2tp.protocol.ppp;

import java.security.MessageDigest;
import java.util.Arrays;

/// The arithmetic of MS-CHAP, RFC 2433. The LAN Manager response, which gives the password away, is neither sent nor
/// taken.
final class MsChapV1 {
    /// Octets of a response's value: LAN Manager response (24), NT response (24), flag (1). RFC 2433 §5.
    static final int RESPONSE_OCTETS = 49;

    static final int CHALLENGE_OCTETS = 8;

    private static final int NT_RESPONSE_AT = 24;

    private static final int NT_RESPONSE_OCTETS = 24;

    private static final int FLAG_AT = 48;

    /// The NT response is there, and to be used.
    private static final byte USE_NT_RESPONSE = 1;

    private MsChapV1() {}

    /// The value of a response packet.
    static byte[] response(byte[] challenge, byte[] password) {
        byte[] value = new byte[RESPONSE_OCTETS];
        System.arraycopy(ntResponse(challenge, password), 0, value, NT_RESPONSE_AT, NT_RESPONSE_OCTETS);
        value[FLAG_AT] = USE_NT_RESPONSE;
        return value;
    }

    /// Whether `value`, [#RESPONSE_OCTETS] long, has an NT response made with this password. Takes the same time
    /// either way.
    static boolean isRight(byte[] value, byte[] challenge, byte[] password) {
        byte[] said = Arrays.copyOfRange(value, NT_RESPONSE_AT, NT_RESPONSE_AT + NT_RESPONSE_OCTETS);
        boolean isEqual = MessageDigest.isEqual(ntResponse(challenge, password), said);
        return isEqual && value[FLAG_AT] == USE_NT_RESPONSE;
    }

    /// RFC 2433 §A.2: the challenge encrypted with the hash of the password.
    static byte[] ntResponse(byte[] challenge, byte[] password) {
        return MsChapV2.challengeResponse(challenge, MsChapV2.passwordHash(password));
    }
}
