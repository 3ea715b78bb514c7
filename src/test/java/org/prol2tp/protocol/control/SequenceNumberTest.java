package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// RFC 2661 §5.8
class SequenceNumberTest {
    /// The RFC's example: if the last received number was 15, then 0..15 and 32784..65535 were there
    /// before.
    @Test
    void numbersBeforeFifteenAreThoseOfTheExample() {
        int expected = 16;
        for (int number = 0; number <= 0xffff; number++) {
            boolean before = number <= 15 || number >= 32784;
            assertThat(SequenceNumber.precedes(number, expected))
                    .as("%d", number)
                    .isEqualTo(before);
        }
    }

    @Test
    void numbersGoInACircle() {
        assertThat(SequenceNumber.next(0)).isEqualTo(1);
        assertThat(SequenceNumber.next(65535)).isZero();
        assertThat(SequenceNumber.distance(65534, 1)).isEqualTo(3);
        assertThat(SequenceNumber.distance(1, 0)).isEqualTo(65535);
    }
}
