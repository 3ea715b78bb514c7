package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// RFC 2661 §5.8
class RetryTimerTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void doublesUpToEightSecondsAndGivesUpAfterTheLastRetry() {
        RetryTimer timer = new RetryTimer(SECOND, 5);
        List<Long> intervals = new ArrayList<>(List.of(timer.intervalNs()));
        while (timer.retry()) {
            intervals.add(timer.intervalNs());
        }
        assertThat(intervals).containsExactly(SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND, 8 * SECOND, 8 * SECOND);
    }

    @Test
    void fullCycleIs31SecondsByTheDefaults() {
        assertThat(new RetryTimer(SECOND, 5).fullCycleNs()).isEqualTo(31 * SECOND);
    }

    @Test
    void acknowledgementStartsItAnew() {
        RetryTimer timer = new RetryTimer(SECOND, 1);
        assertThat(timer.retry()).isTrue();
        timer.restart();
        assertThat(timer.intervalNs()).isEqualTo(SECOND);
        assertThat(timer.retry()).isTrue();
        assertThat(timer.retry()).isFalse();
    }

    @Test
    void firstIntervalAboveTheCapStaysAsItIs() {
        RetryTimer timer = new RetryTimer(10 * SECOND, 2);
        assertThat(timer.retry()).isTrue();
        assertThat(timer.intervalNs()).isEqualTo(10 * SECOND);
    }
}
