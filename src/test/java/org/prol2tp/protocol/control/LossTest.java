package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prol2tp.protocol.wire.DigestType;

class LossTest {
    /// 30 % loss, 10 % duplication and reordering: all sessions come up at both ends, nothing is left.
    @ParameterizedTest
    @EnumSource(
            value = VersionChoice.class,
            names = {"L2TPV2", "L2TPV3"})
    void everySessionComesUpOverABadLink(VersionChoice version) {
        for (long seed = 1; seed <= 100; seed++) {
            LossyLink link = new LossyLink(new Random(seed), 0.3, 0.1, 0.1, it -> proven(it, version));
            link.placeCalls(10);
            link.run(110 * Pair.SECOND);
            assertThat(connected(link.leftSays)).as("seed %d", seed).isEqualTo(10);
            assertThat(connected(link.rightSays)).as("seed %d", seed).isEqualTo(10);
            link.close();
            assertThat(link.leftSays.said).as("seed %d", seed).endsWith("released");
            assertThat(link.rightSays.said).as("seed %d", seed).endsWith("released");
        }
    }

    /// What a session costs on a path that is bad but not hopeless: with the usual times, fifty are up within 5 s,
    /// since
    /// the round trips say when an acknowledgement is overdue.
    @Test
    void fiftySessionsComeUpSoonThoughFivePercentAreLost() {
        for (long seed = 1; seed <= 100; seed++) {
            LossyLink link = new LossyLink(new Random(seed), 0.05, 0.03, 0.03, it -> {
                it.retryTimeoutNs = Pair.SECOND;
                it.maxRetries = 5;
            });
            link.placeCalls(50);
            link.run(5 * Pair.SECOND);
            assertThat(connected(link.leftSays)).as("seed %d", seed).isEqualTo(50);
            assertThat(connected(link.rightSays)).as("seed %d", seed).isEqualTo(50);
        }
    }

    /// L2TPv3 with a digest in every message: a retransmission has another.
    private static void proven(ControlSettings.Builder settings, VersionChoice version) {
        settings.version = version;
        settings.secret = Optional.of(new SharedSecret("s3cret".getBytes(StandardCharsets.UTF_8)));
        settings.digestType = Optional.of(DigestType.HMAC_SHA_1);
        settings.pseudowireTypes = List.of(7);
    }

    private static long connected(RecordingOutbox says) {
        return says.said.stream().filter(it -> it.startsWith("connected")).count();
    }
}
