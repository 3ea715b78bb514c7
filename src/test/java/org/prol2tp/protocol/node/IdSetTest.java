package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdSetTest {
    @Test
    void itHasWhatWasAddedAndNotRemoved() {
        long seed = 3931;
        SplittableRandom random = new SplittableRandom(seed);
        IdSet ids = new IdSet();
        Set<Integer> expected = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            // few enough to meet each other, and of both halves of the numbers
            int id = random.nextInt(1, 3_000) * (random.nextBoolean() ? 1 : 0x10000001);
            if (random.nextInt(100) < 52) {
                ids.add(id);
                expected.add(id);
            } else {
                ids.remove(id);
                expected.remove(id);
            }
            assertThat(ids.contains(id)).as("seed %d", seed).isEqualTo(expected.contains(id));
        }
        assertThat(ids.size()).as("seed %d", seed).isEqualTo(expected.size());
        assertThat(expected).as("seed %d", seed).isNotEmpty().allMatch(ids::contains);
        expected.forEach(ids::remove);
        assertThat(ids.size()).isZero();
        assertThat(ids.contains(1)).isFalse();
    }

    @Test
    void idsInSequenceAreAsGoodAsAny() {
        IdSet ids = new IdSet();
        for (int id = 1; id <= 50_000; id++) {
            ids.add(id);
        }
        assertThat(ids.size()).isEqualTo(50_000);
        assertThat(ids.contains(50_000)).isTrue();
        assertThat(ids.contains(50_001)).isFalse();
    }
}
