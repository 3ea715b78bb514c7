package org.prol2tp.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

class SealTest {
    private static final Secret SECRET = Secret.of("xyzzy5461");

    private static final byte[] REQUEST = HexFormat.of()
            .parseHex("010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee"
                    + "0406c0a80110050600000003");

    private static final byte[] ANSWER =
            HexFormat.of().parseHex("0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103");

    /// RFC 2865 §7.1: user nemo, password arctangent.
    @Test
    void theExampleOfTheRfcIsTheSameToTheOctet() {
        Packet request = Packet.decode(REQUEST).orElseThrow();
        assertThat(request.text(Attribute.USER_NAME)).contains("nemo");
        assertThat(request.encode()).isEqualTo(REQUEST);
        byte[] hidden = Seal.hidePassword(Secret.of("arctangent").octets(), request.authenticator(), SECRET);
        assertThat(hidden)
                .isEqualTo(request.first(Attribute.USER_PASSWORD).orElseThrow().value());
        Packet answer = Packet.decode(ANSWER).orElseThrow();
        assertThat(Seal.isAnswer(ANSWER, answer, request.authenticator(), SECRET, false))
                .isTrue();
        assertThat(Seal.isAnswer(ANSWER, answer, request.authenticator(), SECRET, true))
                .isFalse();
        assertThat(Seal.isAnswer(ANSWER, answer, request.authenticator(), Secret.of("other"), false))
                .isFalse();
    }

    @Test
    void everyChangedOctetOfAnAnswerIsSeen() {
        byte[] asked = new byte[16];
        byte[] octets = Seal.answer(
                Packet.ACCESS_ACCEPT, 7, asked, List.of(Attribute.number(Attribute.SESSION_TIMEOUT, 60)), SECRET);
        assertThat(Seal.isAnswer(octets, Packet.decode(octets).orElseThrow(), asked, SECRET, true))
                .isTrue();
        for (int at = 0; at < octets.length; at++) {
            byte[] changed = octets.clone();
            changed[at] ^= 1;
            assertThat(Packet.decode(changed).filter(it -> Seal.isAnswer(changed, it, asked, SECRET, true)))
                    .as("octet %d", at)
                    .isEmpty();
        }
    }

    @Test
    void longPasswordsAreChainedAndCut() {
        byte[] authenticator = new byte[16];
        assertThat(Seal.hidePassword(new byte[0], authenticator, SECRET)).hasSize(16);
        assertThat(Seal.hidePassword(new byte[17], authenticator, SECRET)).hasSize(32);
        assertThat(Seal.hidePassword(new byte[200], authenticator, SECRET)).hasSize(128);
    }

    @Test
    void anyOctetsAreAPacketOrNone() {
        Random random = new Random(29);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[random.nextInt(80)];
            random.nextBytes(octets);
            if (octets.length > 3) {
                octets[2] = 0;
                octets[3] = (byte) random.nextInt(octets.length + 2);
            }
            Packet.decode(octets).ifPresent(packet -> {
                assertThat(Arrays.copyOf(octets, packet.encode().length)).isEqualTo(packet.encode());
                Access.grant(packet);
            });
        }
    }

    @Test
    void routesOfTheServerAreRead() {
        assertThat(FramedRoute.parse("192.168.1.0/24 192.168.1.1 1")).hasValueSatisfying(it -> {
            assertThat(it.network()).isEqualTo(IpAddress.ofIpv4(0xC0A80100));
            assertThat(it.prefixLength()).isEqualTo(24);
            assertThat(it.metric()).isEqualTo(1);
        });
        assertThat(FramedRoute.parse("10.1.2.3 0.0.0.0"))
                .hasValueSatisfying(it -> assertThat(it.prefixLength()).isEqualTo(8));
        assertThat(FramedRoute.parse("0.0.0.0"))
                .hasValueSatisfying(it -> assertThat(it.prefixLength()).isZero());
        assertThat(FramedRoute.parse("10.0.0.0/33")).isEmpty();
        assertThat(FramedRoute.parse("2001:db8::/32 :: 1")).isEmpty();
        assertThat(FramedRoute.parse("")).isEmpty();
    }
}
