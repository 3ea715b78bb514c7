package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Settings.UserSecret;

/// What of a config file is beyond pppd, and where it stands.
class BeyondPppdTest {
    private static Parsed.Good parsed(String text) {
        Parsed parsed = Config.parse(text, "x.conf", "host");
        assertThat(parsed).isInstanceOf(Parsed.Good.class);
        return (Parsed.Good) parsed;
    }

    private static List<String> lines(String text) {
        return lines(parsed(text));
    }

    private static List<String> lines(Parsed.Good parsed) {
        return BeyondPppd.of(parsed).stream().map(it -> it.place().toString()).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ppp profile p { shared_interface all }  | x.conf:1:17: ppp profile "p": shared_interface: each pppd has an interface of its own | true
            ppp profile p { multilink yes }         | x.conf:1:17: ppp profile "p": multilink: each pppd has a session of its own | true
            ppp profile p { sync_mode async }       | x.conf:1:17: ppp profile "p": sync_mode: pppd does not say what it agreed on, for an SLI | true
            pseudowire profile p { multilink yes }  | x.conf:1:24: pseudowire profile "p": multilink: each pppd has a session of its own | true
            system { keep_sessions yes }            | x.conf:1:10: system: keep_sessions: a session of pppd's ends with the daemon | true
            tunnel profile t { ecn yes }            | x.conf:1:20: tunnel profile "t": ecn: pppd has no sessions of a tunnel that marks congestion | true
            tunnel profile t { allow_ppp_proxy lcp } | x.conf:1:20: tunnel profile "t": allow_ppp_proxy: pppd always begins anew | true
            tunnel t { dest_ipaddr 10.0.0.1; interface_name wan } | x.conf:1:34: tunnel "t": interface_name: pppd numbers its interfaces itself: ppp0, ppp1 | true
            user fred { password x }                | x.conf:1:1: user "fred": pppd knows users by /etc/ppp/pap-secrets and chap-secrets | true
            """)
    void eachHasItsPlace(String text, String line, boolean leftOut) {
        assertThat(BeyondPppd.of(parsed(text))).satisfiesExactly(it -> {
            assertThat(it.place()).hasToString(line);
            assertThat(it.leftOut()).isEqualTo(leftOut);
        });
    }

    @Test
    void radiusServersAreOurs() {
        assertThat(lines("system { radius_server 127.0.0.1; radius_secret s }"))
                .containsExactly(
                        "x.conf:1:10: system: radius_server: pppd asks the servers of its own radiusclient.conf");
        assertThat(BeyondPppd.of(
                        parsed("system { radius_server 127.0.0.1; radius_secret s }\nppp profile p { use_radius on }")))
                .satisfiesExactly(server -> assertThat(server.leftOut()).isFalse(), use -> {
                    assertThat(use.place())
                            .hasToString("x.conf:2:17: ppp profile \"p\": use_radius: pppd asks the servers of its own"
                                    + " radiusclient.conf");
                    assertThat(use.leftOut()).isFalse();
                });
    }

    @Test
    void theSameWordsWithTheirDefaultsAskForNothing() {
        assertThat(lines("""
                system { keep_sessions no; data_plane kernel }
                ppp profile p { multilink no; sync_mode sync; use_radius no; mss_clamp no; proxy_arp yes; route 10.9.0.0/16 }
                tunnel profile t { ecn no; allow_ppp_proxy no }
                tunnel t { dest_ipaddr 10.0.0.1; session s { interface_name wan } }
                """)).isEmpty();
    }

    @Test
    void whoWeLogInAsIsNoUserOfOurs() {
        assertThat(lines("""
                tunnel t { dest_ipaddr 10.0.0.1; session s { user_name fred } }
                ppp profile p { local_name wilma }
                user fred { password x }
                user wilma { password x }
                user barney { password x }
                """))
                .containsExactly(
                        "x.conf:5:1: user \"barney\": pppd knows users by /etc/ppp/pap-secrets and chap-secrets");
    }

    @Test
    void usersOfTheSecretsFileCountToo() {
        Parsed.Good parsed = parsed(
                "system {\n secrets_file users }\ntunnel t { dest_ipaddr 10.0.0.1; session s { user_name fred } }");
        UserSecret fred = new UserSecret("fred", "*", Secret.of("x"), List.of());
        assertThat(lines(parsed.withSecrets(List.of(fred)))).isEmpty();
        for (String name : List.of("*", "wilma")) {
            UserSecret other = new UserSecret(name, "*", Secret.of("x"), List.of());
            assertThat(lines(parsed.withSecrets(List.of(fred, other))))
                    .containsExactly("x.conf:2:2: system: secrets_file: pppd knows users by /etc/ppp/pap-secrets"
                            + " and chap-secrets");
        }
    }

    @Test
    void aSecondTunnelBetweenTwoPortsIsOneTooMany() {
        String one = "tunnel a { dest_ipaddr 10.0.0.1; our_udp_port 1702 }\n";
        assertThat(lines(one + "tunnel b { dest_ipaddr 10.0.0.1; our_udp_port 1702 }"))
                .containsExactly("x.conf:2:1: tunnel \"b\": pppd has sessions of one tunnel between two ports");
        assertThat(lines(one + "tunnel b { dest_ipaddr 10.0.0.2; our_udp_port 1702 }"))
                .isEmpty();
        assertThat(lines("tunnel a { dest_ipaddr 10.0.0.1 }\ntunnel b { dest_ipaddr 10.0.0.1 }"))
                .isEmpty();
    }
}
