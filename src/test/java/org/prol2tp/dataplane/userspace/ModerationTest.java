package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModerationTest {
    private static final long NS_PER_S = 1_000_000_000L;

    private final List<Boolean> switched = new ArrayList<>();
    private final Moderation moderation = new Moderation(switched::add, 0);
    private long nowNs;

    @Test
    void aPacketNowAndThenIsWaitedForWithoutLimit() {
        rounds(1_000, 1, NS_PER_S / 100);

        assertThat(switched).isEmpty();
        assertThat(moderation.timeoutMs()).isEqualTo(-1);
    }

    @Test
    void eightyThousandPacketsPerSecondAreBusy() {
        rounds(100, 16, NS_PER_S * 16 / 79_000);
        assertThat(switched).isEmpty();

        rounds(100, 16, NS_PER_S * 16 / 81_000);
        assertThat(switched).containsExactly(true);
        assertThat(moderation.timeoutMs()).isEqualTo(20);
    }

    @Test
    void aBusyOneIsCalmBelowHalfOfThatOnly() {
        rounds(100, 16, NS_PER_S * 16 / 200_000);

        rounds(100, 16, NS_PER_S * 16 / 41_000);
        assertThat(switched).containsExactly(true);

        rounds(100, 16, NS_PER_S * 16 / 39_000);
        assertThat(switched).containsExactly(true, false);
        assertThat(moderation.timeoutMs()).isEqualTo(-1);
    }

    @Test
    void oneSilenceEndsIt() {
        rounds(100, 16, NS_PER_S * 16 / 200_000);

        rounds(1, 0, 20_000_000);

        assertThat(switched).containsExactly(true, false);
    }

    /// A burst of a whole ring after a long silence is none of that: the time before counts.
    @Test
    void oneBurstIsNotBusy() {
        rounds(1, 500, NS_PER_S / 10);
        rounds(Moderation.ROUNDS, 0, 1_000);

        assertThat(switched).isEmpty();
    }

    @Test
    void timeIsLookedAtOnceInSixteenRounds() {
        int looks = 0;
        for (int i = 0; i < 160; i++) {
            if (moderation.round(1)) {
                looks++;
                moderation.judge(nowNs);
            }
        }

        assertThat(looks).isEqualTo(10);
    }

    private void rounds(int count, int packets, long eachNs) {
        for (int i = 0; i < count; i++) {
            nowNs += eachNs;
            if (moderation.round(packets)) {
                moderation.judge(nowNs);
            }
        }
    }
}
