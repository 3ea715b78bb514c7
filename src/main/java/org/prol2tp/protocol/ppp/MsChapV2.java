package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// The arithmetic of MS-CHAPv2, RFC 2759 §8. Passwords are UTF-8 here and UTF-16 inside, as the RFC hashes
/// them.
final class MsChapV2 {
    /// Octets of a response's value: peer challenge (16), reserved (8), NT response (24), flags (1). RFC
    /// 2759 §4.
    static final int RESPONSE_OCTETS = 49;

    static final int CHALLENGE_OCTETS = 16;

    private static final int NT_RESPONSE_AT = 24;

    private static final int NT_RESPONSE_OCTETS = 24;

    private static final byte[] SIGNING_TEXT = ascii("Magic server to client signing constant");

    private static final byte[] PADDING_TEXT = ascii("Pad to make it do more than one iteration");

    private MsChapV2() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The value of a response packet. `userName` may begin with a domain and a backslash, which is not
    /// hashed.
    static byte[] response(byte[] challenge, byte[] peerChallenge, byte[] userName, byte[] password) {
        byte[] value = new byte[RESPONSE_OCTETS];
        System.arraycopy(peerChallenge, 0, value, 0, CHALLENGE_OCTETS);
        byte[] ntResponse = ntResponse(challenge, peerChallenge, userName, password);
        System.arraycopy(ntResponse, 0, value, NT_RESPONSE_AT, NT_RESPONSE_OCTETS);
        return value;
    }

    /// Whether `value`, [#RESPONSE_OCTETS] long, was made with this password. Takes the same time either
    /// way.
    static boolean isRight(byte[] value, byte[] challenge, byte[] userName, byte[] password) {
        byte[] expected = ntResponse(challenge, peerChallenge(value), userName, password);
        return MessageDigest.isEqual(expected, ntResponseOf(value));
    }

    /// `S=` and 40 hexadecimal digits, by which the authenticator proves that it knows the password too.
    /// RFC 2759 §8.7.
    static String authenticatorResponse(byte[] value, byte[] challenge, byte[] userName, byte[] password) {
        byte[] hashOfHash = Md4.digest(passwordHash(password));
        byte[] digest = sha1(hashOfHash, ntResponseOf(value), SIGNING_TEXT);
        byte[] proof = sha1(digest, challengeHash(peerChallenge(value), challenge, userName), PADDING_TEXT);
        return "S=" + HexFormat.of().withUpperCase().formatHex(proof);
    }

    private static byte[] peerChallenge(byte[] value) {
        return Arrays.copyOf(value, CHALLENGE_OCTETS);
    }

    private static byte[] ntResponseOf(byte[] value) {
        return Arrays.copyOfRange(value, NT_RESPONSE_AT, NT_RESPONSE_AT + NT_RESPONSE_OCTETS);
    }

    /// RFC 2759 §8.1.
    static byte[] ntResponse(byte[] challenge, byte[] peerChallenge, byte[] userName, byte[] password) {
        return challengeResponse(challengeHash(peerChallenge, challenge, userName), passwordHash(password));
    }

    /// RFC 2759 §8.2: 8 octets.
    static byte[] challengeHash(byte[] peerChallenge, byte[] challenge, byte[] userName) {
        return Arrays.copyOf(sha1(peerChallenge, challenge, withoutDomain(userName)), 8);
    }

    /// RFC 2759 §8.3: 16 octets.
    static byte[] passwordHash(byte[] password) {
        return Md4.digest(new String(password, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16LE));
    }

    /// RFC 2759 §8.5: the challenge encrypted with three keys of 56 bits, cut from the hash and zeros.
    static byte[] challengeResponse(byte[] challengeHash, byte[] passwordHash) {
        byte[] keys = Arrays.copyOf(passwordHash, 21);
        byte[] response = new byte[NT_RESPONSE_OCTETS];
        for (int i = 0; i < 3; i++) {
            byte[] block = des(challengeHash, Arrays.copyOfRange(keys, 7 * i, 7 * i + 7));
            System.arraycopy(block, 0, response, 8 * i, 8);
        }
        return response;
    }

    private static byte[] withoutDomain(byte[] userName) {
        int start = 0;
        for (int i = 0; i < userName.length; i++) {
            if (userName[i] == '\\') {
                start = i + 1;
            }
        }
        return Arrays.copyOfRange(userName, start, userName.length);
    }

    /// `key` is 7 octets; DES wants 8, with a parity bit in each that nobody looks at.
    private static byte[] des(byte[] block, byte[] key) {
        long bits = 0;
        for (byte octet : key) {
            bits = (bits << 8) | (octet & 0xFF);
        }
        byte[] spread = new byte[8];
        for (int i = 0; i < 8; i++) {
            spread[i] = (byte) ((bits >> (7 * (7 - i))) << 1);
        }
        try {
            Cipher cipher = Cipher.getInstance("DES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(spread, "DES"));
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no DES", e);
        }
    }

    private static byte[] sha1(byte[]... parts) {
        return Digests.digest("SHA-1", parts);
    }
}
