package org.prol2tp.sim;

import java.util.SplittableRandom;
import org.prol2tp.protocol.node.Entropy;

/// Bits that look random and are the same for the same seed.
public final class SeededEntropy implements Entropy {
    private final SplittableRandom random;

    public SeededEntropy(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    @Override
    public void nextBytes(byte[] octets) {
        random.nextBytes(octets);
    }
}
