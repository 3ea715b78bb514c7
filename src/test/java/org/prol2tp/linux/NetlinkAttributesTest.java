package org.prol2tp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class NetlinkAttributesTest {
    private static NetlinkAttributes of(int... octets) {
        byte[] copy = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            copy[i] = (byte) octets[i];
        }
        return new NetlinkAttributes(MemorySegment.ofArray(copy));
    }

    @Test
    void attributesFollowEachOtherAtMultiplesOfFour() {
        NetlinkAttributes two = of(6, 0, 1, 0, 0x34, 0x12, 0, 0, 8, 0, 2, 0, 0x78, 0x56, 0x34, 0x12);
        assertThat(two.number16(1)).isEqualTo(0x1234);
        assertThat(two.number32(2)).isEqualTo(0x12345678);
    }

    @Test
    void aTextEndsAtItsZero() {
        assertThat(of(10, 0, 8, 0, 'e', 't', 'h', '1', 0, 'x', 0, 0).text(8)).isEqualTo("eth1");
        assertThat(of(6, 0, 8, 0, 'e', 't', 0, 0).text(8)).isEqualTo("et");
        assertThat(of().text(8)).isEmpty();
    }

    @Test
    void aNestHasAttributesOfItsOwn() {
        NetlinkAttributes nest = of(16, 0, 30, 0x80, 12, 0, 4, 0, 1, 2, 0, 0, 0, 0, 0, 0);
        assertThat(nest.nested(30).number64(4)).isEqualTo(0x201);
        assertThat(nest.number64(4)).isZero();
    }

    @Test
    void whatIsMissingOrShortOrBrokenReadsAsZero() {
        assertThat(of().number32(1)).isZero();
        assertThat(of(5, 0, 1, 0, 9).number32(1)).isZero();
        assertThat(of(3, 0, 1, 0, 9, 9, 9, 9).number32(1)).isZero();
        assertThat(of(200, 0, 1, 0, 9, 9, 9, 9).number32(1)).isZero();
    }
}
