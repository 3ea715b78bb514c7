package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LossTest {
    /// 30 % loss, 10 % duplication and reordering: all sessions come up at both ends, nothing is left.
    @Test
    void everySessionComesUpOverABadLink() {
        for (long seed = 1; seed <= 100; seed++) {
            LossyLink link = new LossyLink(new Random(seed), 0.3, 0.1, 0.1);
            link.placeCalls(10);
            link.run(110 * Pair.SECOND);
            assertThat(connected(link.leftSays)).as("seed %d", seed).isEqualTo(10);
            assertThat(connected(link.rightSays)).as("seed %d", seed).isEqualTo(10);
            link.close();
            assertThat(link.leftSays.said).as("seed %d", seed).endsWith("released");
            assertThat(link.rightSays.said).as("seed %d", seed).endsWith("released");
        }
    }

    private static long connected(RecordingOutbox says) {
        return says.said.stream().filter(it -> it.startsWith("connected")).count();
    }
}
