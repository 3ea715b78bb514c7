package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.TunnelParameters;

/// `prol2tp create tunnel NAME KEYWORD VALUE …`.
class CommandWordsTest {
    private static final String FILE = """
            tunnel profile slow { hello_timeout 90 }
            session profile gold { no_ppp yes }
            ppp profile p { mtu 1300 }
            tunnel there { dest_ipaddr 192.0.2.9 }
            """;

    private static Parsed parse(String text) {
        return Config.parse(text, "test.conf", "host");
    }

    private final CommandWords words = new CommandWords(((Parsed.Good) parse(FILE)).config(), CommandWordsTest::parse);

    private static <T> T good(CommandWords.Result<T> result) {
        return switch (result) {
            case CommandWords.Result.Good<T>(T wanted) -> wanted;
            case CommandWords.Result.Bad<T>(var errors) -> throw new AssertionError(errors.toString());
        };
    }

    private static List<String> errors(CommandWords.Result<?> result) {
        return switch (result) {
            case CommandWords.Result.Good<?> good -> throw new AssertionError(good.toString());
            case CommandWords.Result.Bad<?>(var errors) -> errors;
        };
    }

    @Test
    void aTunnelGetsItsWordsAndItsProfilesFromTheFile() {
        ConfiguredTunnel tunnel = good(words.tunnel(
                "a \"b\" {", List.of("dest_ipaddr", "lns.example:1702", "profile_name", "slow", "host_name", "x y")));
        assertThat(tunnel.name()).isEqualTo("a \"b\" {");
        assertThat(tunnel.peerHost()).isEqualTo("lns.example");
        assertThat(tunnel.parameters().peerUdpPort()).isEqualTo(1702);
        assertThat(tunnel.parameters().helloTimeout()).hasSeconds(90);
        assertThat(tunnel.parameters().hostName()).contains("x y");
    }

    @Test
    void everyErrorIsSaid() {
        assertThat(errors(words.tunnel("t", List.of("hello_timout", "3", "mtu"))))
                .containsExactly(
                        "unknown keyword \"hello_timout\", did you mean \"hello_timeout\"?",
                        "mtu has no value, must be 68..65535");
        assertThat(errors(words.tunnel("t", List.of("mtu", "5")))).isNotEmpty();
    }

    /// A value cannot end the block and begin another.
    @Test
    void aValueIsOneWord() {
        assertThat(good(words.tunnel("t", List.of("dest_ipaddr", "192.0.2.1", "host_name", "a } system { udp_port 1")))
                        .parameters()
                        .hostName())
                .contains("a } system { udp_port 1");
    }

    @Test
    void aSessionGetsTheProfilesOfItsTunnelWhereTheFileHasThem() {
        TunnelParameters.Builder tunnel = new TunnelParameters.Builder();
        tunnel.sessionProfileName = Optional.of("gold");
        tunnel.pppProfileName = Optional.of("gone meanwhile");
        ConfiguredSession session =
                good(words.session("s", List.of("user_name", "alice", "user_password", "x"), tunnel.build()));
        assertThat(session.parameters().noPpp()).isTrue();
        assertThat(session.parameters().userName()).contains("alice");
        tunnel.pppProfileName = Optional.of("p");
        assertThat(good(words.session("s", List.of(), tunnel.build())).ppp().mtu())
                .isEqualTo(1300);
    }
}
