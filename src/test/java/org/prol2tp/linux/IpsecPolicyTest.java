package org.prol2tp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IpsecPolicyTest {
    static Stream<Arguments> families() {
        return Stream.of(arguments(false, "0200"), arguments(true, "0a00"));
    }

    /// As linux/xfrm.h lays it out on a little-endian machine; what a kernel makes of it is for the case `lab-ipsec`.
    @ParameterizedTest
    @MethodSource("families")
    void aPolicyIsOneTemplateOfEspInTransportModeForAllOfTheFamily(boolean ipv6, String family) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] octets = IpsecPolicy.inbound(arena, ipv6).toArray(ValueLayout.JAVA_BYTE);
            assertThat(HexFormat.of().formatHex(octets))
                    .isEqualTo("00".repeat(40) + family + "00".repeat(14) // selector: any address
                            + "ff".repeat(32) + "00".repeat(32) // no limits by octets or packets, none by time
                            + "00".repeat(32) // current
                            + "00".repeat(16) // priority, index, in, allow
                            + "00".repeat(20) + "32000000" + family + "00".repeat(18) // ESP between any
                            + "00".repeat(8) + "ff".repeat(12)); // transport, not optional, any algorithm
        }
    }
}
