package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemEntropyTest {
    @Test
    void numbersDoNotComeAgainWhenABlockIsUsedUp() throws IOException {
        try (SystemEntropy entropy = new SystemEntropy()) {
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < 2000; i++) {
                assertThat(seen.add(entropy.nextLong())).isTrue();
            }
        }
    }

    @Test
    void arraysLongerThanABlockAreFilledToTheEnd() throws IOException {
        try (SystemEntropy entropy = new SystemEntropy()) {
            byte[] octets = new byte[10_000];
            entropy.nextBytes(octets);
            int zeros = 0;
            for (int i = 9_000; i < 10_000; i++) {
                zeros += octets[i] == 0 ? 1 : 0;
            }
            assertThat(zeros).isLessThan(40);
        }
    }
}
