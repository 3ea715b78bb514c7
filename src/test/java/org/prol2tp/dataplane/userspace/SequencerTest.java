package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.prol2tp.dataplane.userspace.Sequencer.Verdict;

/// RFC 2661 §5.4.
final class SequencerTest {
    private final Sequencer sequencer = new Sequencer(0xffff, 0);

    @Test
    void inOrderIsDeliveredAcrossTheWrap() {
        sequencer.skipTo(65_534);

        assertThat(sequencer.judge(65_535)).isEqualTo(Verdict.DELIVER);
        assertThat(sequencer.judge(0)).isEqualTo(Verdict.DELIVER);
        assertThat(sequencer.judge(65_535)).isEqualTo(Verdict.LATE);
    }

    /// RFC 3931 §4.6.1.
    @Test
    void numbersOf24BitsWrapLater() {
        Sequencer long24 = new Sequencer(0xffffff, 0);
        long24.skipTo(65_535);
        assertThat(long24.judge(65_536)).isEqualTo(Verdict.DELIVER);
        assertThat(long24.judge(0)).isEqualTo(Verdict.LATE);
        assertThat(long24.judge(65_537 + 0x7fffff)).isEqualTo(Verdict.AHEAD);
        assertThat(long24.judge(65_537 + 0x800000)).isEqualTo(Verdict.LATE);

        long24.skipTo(0xfffffe);
        assertThat(long24.judge(0xffffff)).isEqualTo(Verdict.DELIVER);
        assertThat(long24.hold(1, new byte[] {1}, 5)).isTrue();
        assertThat(long24.judge(0)).isEqualTo(Verdict.DELIVER);
        assertThat(long24.release()).contains(new byte[] {1});
    }

    @Test
    void whatIsHeldIsReleasedInOrderOnceTheGapIsFilled() {
        sequencer.judge(0);
        assertThat(sequencer.judge(3)).isEqualTo(Verdict.AHEAD);
        assertThat(sequencer.hold(3, new byte[] {3}, 100)).isTrue();
        assertThat(sequencer.judge(2)).isEqualTo(Verdict.AHEAD);
        assertThat(sequencer.hold(2, new byte[] {2}, 200)).isTrue();
        assertThat(sequencer.deadlineNs()).isEqualTo(100);
        assertThat(sequencer.release()).isEmpty();

        assertThat(sequencer.judge(1)).isEqualTo(Verdict.DELIVER);
        assertThat(sequencer.release()).contains(new byte[] {2});
        assertThat(sequencer.release()).contains(new byte[] {3});
        assertThat(sequencer.release()).isEmpty();
        assertThat(sequencer.judge(4)).isEqualTo(Verdict.DELIVER);
    }

    @Test
    void gapThatIsGivenUpMakesItsMessagesLate() {
        sequencer.hold(2, new byte[] {2}, 100);
        sequencer.hold(5, new byte[] {5}, 110);

        sequencer.giveUpGap(150);
        assertThat(sequencer.release()).contains(new byte[] {2});
        assertThat(sequencer.release()).isEmpty();
        assertThat(sequencer.deadlineNs()).isEqualTo(150);
        assertThat(sequencer.judge(1)).isEqualTo(Verdict.LATE);
        assertThat(sequencer.judge(3)).isEqualTo(Verdict.DELIVER);
    }

    @Test
    void duplicateAndFarAheadAreNotHeld() {
        assertThat(sequencer.hold(1, new byte[] {1}, 1)).isTrue();
        assertThat(sequencer.hold(1, new byte[] {1}, 1)).isFalse();
        assertThat(sequencer.hold(63, new byte[] {1}, 1)).isTrue();
        assertThat(sequencer.hold(64, new byte[] {1}, 1)).isFalse();
        assertThat(sequencer.held()).isEqualTo(2);
    }

    /// A peer that counts from 0 again would otherwise be deaf for 32,768 messages.
    @Test
    void sixteenLateInARowAreANewBeginning() {
        sequencer.skipTo(1_000);
        for (int ns = 0; ns < 15; ns++) {
            assertThat(sequencer.judge(ns)).isEqualTo(Verdict.LATE);
        }
        assertThat(sequencer.judge(15)).isEqualTo(Verdict.RESTART);
        sequencer.skipTo(15);
        assertThat(sequencer.judge(16)).isEqualTo(Verdict.DELIVER);
    }

    @Test
    void lateOnesThatDoNotFollowEachOtherAreNone() {
        sequencer.skipTo(1_000);
        for (int i = 0; i < 100; i++) {
            assertThat(sequencer.judge(900 - 2 * i)).isEqualTo(Verdict.LATE);
        }
    }
}
