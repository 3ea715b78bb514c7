package org.prol2tp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static List<Integer> through(Trouble trouble) {
        List<Integer> arrived = new ArrayList<>();
        Trouble.Onward onward = (socket, octets, length) -> arrived.add(octets[0] & 0xff);
        for (int i = 0; i < 200; i++) {
            trouble.pass(0, new byte[] {(byte) i}, 1, onward);
            if (i % 10 == 9) {
                trouble.release(onward);
            }
        }
        return arrived;
    }

    @Test
    void withoutTroubleAllArriveInOrder() {
        assertThat(through(new Trouble(0, 0, 0, 1))).hasSize(200).isSorted();
    }

    @Test
    void someAreLostSomeComeTwiceAndSomeLate() {
        assertThat(through(new Trouble(100, 0, 0, 1))).isEmpty();
        assertThat(through(new Trouble(0, 100, 0, 1))).hasSize(400).isSorted();
        List<Integer> mixed = through(new Trouble(5, 3, 3, 1));
        assertThat(mixed).isNotEqualTo(mixed.stream().sorted().toList());
        assertThat(mixed)
                .hasSizeLessThan(200)
                .isNotEqualTo(mixed.stream().distinct().toList());
    }
}
