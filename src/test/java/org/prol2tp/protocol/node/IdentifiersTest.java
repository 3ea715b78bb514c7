package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.prol2tp.sim.SeededEntropy;

class IdentifiersTest {
    private final Entropy entropy = new SeededEntropy(1);

    /// RFC 2661 §3.1: 16 bits, 0 means none.
    @Test
    void everyIdIsGivenOnceAndZeroNever() {
        BitSet taken = new BitSet();
        for (int i = 0; i < 65_535; i++) {
            int id = Identifiers.choose(entropy, taken::get).orElseThrow();
            assertThat(taken.get(id)).isFalse();
            taken.set(id);
        }
        assertThat(taken.get(0)).isFalse();
        assertThat(taken.cardinality()).isEqualTo(65_535);
        assertThat(Identifiers.choose(entropy, taken::get)).isEmpty();
    }

    @Test
    void theLastFreeIdIsFound() {
        assertThat(Identifiers.choose(entropy, id -> id != 4711)).hasValue(4711);
    }

    @Test
    void idsDoNotFollowEachOther() {
        int first = Identifiers.choose(entropy, _ -> false).orElseThrow();
        int second = Identifiers.choose(entropy, _ -> false).orElseThrow();
        assertThat(second).isNotEqualTo(first).isNotEqualTo(first + 1);
    }
}
