package org.prol2tp.protocol.ppp;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.LongSupplier;

/// What is unpredictable about the links of one node: random numbers, and challenges that each of them knows again as
/// the node's own, whichever link has sent them. A peer that sends one back in another link wants us to answer it
/// ourselves.
///
/// A challenge is 8 random octets and the first 8 of a keyed digest of them: nothing has to be kept.
public final class Randomness {
    private static final int RANDOM_OCTETS = 8;

    private final LongSupplier entropy;

    /// Empty until the first challenge is made.
    private byte[] key = {};

    /// `entropy` gives 64 unpredictable bits a call.
    public Randomness(LongSupplier entropy) {
        this.entropy = entropy;
    }

    /// 64 unpredictable bits.
    long next() {
        return entropy.getAsLong();
    }

    byte[] octets(int count) {
        byte[] octets = new byte[count];
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = i % 8 == 0 ? next() : bits >>> 8;
            octets[i] = (byte) bits;
        }
        return octets;
    }

    /// @param octets 8 or 16
    byte[] challenge(int octets) {
        if (key.length == 0) {
            key = octets(2 * RANDOM_OCTETS);
        }
        return sealed(octets(randomOctets(octets)), octets);
    }

    /// Whether a link of this node has made it.
    boolean isOwnChallenge(byte[] value) {
        return (value.length == Chap.CHALLENGE_OCTETS || value.length == MsChapV1.CHALLENGE_OCTETS)
                && key.length != 0
                && MessageDigest.isEqual(value, sealed(Arrays.copyOf(value, randomOctets(value.length)), value.length));
    }

    /// Of a short challenge five: the three others are enough to know it by.
    private static int randomOctets(int challengeOctets) {
        return challengeOctets == MsChapV1.CHALLENGE_OCTETS ? 5 : RANDOM_OCTETS;
    }

    private byte[] sealed(byte[] random, int octets) {
        byte[] challenge = Arrays.copyOf(random, octets);
        byte[] seal = Digests.digest("SHA-256", key, random);
        System.arraycopy(seal, 0, challenge, random.length, octets - random.length);
        return challenge;
    }
}
