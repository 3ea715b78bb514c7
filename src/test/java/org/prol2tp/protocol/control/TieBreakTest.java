package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// RFC 2661 §4.4.3
class TieBreakTest {
    @Test
    void lowerValueWins() {
        assertThat(judge(1, 2)).isEqualTo(TieBreak.LOCAL_WINS);
        assertThat(judge(2, 1)).isEqualTo(TieBreak.PEER_WINS);
    }

    @Test
    void valuesAreUnsigned() {
        assertThat(judge(-1, 1)).isEqualTo(TieBreak.PEER_WINS);
    }

    @Test
    void equalValuesMakeBothLose() {
        assertThat(judge(7, 7)).isEqualTo(TieBreak.BOTH_LOSE);
    }

    @Test
    void whoSentOneWinsOverWhoSentNone() {
        assertThat(TieBreak.judge(OptionalLong.of(9), OptionalLong.empty())).isEqualTo(TieBreak.LOCAL_WINS);
        assertThat(TieBreak.judge(OptionalLong.empty(), OptionalLong.of(9))).isEqualTo(TieBreak.PEER_WINS);
    }

    @Test
    void withoutTieBreakersThereIsNoTie() {
        assertThat(TieBreak.judge(OptionalLong.empty(), OptionalLong.empty())).isEqualTo(TieBreak.NO_TIE);
    }

    private static TieBreak judge(long local, long peer) {
        return TieBreak.judge(OptionalLong.of(local), OptionalLong.of(peer));
    }
}
