package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// RFC 3931 §4.1.1.1, §4.1.2.1, §4.6.
class SessionHeaderTest {
    @Test
    void overUdpThereAreFourOctetsBeforeTheSessionId() {
        MemorySegment to = MemorySegment.ofArray(new byte[8]);
        SessionHeader.writeUdpPrefix(to, 0);
        assertThat(SessionHeader.write(to, SessionHeader.UDP_PREFIX_OCTETS, 0xc0ffee01, 0, 0))
                .isEqualTo(4);
        assertThat(hex(to)).isEqualTo("00030000c0ffee01");
        assertThat(SessionHeader.isV3(to, 0)).isTrue();
    }

    @Test
    void cookiesHaveNoneFourOrEightOctets() {
        MemorySegment to = MemorySegment.ofArray(new byte[12]);
        assertThat(SessionHeader.write(to, 0, 7, 0x0123456789abcdefL, 8)).isEqualTo(12);
        assertThat(hex(to)).isEqualTo("000000070123456789abcdef");
        assertThat(SessionHeader.cookie(to, 0, 8)).isEqualTo(0x0123456789abcdefL);
        assertThat(SessionHeader.write(to, 0, 7, 0xfedcba98L, 4)).isEqualTo(8);
        assertThat(hex(to.asSlice(0, 8))).isEqualTo("00000007fedcba98");
        assertThat(SessionHeader.cookie(to, 0, 4)).isEqualTo(0xfedcba98L);
        assertThat(SessionHeader.cookie(to, 0, 0)).isZero();
    }

    @Test
    void theDefaultSublayerFollowsTheCookie() {
        MemorySegment to = MemorySegment.ofArray(new byte[12]);
        SessionHeader.write(to, 0, 7, 0xfedcba98L, 4);
        SessionHeader.writeSublayer(to, 0, 4, 0xabcdef);
        assertThat(hex(to)).isEqualTo("00000007fedcba9840abcdef");
        assertThat(SessionHeader.sequence(to, 0, 4)).isEqualTo(0xabcdef);
        SessionHeader.writeSublayer(to, 0, 4, 0);
        assertThat(hex(to)).isEqualTo("00000007fedcba9840000000");
        assertThat(SessionHeader.sequence(to, 0, 4)).isZero();
        SessionHeader.writeSublayer(to, 0, 4, -1);
        assertThat(hex(to)).isEqualTo("00000007fedcba9800000000");
        assertThat(SessionHeader.sequence(to, 0, 4)).isNegative();
    }

    /// §4.6: without the S bit the number means nothing; other bits are not looked at.
    @Test
    void onlyTheSBitMakesANumber() {
        MemorySegment message =
                MemorySegment.ofArray(Octets.ofHex("00000007 bf000005").toArray());
        assertThat(SessionHeader.sequence(message, 0, 0)).isNegative();
        MemorySegment other =
                MemorySegment.ofArray(Octets.ofHex("00000007 ff000005").toArray());
        assertThat(SessionHeader.sequence(other, 0, 0)).isEqualTo(5);
    }

    @Test
    void lengthIsThatOfWhatIsThere() {
        assertThat(SessionHeader.octets(0, false)).isEqualTo(4);
        assertThat(SessionHeader.octets(4, false)).isEqualTo(8);
        assertThat(SessionHeader.octets(8, true)).isEqualTo(16);
        assertThat(SessionHeader.MAX_OCTETS).isEqualTo(20);
    }

    /// §4.1.2.1: the Ver field is looked at before anything else, reserved bits not at all.
    @Test
    void versionAndTBitTellDataOfL2tpv3() {
        assertThat(isV3("0003")).isTrue();
        assertThat(isV3("7ff3")).isTrue();
        assertThat(isV3("0002")).isFalse();
        assertThat(isV3("8003")).isFalse();
        assertThat(isV3("c803")).isFalse();
    }

    private static boolean isV3(String hex) {
        return SessionHeader.isV3(MemorySegment.ofArray(Octets.ofHex(hex).toArray()), 0);
    }

    private static String hex(MemorySegment memory) {
        return Octets.of(memory.toArray(ValueLayout.JAVA_BYTE)).hex();
    }
}
