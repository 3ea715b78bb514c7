package org.prol2tp.protocol.control;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;

/// A challenge of this end, whose answer is awaited. The answer is MD5 of the message's type as one
/// octet, the secret and the challenge.
///
/// Source: RFC 2661 §4.4.3 Challenge and Challenge Response, §5.1.1.
final class ChallengeAuthentication {
    /// The RFC leaves the length open; as long as a digest.
    private static final int CHALLENGE_OCTETS = 16;

    private final Octets challenge;
    private final SharedSecret secret;

    private ChallengeAuthentication(Octets challenge, SharedSecret secret) {
        this.challenge = challenge;
        this.secret = secret;
    }

    /// A new challenge out of `random`.
    static ChallengeAuthentication challenge(SharedSecret secret, RandomOctets random) {
        byte[] challenge = new byte[CHALLENGE_OCTETS];
        random.fill(challenge);
        return new ChallengeAuthentication(Octets.of(challenge), secret);
    }

    /// What the Challenge AVP carries.
    Octets octets() {
        return challenge;
    }

    /// Whether this is the right response, compared in constant time.
    ///
    /// @param carrier the message that brought it: SCCRP or SCCCN
    boolean provenBy(Octets response, MessageType carrier) {
        return MessageDigest.isEqual(digest(carrier, secret, challenge), response.toArray());
    }

    /// The response to a challenge of the peer, 16 octets.
    ///
    /// @param carrier the message that will carry it: SCCRP or SCCCN
    static Octets response(MessageType carrier, SharedSecret secret, Octets challenge) {
        return Octets.of(digest(carrier, secret, challenge));
    }

    private static byte[] digest(MessageType carrier, SharedSecret secret, Octets challenge) {
        MessageDigest md5 = md5();
        md5.update((byte) carrier.number());
        md5.update(secret.octets());
        md5.update(challenge.toArray());
        return md5.digest();
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    @Override
    public String toString() {
        return "…";
    }
}
