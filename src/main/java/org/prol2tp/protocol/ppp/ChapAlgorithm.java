package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// What the kinds of CHAP do differently: lengths, arithmetic, and what Success and Failure say.
enum ChapAlgorithm {
    /// RFC 1994.
    MD5(Chap.MD5_OCTETS, Chap.CHALLENGE_OCTETS) {
        @Override
        boolean takesChallengeOf(int octets) {
            return octets > 0;
        }

        @Override
        byte[] response(int identifier, byte[] challenge, byte[] name, byte[] secret, Randomness randomness) {
            return Chap.md5Response(identifier, secret, challenge);
        }

        @Override
        boolean isRight(byte[] value, int identifier, byte[] challenge, byte[] name, byte[] secret) {
            return MessageDigest.isEqual(Chap.md5Response(identifier, secret, challenge), value);
        }

        @Override
        PeerProof proof(int identifier, byte[] challenge, byte[] response) {
            return new PeerProof.Chap(identifier, challenge, response);
        }

        @Override
        String failureText(byte[] challenge, String message) {
            return message;
        }
    },
    /// RFC 2433.
    MICROSOFT_1(MsChapV1.RESPONSE_OCTETS, MsChapV1.CHALLENGE_OCTETS) {
        @Override
        byte[] response(int identifier, byte[] challenge, byte[] name, byte[] secret, Randomness randomness) {
            return MsChapV1.response(challenge, secret);
        }

        @Override
        boolean isRight(byte[] value, int identifier, byte[] challenge, byte[] name, byte[] secret) {
            return MsChapV1.isRight(value, challenge, secret);
        }

        @Override
        PeerProof proof(int identifier, byte[] challenge, byte[] response) {
            return new PeerProof.MsChapV1(identifier, challenge, response);
        }

        // RFC 2433 §7: the same codes as in the other version.
        @Override
        String failureText(byte[] challenge, String message) {
            return "E=691 R=0 C=" + hex(challenge) + " V=2";
        }
    },
    /// RFC 2759.
    MICROSOFT_2(MsChapV2.RESPONSE_OCTETS, MsChapV2.CHALLENGE_OCTETS) {
        @Override
        byte[] response(int identifier, byte[] challenge, byte[] name, byte[] secret, Randomness randomness) {
            return MsChapV2.response(challenge, randomness.octets(MsChapV2.CHALLENGE_OCTETS), name, secret);
        }

        @Override
        boolean isRight(byte[] value, int identifier, byte[] challenge, byte[] name, byte[] secret) {
            return MsChapV2.isRight(value, challenge, name, secret);
        }

        @Override
        PeerProof proof(int identifier, byte[] challenge, byte[] response) {
            return new PeerProof.MsChapV2(identifier, challenge, response);
        }

        // RFC 2759 §5.
        @Override
        String authenticatorsProof(byte[] value, byte[] challenge, byte[] name, byte[] secret) {
            return MsChapV2.authenticatorResponse(value, challenge, name, secret);
        }

        @Override
        String successText(String authenticatorsProof) {
            return authenticatorsProof + " M=OK";
        }

        // RFC 2759 §6: 691 is "authentication failure", R=0 "do not try again".
        @Override
        String failureText(byte[] challenge, String message) {
            return "E=691 R=0 C=" + hex(challenge) + " V=3 M=" + message;
        }
    };

    private final int responseOctets;

    private final int challengeOctets;

    ChapAlgorithm(int responseOctets, int challengeOctets) {
        this.responseOctets = responseOctets;
        this.challengeOctets = challengeOctets;
    }

    /// Of a response's value.
    int responseOctets() {
        return responseOctets;
    }

    /// Of a challenge that we make.
    int challengeOctets() {
        return challengeOctets;
    }

    /// Whether a challenge of the peer may be that long.
    boolean takesChallengeOf(int octets) {
        return octets == challengeOctets;
    }

    /// The value of a response.
    abstract byte[] response(int identifier, byte[] challenge, byte[] name, byte[] secret, Randomness randomness);

    /// Whether `value`, [#responseOctets] long, was made with this secret. Takes the same time either way.
    abstract boolean isRight(byte[] value, int identifier, byte[] challenge, byte[] name, byte[] secret);

    /// For somebody else to judge.
    abstract PeerProof proof(int identifier, byte[] challenge, byte[] response);

    /// By what the authenticator proves in its Success that it knows the secret too; empty: it does not.
    String authenticatorsProof(byte[] value, byte[] challenge, byte[] name, byte[] secret) {
        return "";
    }

    /// What Success says.
    String successText(String authenticatorsProof) {
        return "";
    }

    /// What Failure says.
    abstract String failureText(byte[] challenge, String message);

    /// A Failure for a log: `C=` and the challenge for another try is not for it.
    String printable(byte[] failure) {
        return Printable.of(new String(failure, StandardCharsets.UTF_8).replaceAll("\\bC=[0-9A-Fa-f]*", "C=…"));
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }
}
