package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.TraceCategory;

/// What tunnels and sessions may not share, and what belongs to L2TPv3.
class InstancesTest {
    private static final Features WITH_V3 = new Features(true);

    private static List<String> errors(String text, Features features) {
        return switch (Config.parse(text, "t", "host", 0, Sources.NONE, features)) {
            case Parsed.Good _ -> List.of();
            case Parsed.Bad(List<ConfigError> errors) ->
                errors.stream().map(ConfigError::toString).toList();
        };
    }

    private static List<String> errors(String text) {
        return errors(text, Features.NOW);
    }

    private static Settings good(String text, Features features) {
        assertThat(errors(text, features)).isEmpty();
        return ((Parsed.Good) Config.parse(text, "t", "host", 0, Sources.NONE, features)).settings();
    }

    @Test
    void fixedIdsMustDiffer() {
        assertThat(errors("""
                tunnel "a" { dest_ipaddr x; tunnel_id 5; session "s" { session_id 7 }; session "t" { session_id 7 } }
                tunnel "b" { dest_ipaddr x; tunnel_id 5; session "s" { session_id 7 } }
                tunnel "c" { dest_ipaddr x; tunnel_id 65536 }
                """))
                .containsExactly(
                        "t:1:97: session \"t\": session_id 7 is there twice, first for session \"s\" in line 1",
                        "t:2:39: tunnel \"b\": tunnel_id 5 is there twice, first for tunnel \"a\" in line 1",
                        "t:3:39: tunnel \"c\": tunnel_id 65536 is out of range, must be 1..65535 with L2TPv2");
    }

    @Test
    void configIdTellsTunnelsBetweenTheSameAddressesApart() {
        String text = """
                tunnel "a" { dest_ipaddr x; config_id 1 }
                tunnel "b" { dest_ipaddr x; config_id 2 }
                tunnel "c" { dest_ipaddr y; config_id 1 }
                tunnel "d" { dest_ipaddr x; src_ipaddr 10.0.0.1; config_id 1 }
                """;
        assertThat(good(text, Features.NOW).tunnels())
                .extracting(tunnel -> tunnel.parameters().configId())
                .containsExactly(1, 2, 1, 1);
        assertThat(errors(text + "tunnel e { dest_ipaddr x; config_id 1 }"))
                .containsExactly("t:5:37: tunnel \"e\": config_id 1, for the same two addresses, is there twice,"
                        + " first for tunnel \"a\" in line 1");
    }

    @Test
    void thePortComesFromTheTunnelElseItsProfileElseThePeerProfile() {
        Settings settings = good("""
                peer profile "p" { peer_port 1800 }
                tunnel profile "q" { peer_udp_port 1900 }
                tunnel "a" { dest_ipaddr x; peer_profile_name p }
                tunnel "b" { dest_ipaddr x:1801; peer_profile_name p }
                tunnel "c" { dest_ipaddr x; peer_profile_name p; profile_name q }
                tunnel "d" { dest_ipaddr x }
                """, Features.NOW);
        assertThat(settings.tunnels())
                .extracting(tunnel -> tunnel.parameters().peerUdpPort())
                .containsExactly(1800, 1801, 1900, 1701);
        assertThat(settings.peerProfiles().getFirst().peerPort()).isEqualTo(1800);
    }

    @Test
    void theDefaultPeerProfileHasNoAddress() {
        assertThat(errors("peer profile default { peer_ipaddr 10.0.0.0/8 }"))
                .containsExactly(
                        "t:1:36: peer profile \"default\": peer_ipaddr does nothing here: this profile is for the"
                                + " peers that no other one matches");
    }

    @Test
    void aStemMustLeaveRoomForTheIds() {
        assertThat(good(
                                "system { autoname_interfaces yes }\ntunnel t { dest_ipaddr x; interface_name wan0 }",
                                Features.NOW)
                        .tunnels()
                        .getFirst()
                        .parameters()
                        .interfaceName())
                .contains("wan0");
        assertThat(errors("system { autoname_interfaces yes }\ntunnel t { dest_ipaddr x; interface_name wan10 }"))
                .containsExactly("t:2:42: tunnel \"t\": tunnel \"t\": interface_name has 5 octets, with"
                        + " autoname_interfaces it must be 1..4");
    }

    @Test
    void aPoolMayTrace() {
        assertThat(good("ippool p { network 10.0.0.0/24 trace_flags ppp }", Features.NOW)
                        .pools()
                        .values())
                .extracting(Settings.AddressPoolSettings::traceFlags)
                .containsExactly(TraceCategory.PPP.bit());
    }

    @Test
    void whatNeedsVersion3IsRefusedAsLongAsThatIsNotThere() {
        assertThat(errors("""
                system { router_id 1 }
                tunnel profile "p" { version l2tpv3 encap ip digest_type md5 }
                tunnel profile "q" { version auto }
                session profile "p" { pseudowire_type eth cookie_length 8 cookie hex:00112233 }
                ethernet profile "p" { bridge_name br0 }
                pseudowire profile "p" { pseudowire_type eth }
                """, new Features(false)))
                .containsExactly(
                        "t:1:10: system: router_id needs L2TPv3, which is not supported yet",
                        "t:2:30: tunnel profile \"p\": version l2tpv3: L2TPv3 is not supported yet",
                        "t:2:43: tunnel profile \"p\": encap ip: L2TPv3 is not supported yet",
                        "t:2:46: tunnel profile \"p\": digest_type needs L2TPv3, which is not supported yet",
                        "t:4:39: session profile \"p\": pseudowire_type eth: L2TPv3 is not supported yet",
                        "t:4:43: session profile \"p\": cookie_length needs L2TPv3, which is not supported yet",
                        "t:4:59: session profile \"p\": cookie needs L2TPv3, which is not supported yet",
                        "t:5:1: ethernet profile \"p\": needs L2TPv3, which is not supported yet",
                        "t:6:1: pseudowire profile \"p\": there is a ethernet profile of this name too",
                        "t:6:42: pseudowire profile \"p\": pseudowire_type eth: L2TPv3 is not supported yet");
    }

    @Test
    void whereItIsThereItNeedsTheVersion() {
        assertThat(errors("""
                session profile "eth" { pseudowire_type eth }
                tunnel "a" {
                    dest_ipaddr x; version l2tpv2; encap ip; digest_type md5
                    session "s" { pseudowire_type eth; cookie_length 8 }
                    session "t" { profile_name eth }
                }
                tunnel "b" { dest_ipaddr x; version auto; encap ip }
                tunnel "c" { dest_ipaddr x; version l2tpv3; encap ip; digest_type md5; session "s" { profile_name eth } }
                """, WITH_V3))
                .containsExactly(
                        "t:3:42: tunnel \"a\": encap ip needs version l2tpv3",
                        "t:3:46: tunnel \"a\": digest_type needs version l2tpv3",
                        "t:4:19: session \"s\": pseudowire_type eth needs version l2tpv3",
                        "t:4:40: session \"s\": cookie_length needs version l2tpv3",
                        "t:5:5: session \"t\": its profile's pseudowire_type needs version l2tpv3",
                        "t:7:49: tunnel \"b\": encap ip needs version l2tpv3");
    }

    @Test
    void aPseudowireProfileIsAPppOrAnEthernetProfile() {
        Settings settings = good("""
                pseudowire profile "default" { mtu 1300 }
                pseudowire profile "p" { local_ipaddr 10.0.0.1; lcp_echo_interval 5 }
                pseudowire profile "e" { pseudowire_type eth; local_ipaddr 10.0.0.2; vlan_id 7; mtu 1200 }
                peer profile "x" { pseudowire_profile_name e }
                tunnel "t" {
                    dest_ipaddr x
                    session "s" { pseudowire_profile_name p }
                    session "t" { pseudowire_type eth; pseudowire_profile_name e }
                }
                """, WITH_V3);
        ConfiguredTunnel tunnel = settings.tunnels().getFirst();
        ConfiguredSession ppp = tunnel.sessions().getFirst();
        assertThat(ppp.ppp().mtu()).isEqualTo(1300);
        assertThat(ppp.ppp().lcpEchoInterval().toSeconds()).isEqualTo(5);
        assertThat(ppp.parameters().pppProfileName()).contains("p");
        assertThat(ppp.parameters().ethernetProfileName()).isEmpty();
        ConfiguredSession ethernet = tunnel.sessions().getLast();
        assertThat(ethernet.parameters().ethernetProfileName()).contains("e");
        assertThat(ethernet.parameters().pppProfileName()).isEmpty();
        EthernetParameters e =
                Optional.ofNullable(settings.ethernetProfiles().get("e")).orElseThrow();
        assertThat(e.vlanId()).isEqualTo(7);
        assertThat(e.mtu()).isEqualTo(1200);
        assertThat(e.localAddress().orElseThrow()).hasToString("10.0.0.2");
        assertThat(settings.peerProfiles().getFirst().ethernetProfileName()).isEqualTo("e");
        assertThat(settings.peerProfiles().getFirst().pppProfileName()).isEqualTo("default");
    }
}
