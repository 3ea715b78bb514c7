package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.SessionType;

/// What the config file says of calls: their kind, their lines, and what PPP has settled before.
class CallConfigTest {
    private static final String TUNNEL = "tunnel t { dest_ipaddr 192.0.2.1\n session s { %s } }";

    private static SessionParameters session(String keywords) {
        Parsed parsed = Config.parse(TUNNEL.formatted(keywords), "t.conf", "host");
        if (parsed instanceof Parsed.Good good) {
            return good.settings().tunnels().getFirst().sessions().getFirst().parameters();
        }
        throw new AssertionError(parsed.toString());
    }

    private static List<String> errors(String text) {
        return Config.parse(text, "t.conf", "host") instanceof Parsed.Bad(List<ConfigError> errors)
                ? errors.stream().map(ConfigError::toString).toList()
                : List.of();
    }

    @Test
    void sessionIsOfTheTypeThatItSays() {
        assertThat(session("").type()).isEmpty();
        assertThat(session("session_type laic").type()).contains(SessionType.LAIC);
        assertThat(session("session_type laoc").type()).contains(SessionType.LAOC);
        assertThat(session("session_type lnic").type()).contains(SessionType.LNIC);
        assertThat(session("session_type lnoc; minimum_bps 9600; maximum_bps 64000"))
                .satisfies(it -> {
                    assertThat(it.type()).contains(SessionType.LNOC);
                    assertThat(it.minimumBps()).isEqualTo(9_600);
                    assertThat(it.maximumBps()).isEqualTo(64_000);
                });
    }

    @Test
    void speedsThatContradictAreAnError() {
        assertThat(errors(TUNNEL.formatted("session_type lnoc; minimum_bps 64000; maximum_bps 9600")))
                .singleElement()
                .asString()
                .startsWith("t.conf:2:")
                .contains("maximum_bps below its minimum_bps");
    }

    @Test
    void sessionMustFitTheRolesOfThePeerProfileOfItsTunnel() {
        String text = """
                peer profile p { lac_lns lac }
                tunnel t { dest_ipaddr 192.0.2.1; peer_profile_name p
                  session fits { session_type laoc }
                  session fits-not { session_type lnoc } }
                """;
        assertThat(errors(text)).singleElement().asString().contains("fits-not").contains("an LNS");
    }
}
