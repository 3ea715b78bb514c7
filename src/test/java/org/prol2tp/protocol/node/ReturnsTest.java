package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReturnsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final Returns returns = new Returns(2);

    @Test
    void whatFitsIntoItsSecondIsNotMoved() {
        assertThat(returns.enter(1_500_000_000L)).isEqualTo(1_500_000_000L);
        assertThat(returns.enter(1_999_999_999L)).isEqualTo(1_999_999_999L);
    }

    @Test
    void whatDoesNotFitIsPutOffByWholeSeconds() {
        for (int i = 0; i < 5; i++) {
            returns.enter(SECOND_NS);
        }
        assertThat(returns.enter(SECOND_NS + 7)).isEqualTo(3 * SECOND_NS + 7);
        assertThat(returns.enter(SECOND_NS)).isEqualTo(4 * SECOND_NS);
    }

    @Test
    void aSecondHasRoomAgainWhenATryIsMadeOrGivenUp() {
        long one = returns.enter(SECOND_NS);
        returns.enter(SECOND_NS);
        returns.leave(one);
        assertThat(returns.enter(SECOND_NS)).isEqualTo(SECOND_NS);
    }

    /// A node's clock may begin below zero.
    @Test
    void secondsBelowZeroAreSecondsToo() {
        returns.enter(-1);
        returns.enter(-SECOND_NS);
        assertThat(returns.enter(-2)).isEqualTo(SECOND_NS - 2);
    }

    @Test
    void nothingIsLeftOfWhatLeft() {
        long first = returns.enter(0);
        long second = returns.enter(0);
        long third = returns.enter(0);
        assertThat(returns.size()).isEqualTo(3);
        returns.leave(first);
        returns.leave(second);
        returns.leave(third);
        assertThat(returns.size()).isZero();
    }
}
