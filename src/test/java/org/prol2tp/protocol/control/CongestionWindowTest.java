package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// RFC 2661 Appendix A
class CongestionWindowTest {
    @Test
    void startsWithOneMessageAndTheWholeWindowAsThreshold() {
        CongestionWindow window = new CongestionWindow(10);
        assertThat(window.size()).isEqualTo(1);
        assertThat(window.threshold()).isEqualTo(10);
    }

    @Test
    void growsByOneWithEachAcknowledgementInSlowStart() {
        CongestionWindow window = new CongestionWindow(10);
        window.acknowledged(1);
        assertThat(window.size()).isEqualTo(2);
        window.acknowledged(1);
        window.acknowledged(1);
        assertThat(window.size()).isEqualTo(4);
    }

    /// One acknowledgement for two messages: the window doubles in a round trip all the same.
    @Test
    void eachAcknowledgedMessageCounts() {
        CongestionWindow window = new CongestionWindow(10);
        window.acknowledged(1);
        window.acknowledged(2);
        assertThat(window.size()).isEqualTo(4);
    }

    @Test
    void neverExceedsThePeersWindow() {
        CongestionWindow window = new CongestionWindow(4);
        window.acknowledged(100);
        assertThat(window.size()).isEqualTo(4);
    }

    @Test
    void timeOutSavesHalfAndStartsAnew() {
        CongestionWindow window = new CongestionWindow(16);
        window.acknowledged(7);
        assertThat(window.size()).isEqualTo(8);

        window.timedOut();

        assertThat(window.size()).isEqualTo(1);
        assertThat(window.threshold()).isEqualTo(4);
    }

    @Test
    void growsByOneForEachWholeWindowInCongestionAvoidance() {
        CongestionWindow window = new CongestionWindow(16);
        window.acknowledged(7);
        window.timedOut();
        window.acknowledged(3);
        assertThat(window.size()).isEqualTo(4);

        window.acknowledged(3);
        assertThat(window.size()).isEqualTo(4);
        assertThat(window.credit()).isEqualTo(3);
        window.acknowledged(1);
        assertThat(window.size()).isEqualTo(5);
        window.acknowledged(5);
        assertThat(window.size()).isEqualTo(6);
    }

    @Test
    void gapHalvesTheWindowButDoesNotStartAnew() {
        CongestionWindow window = new CongestionWindow(16);
        window.acknowledged(7);
        window.gapSeen();
        assertThat(window.size()).isEqualTo(4);
        assertThat(window.threshold()).isEqualTo(4);
    }

    @Test
    void smallerWindowOfThePeerCutsWhatIsOpenAlready() {
        CongestionWindow window = new CongestionWindow(10);
        window.acknowledged(9);
        window.limitTo(3);
        assertThat(window.size()).isEqualTo(3);
    }
}
