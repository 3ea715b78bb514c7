package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// RFC 2661 §5.8
class RetryTimerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;

    @Test
    void doublesUpToEightSecondsAndGivesUpAfterTheLastRetry() {
        assertThat(intervals(new RetryTimer(SECOND, 5)))
                .containsExactly(SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND, 8 * SECOND, 8 * SECOND);
    }

    @Test
    void fullCycleIs31SecondsByTheDefaults() {
        assertThat(new RetryTimer(SECOND, 5).fullCycleNs()).isEqualTo(31 * SECOND);
    }

    @Test
    void acknowledgementStartsItAnew() {
        RetryTimer timer = new RetryTimer(SECOND, 1);
        assertThat(timer.retry()).isTrue();
        timer.acknowledged(1, 0);
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

    /// The waits before the configured one are no retries: a silent peer is given up after 31 s, as ever.
    @Test
    void shortRoundTripsBringTheFirstRetransmissionForward() {
        RetryTimer timer = new RetryTimer(SECOND, 5);
        timer.sent(0, 0);
        timer.acknowledged(1, MILLISECOND);
        assertThat(intervals(timer))
                .containsExactly(
                        SECOND / 4, SECOND / 2, SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND, 8 * SECOND, 8 * SECOND);
        assertThat(timer.retries()).isEqualTo(5);
        assertThat(timer.fullCycleNs()).isEqualTo(31 * SECOND);
    }

    /// RFC 6298 §2.2: the first round trip counts with half of itself as its variation, so three times.
    @Test
    void longRoundTripsAreWaitedFor() {
        assertThat(firstIntervalAfter(100 * MILLISECOND)).isEqualTo(SECOND / 2);
        assertThat(firstIntervalAfter(160 * MILLISECOND)).isEqualTo(SECOND / 2);
        assertThat(firstIntervalAfter(170 * MILLISECOND)).isEqualTo(SECOND);
        assertThat(firstIntervalAfter(20 * SECOND)).isEqualTo(SECOND);
    }

    /// RFC 6298 §2.3: the variation goes away in round trips that are alike.
    @Test
    void roundTripsThatAreAlikeAreTrustedMore() {
        RetryTimer timer = new RetryTimer(SECOND, 5);
        List<Long> firsts = new ArrayList<>();
        for (int ns = 0; ns < 12; ns++) {
            timer.sent(ns, ns * SECOND);
            timer.acknowledged(ns + 1, ns * SECOND + 200 * MILLISECOND);
            firsts.add(timer.intervalNs() / MILLISECOND);
        }
        assertThat(firsts).startsWith(1000L, 500L).endsWith(250L);
    }

    /// RFC 6298 §3, Karn's algorithm.
    @Test
    void whatWentOutTwiceShowsNoRoundTrip() {
        RetryTimer timer = new RetryTimer(SECOND, 5);
        timer.sent(0, 0);
        timer.sentAgain();
        timer.acknowledged(1, MILLISECOND);
        assertThat(timer.intervalNs()).isEqualTo(SECOND);
    }

    private static long firstIntervalAfter(long roundTripNs) {
        RetryTimer timer = new RetryTimer(SECOND, 5);
        timer.sent(0, 0);
        timer.acknowledged(1, roundTripNs);
        return timer.intervalNs();
    }

    private static List<Long> intervals(RetryTimer timer) {
        List<Long> intervals = new ArrayList<>(List.of(timer.intervalNs()));
        while (timer.retry()) {
            intervals.add(timer.intervalNs());
        }
        return intervals;
    }
}
