package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    /// RFC 5952 §4: the canonical text.
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "2001:db8::1, 2001:db8::1",
        "2001:0DB8:0:0:0:0:0:1, 2001:db8::1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "::ffff:192.0.2.1, ::ffff:c000:201",
        "fe80::1:2:3:4, fe80::1:2:3:4",
    })
    void textIsReadAndPrintedCanonically(String text, String canonical) {
        IpAddress address = IpAddress.parse(text).orElseThrow();
        assertThat(address).hasToString(canonical);
        assertThat(IpAddress.of(address.octets())).isEqualTo(address);
        assertThat(IpAddress.parse(canonical)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.-4",
                "1.2.3.4 ",
                "a.b.c.d",
                ":",
                ":::",
                "1:2",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "1:2:3:4:5:6:7:8::",
                "::1.2.3",
                "g::",
                "1.2.3.4::",
                "0001.2.3.4",
                "١.2.3.4"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void octetsAreInNetworkOrder() {
        assertThat(IpAddress.ofIpv4(0xC0000201).octets()).containsExactly(192, 0, 2, 1);
        assertThat(IpAddress.parse("2001:db8::ff").orElseThrow().octets())
                .containsExactly(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff);
        assertThatThrownBy(() -> IpAddress.of(new byte[5])).hasMessageContaining("4 or 16 octets, not 5");
    }

    @Test
    void endpointIsPrintedAsInUri() {
        assertThat(new Endpoint(IpAddress.ofIpv4(0x0A000001), 1701)).hasToString("10.0.0.1:1701");
        assertThat(new Endpoint(IpAddress.parse("2001:db8::1").orElseThrow(), 9))
                .hasToString("[2001:db8::1]:9");
    }

    @Test
    void secretNeverPrints() {
        assertThat(Secret.of("open sesame")).hasToString("…");
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    }
}
