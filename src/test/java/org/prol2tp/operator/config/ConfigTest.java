package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;

class ConfigTest {
    private static Parsed.Good good(String text) {
        Parsed parsed = Config.parse(text, "t.conf", "host");
        if (parsed instanceof Parsed.Bad(List<ConfigError> errors)) {
            throw new AssertionError(errors.toString());
        }
        return (Parsed.Good) parsed;
    }

    private static List<String> errors(String text) {
        return switch (Config.parse(text, "t.conf", "host")) {
            case Parsed.Good _ -> List.of();
            case Parsed.Bad(List<ConfigError> errors) ->
                errors.stream().map(ConfigError::toString).toList();
        };
    }

    private static ConfiguredTunnel tunnel(String text) {
        return good(text).settings().tunnels().getFirst();
    }

    private static ConfiguredSession session(String text) {
        return tunnel(text).sessions().getFirst();
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @Test
    void anEmptyFileGivesTheDefaults() {
        Settings settings = good("").settings();
        assertThat(settings.system().hostName()).isEqualTo("host");
        assertThat(settings.tunnelProfiles()).isEqualTo(Settings.defaults().tunnelProfiles());
        assertThat(settings.sessionProfiles()).isEqualTo(Settings.defaults().sessionProfiles());
        assertThat(settings.pppProfiles()).isEqualTo(Settings.defaults().pppProfiles());
        assertThat(good("").daemon()).isEqualTo(new DaemonSettings.Builder().build());
    }

    /// RFC 3931 §5.4.3; without one in the file, as the original does it.
    @Test
    void theRouterIdIsTheFilesElseTheSystems() {
        Sources system = new Sources() {
            @Override
            public Found read(String path) {
                return NONE.read(path);
            }

            @Override
            public Listed list(String pattern) {
                return NONE.list(pattern);
            }

            @Override
            public int systemRouterId() {
                return 0xc0000201;
            }
        };
        for (String text : List.of("", "system { router_id 7 }")) {
            Parsed parsed = Config.parse(text, "t", "host", 0, system);
            assertThat(((Parsed.Good) parsed).settings().system().routerId())
                    .isEqualTo(text.isEmpty() ? 0xc0000201 : 7);
        }
    }

    /// RFC 3931 §4.3, §5.3: in L2TPv3 a secret is of no use without a nonce.
    @Test
    void whatNeedsANonceIsAnErrorWithoutOne() {
        String tunnel = "tunnel t { dest_ipaddr h; secret s; nonce_length 0; ";
        assertThat(Config.parse(tunnel + "auth_mode challenge; hide_avps yes }", "t", "host"))
                .isInstanceOfSatisfying(
                        Parsed.Bad.class,
                        bad -> assertThat(bad.errors())
                                .extracting(ConfigError::toString)
                                .containsExactly(
                                        "t:1:1: tunnel \"t\": has auth_mode challenge, which needs a nonce in L2TPv3, and"
                                                + " nonce_length 0",
                                        "t:1:1: tunnel \"t\": has hide_avps yes, which needs a nonce in L2TPv3, and"
                                                + " nonce_length 0"));
        good(tunnel + "digest_type md5 }");
    }

    @Test
    void blocksOfOneLineNeedNoSeparators() {
        Settings settings = good("""
                system { log_level "info" }
                tunnel profile "lns" { secret "s3cret"  auth_mode challenge  hello_timeout 30 }
                ppp profile "lns" { local_ipaddr 10.0.0.1  ip_pool_name "p1"  auth_peer yes }
                peer profile "lac1.example" { tunnel_profile_name "lns"  ppp_profile_name "lns" }
                ippool p1 { first_ipaddr 10.0.0.2; last_ipaddr 10.0.0.9; reserve 10.0.0.3, 10.0.0.4 }
                tunnel "t1" {
                  dest_ipaddr 192.0.2.1
                  session "s1" { interface_name "ppp7"; reorder_timeout 20 }
                }
                """).settings();
        assertThat(settings.tunnelProfiles().get("lns")).satisfies(lns -> {
            assertThat(lns.secret()).contains(Secret.of("s3cret"));
            assertThat(lns.authMode()).isEqualTo(AuthMode.CHALLENGE);
            assertThat(lns.helloTimeout()).isEqualTo(Duration.ofSeconds(30));
        });
        assertThat(settings.pppProfiles().get("lns")).satisfies(lns -> {
            assertThat(lns.localAddress()).contains(ip("10.0.0.1"));
            assertThat(lns.authPeer()).contains(true);
        });
        assertThat(settings.peerProfiles())
                .containsExactly(new Settings.PeerProfile(
                        "lac1.example", Optional.empty(), 0, Settings.RolesAllowed.BOTH, "lns", "default", "lns"));
        assertThat(settings.pools().get("p1"))
                .isEqualTo(new Settings.AddressPoolSettings(
                        "p1", ip("10.0.0.2"), ip("10.0.0.9"), List.of(ip("10.0.0.3"), ip("10.0.0.4"))));
        ConfiguredSession session = settings.tunnels().getFirst().sessions().getFirst();
        assertThat(session.name()).isEqualTo("s1");
        assertThat(session.parameters().interfaceName()).contains("ppp7");
        assertThat(session.parameters().reorderTimeout()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void everySpellingOfTheGrammarReadsTheSame() {
        Config plain = good("tunnel profile \"x\" {\n trace_flags fsm,avp\n hello_timeout 90\n}\n")
                .config();
        assertThat(List.of(
                        "tunnel_profile x { debug fsm,avp; hello_timeout=90 }",
                        "tunnel-profile x\n{\ntrace_flags = fsm , avp hello_timeout 90}",
                        "# c\ntunnel profile \"x\" { # c\n trace_flags=fsm,\\\n avp\r\n hello_timeout \"90\" # c\n}"))
                .allSatisfy(text -> assertThat(good(text).config()).isEqualTo(plain));
    }

    @Test
    void instanceOverridesNamedProfileOverridesDefaultProfile() {
        ConfiguredTunnel tunnel = tunnel("""
                tunnel profile default { hello_timeout 1; max_retries 1; mtu 1001 }
                tunnel profile p { hello_timeout 2; max_retries 2 }
                tunnel t { dest_ipaddr lns.example; profile_name p; hello_timeout 3 }
                """);
        assertThat(tunnel.parameters().helloTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(tunnel.parameters().maxRetries()).isEqualTo(2);
        assertThat(tunnel.parameters().mtu()).isEqualTo(1001);
        assertThat(tunnel.parameters().txWindowSize()).isEqualTo(10);
        assertThat(tunnel.profileName()).contains("p");
    }

    @Test
    void aSessionTakesItsProfilesFromTheTunnelThenThePeer() {
        String profiles = """
                session profile s { calling_number 1 }
                ppp profile p { mtu 1000; ipv6 no; route 10.1.0.0/16 metric 5; route 2001:db8::/32 }
                peer profile q { session_profile_name s; ppp_profile_name p }
                """;
        ConfiguredSession byTunnel =
                session(profiles + "tunnel t { peer h; session_profile_name s; ppp_profile_name p; session x { } }");
        ConfiguredSession byPeer = session(profiles + "tunnel t { peer h; peer_profile_name q; session x { } }");
        assertThat(byTunnel).isEqualTo(byPeer);
        assertThat(byPeer.profileName()).contains("s");
        assertThat(byPeer.parameters().callingNumber()).contains("1");
        assertThat(byPeer.ppp().mtu()).isEqualTo(1000);
        assertThat(byPeer.ppp().ipv6()).isFalse();
        assertThat(byPeer.ppp().routes())
                .containsExactly(new Route(ip("10.1.0.0"), 16, 5), new Route(ip("2001:db8::"), 32, 0));
    }

    @Test
    void aSessionMayStandOutsideOfItsTunnel() {
        String inside = "tunnel t { peer h; session x { no_ppp yes } }";
        String outside = "session x { tunnel_name t; no_ppp yes }\ntunnel t { peer h }";
        assertThat(tunnel(inside)).isEqualTo(tunnel(outside));
    }

    @Test
    void theDestinationMayHoldThePort() {
        assertThat(List.of(
                        "peer 192.0.2.1:1702", "peer 192.0.2.1; udp_port 1702", "peer 192.0.2.1:1702; udp_port 1702"))
                .allSatisfy(text -> {
                    ConfiguredTunnel tunnel = tunnel("tunnel t { " + text + " }");
                    assertThat(tunnel.peerHost()).isEqualTo("192.0.2.1");
                    assertThat(tunnel.parameters().peerUdpPort()).isEqualTo(1702);
                });
        assertThat(tunnel("tunnel t { dest_ipaddr [2001:db8::1]:1702 }").peerHost())
                .isEqualTo("2001:db8::1");
        assertThat(tunnel("tunnel t { dest_ipaddr 2001:db8::1 }").parameters().peerUdpPort())
                .isEqualTo(1701);
    }

    @Test
    void pathsBeginAtTheFolderOfTheFile() {
        String text = "system { secrets_file users; pid_file /run/x.pid }";
        DaemonSettings daemon = ((Parsed.Good) Config.parse(text, "/etc/prol2tp/a.conf", "h")).daemon();
        assertThat(daemon.secretsFile()).contains("/etc/prol2tp/users");
        assertThat(daemon.pidFile()).isEqualTo("/run/x.pid");
    }

    @Test
    void everyErrorIsNamedAtOnce() {
        assertThat(errors("""
                system { udp_port 0
                  log_level loud; listen_ip 192.0.2 }
                tunnel profile "x" {
                  rx_window_size 2
                  helo_timeout 30
                  secret "top" # fine
                  secret "other"
                  router_id 7
                  hello_timeout
                  tunnel_profile_name "y"
                }
                tunel "u" { dest_ipaddr 192.0.2.1 }
                tunnel "t" {
                  profile_name "z"
                  dest_ipaddr 192.0.2.1.5
                  retry_timeout 1 2
                  session { ppp_profile_name nope }
                }
                """))
                .containsExactly(
                        "t.conf:1:19: system: udp_port 0 is out of range, must be 1..65535",
                        "t.conf:2:13: system: log_level loud is not one of error, warning, notice, info, debug",
                        "t.conf:2:29: system: listen_ip 192.0.2 is not an IPv4 or IPv6 address",
                        "t.conf:4:18: tunnel profile \"x\": rx_window_size 2 is out of range, must be 4..32768",
                        "t.conf:5:3: tunnel profile \"x\": unknown keyword \"helo_timeout\", did you mean"
                                + " \"hello_timeout\"?",
                        "t.conf:7:3: tunnel profile \"x\": secret is set twice, first in line 6",
                        "t.conf:9:3: tunnel profile \"x\": hello_timeout has no value, must be 0..86400 s",
                        "t.conf:10:3: tunnel profile \"x\": unknown keyword \"tunnel_profile_name\", it belongs to:"
                                + " peer profile, tunnel",
                        "t.conf:12:1: unknown block \"tunel\", did you mean \"tunnel\"?",
                        "t.conf:14:16: tunnel \"t\": profile_name z: there is no such tunnel profile",
                        "t.conf:15:15: tunnel \"t\": dest_ipaddr 192.0.2.1.5 is neither a host name nor an address",
                        "t.conf:16:19: tunnel \"t\": retry_timeout has more than one value; a value with spaces,"
                                + " \",\" or \"=\" in it needs quotes",
                        "t.conf:17:3: session: has no name",
                        "t.conf:17:30: session: ppp_profile_name nope: there is no such ppp profile");
    }

    /// The daemon's `-d` and `-D`: what the file says wins, be it `none`.
    @Test
    void traceFlagsFromOutsideHoldWhereTheFileSetsNone() {
        String text = """
                tunnel profile quiet {
                  trace_flags none
                }
                tunnel a {
                  dest_ipaddr 192.0.2.1
                  session s {
                    trace_flags ppp
                  }
                }
                tunnel b {
                  dest_ipaddr 192.0.2.1
                  profile_name quiet
                  session s {
                  }
                }
                """;
        Parsed parsed = Config.parse(text, "t.conf", "host", 2);
        assertThat(parsed).isInstanceOf(Parsed.Good.class);
        List<Settings.ConfiguredTunnel> tunnels =
                ((Parsed.Good) parsed).settings().tunnels();
        assertThat(tunnels).extracting(it -> it.parameters().traceFlags()).containsExactly(2, 0);
        assertThat(tunnels)
                .extracting(it -> it.sessions().getFirst().parameters().traceFlags())
                .containsExactly(1024, 2);
    }

    @Test
    void traceFlagsOfTheSystemHoldWhereNothingElseSetsThem() {
        String text = """
                system { trace_flags fsm }
                tunnel profile quiet { trace_flags none }
                tunnel a { dest_ipaddr 192.0.2.1; session s { trace_flags ppp } }
                tunnel b { dest_ipaddr 192.0.2.1; profile_name quiet }
                """;
        Settings settings = ((Parsed.Good) Config.parse(text, "t.conf", "host", 0)).settings();
        assertThat(settings.system().traceFlags()).isEqualTo(2);
        List<Settings.ConfiguredTunnel> tunnels = settings.tunnels();
        assertThat(tunnels).extracting(it -> it.parameters().traceFlags()).containsExactly(TraceCategory.INHERITED, 0);
        assertThat(tunnels.getFirst().sessions().getFirst().parameters().traceFlags())
                .isEqualTo(1024);
    }
}
