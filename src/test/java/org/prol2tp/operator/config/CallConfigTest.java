package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.OctetString;
import org.prol2tp.protocol.node.ProxyParameters;
import org.prol2tp.protocol.node.Secret;
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

    @Test
    void proxyOfASessionIsWhatTheKeywordsSay() {
        SessionParameters session = session("""
                use_ppp_proxy yes
                initial_rcvd_lcp_confreq hex:010405dc
                last_sent_lcp_confreq hex:0305c22305
                last_rcvd_lcp_confreq hex:0506aabbccdd
                proxy_auth_type chap; proxy_auth_name alice; proxy_auth_id 9
                proxy_auth_challenge hex:0011; proxy_auth_response hex:2233
                """);
        assertThat(session.usePppProxy()).isTrue();
        ProxyParameters.Builder expected = new ProxyParameters.Builder();
        expected.initialReceived = Optional.of(new OctetString("010405dc"));
        expected.lastSent = Optional.of(new OctetString("0305c22305"));
        expected.lastReceived = Optional.of(new OctetString("0506aabbccdd"));
        expected.authentication = ProxyParameters.Authentication.CHAP;
        expected.name = Optional.of("alice");
        expected.challenge = Optional.of(new OctetString("0011"));
        expected.identifier = 9;
        expected.response = Optional.of(new Secret(new byte[] {0x22, 0x33}));
        assertThat(session.proxy()).isEqualTo(expected.build());
    }

    @Test
    void proxyThatLacksSomethingIsAnError() {
        String lcp = "use_ppp_proxy yes; last_sent_lcp_confreq hex:; last_rcvd_lcp_confreq hex:; ";
        assertThat(errors(TUNNEL.formatted("use_ppp_proxy yes")))
                .singleElement()
                .asString()
                .contains("last_sent_lcp_confreq");
        assertThat(errors(TUNNEL.formatted(lcp + "proxy_auth_type pap; proxy_auth_name x")))
                .singleElement()
                .asString()
                .contains("proxy_auth_response");
        assertThat(errors(
                        TUNNEL.formatted(lcp + "proxy_auth_type chap; proxy_auth_name x; proxy_auth_response hex:00")))
                .singleElement()
                .asString()
                .contains("proxy_auth_challenge");
        assertThat(errors(TUNNEL.formatted(lcp + "proxy_auth_type none"))).isEmpty();
    }

    @Test
    void aBundleAndASharedInterfaceExcludeEachOther() {
        assertThat(errors("ppp profile p {\n multilink yes\n shared_interface l2tp0 }"))
                .singleElement()
                .asString()
                .startsWith("t.conf:2:")
                .contains("multilink with shared_interface");
        assertThat(errors("ppp profile p { multilink no; shared_interface l2tp0 }"))
                .isEmpty();
    }
}
