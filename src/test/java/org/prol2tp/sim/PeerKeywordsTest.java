package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.TwoFiles.SESSION;
import static org.prol2tp.sim.TwoFiles.USER;
import static org.prol2tp.sim.TwoFiles.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Settings;

/// What keywords of peer profiles, pools and users do that no other test shows.
class PeerKeywordsTest {
    private static final String ETHERNET_ALONE = "tunnel_name t; pseudowire_type eth";

    @ParameterizedTest
    @CsvSource({"255.255.255.0, true", "255.255.255.255, false"})
    void thePeersAddressAndNetmaskChooseItsProfiles(String netmask, boolean isIt) {
        Pair pair = TwoFiles.v2()
                .lns("peer profile near", "peer_ipaddr 192.0.2.0; netmask " + netmask)
                .lns("peer profile near", "tunnel_profile_name tp; session_profile_name sp; ppp_profile_name pp")
                .lns("tunnel profile tp", "host_name near")
                .lns("session profile sp", "reorder_timeout 30")
                .lns("ppp profile pp", "mru 1111")
                .up();
        assertThat(message(pair, "SCCRP")).contains("HostName=\"" + (isIt ? "near" : "lns") + "\"");
        assertThat(pair.b().dataPlane().sequencing().getFirst().reorderTimeout())
                .isEqualTo(Duration.ofMillis(isIt ? 30 : 0));
        assertThat(pair.a().dataPlane().devices().getFirst().mtu()).isEqualTo(isIt ? 1111 : 1460);
    }

    @ParameterizedTest
    @CsvSource({"ethernet_profile_name, ethernet profile e", "pseudowire_profile_name, pseudowire profile e"})
    void anEthernetProfileOfThePeerIsItsSessions(String keyword, String block) {
        Pair pair = TwoFiles.v3()
                .lacOnly(SESSION, ETHERNET_ALONE)
                .lns("peer profile near", "peer_ipaddr 192.0.2.1; " + keyword + " e")
                .lns(block, (block.startsWith("pseudo") ? "pseudowire_type eth; " : "") + "bridge_name br7")
                .start()
                .run(Duration.ofSeconds(5));
        assertThat(pair.b().dataPlane().ports())
                .singleElement()
                .satisfies(port -> assertThat(port.bridge()).contains("br7"));
    }

    /// `tunnel_name` and `session_name`, where the blocks have none.
    @Test
    void namesMayStandInsideTheirBlocks() {
        Parsed parsed = Config.parse(
                "tunnel { tunnel_name x; dest_ipaddr h; session { session_name y } }\nsession z { tunnel_name x }",
                "t",
                "host");
        List<Settings.ConfiguredTunnel> tunnels =
                ((Parsed.Good) parsed).settings().tunnels();
        assertThat(tunnels)
                .singleElement()
                .satisfies(tunnel -> assertThat(tunnel.name()).isEqualTo("x"));
        assertThat(tunnels.getFirst().sessions())
                .extracting(Settings.ConfiguredSession::name)
                .containsExactly("y", "z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // keywords | how many addresses | the first user's
                "network 10.5.0.0; netmask 255.255.255.248; reserve 10.5.0.1, 10.5.0.2 | 4 | 10.5.0.3",
                "network 10.5.0.0/29 | 6 | 10.5.0.1",
                "first_ipaddr 10.5.0.4; last_ipaddr 10.5.0.6; reserve 10.5.0.5 | 2 | 10.5.0.4"
            })
    void aPoolHasTheAddressesThatItsKeywordsSay(String words, int count, String first) {
        Pair pair = TwoFiles.v2()
                .lns("ippool q", words)
                .lns("peer profile near", "peer_ipaddr 192.0.2.1; ppp_profile_name pp")
                .lns("ppp profile pp", "ip_pool_name q")
                .up();
        Reply reply =
                pair.ask(pair.b(), new Request.ShowPools(Optional.of("q"))).orElseThrow();
        assertThat(((Reply.PoolsShown) reply).pools()).singleElement().satisfies(pool -> {
            assertThat(pool.inUse()).isEqualTo(1);
            assertThat(pool.free()).isEqualTo(count - 1);
        });
        assertThat(address(pair)).isEqualTo(IpAddress.parse(first).orElseThrow());
    }

    private static IpAddress address(Pair pair) {
        return pair.a().dataPlane().devices().getFirst().ipv4().orElseThrow().local();
    }

    @Test
    void aUserGetsOneOfHisAddresses() {
        assertThat(address(TwoFiles.v2().lns(USER, "ip_address 10.8.8.8").up()))
                .isEqualTo(IpAddress.parse("10.8.8.8").orElseThrow());
    }

    @Test
    void aPoolMayBeTracedAlone() {
        assertThat(traces(TwoFiles.v2().lns("ippool p", "trace_flags ppp").up()))
                .singleElement()
                .asString()
                .endsWith(": ippool p gives 10.0.0.2");
        assertThat(traces(TwoFiles.v2().up())).isEmpty();
    }

    private static List<String> traces(Pair pair) {
        return pair.b().events(Event.Trace.class).stream()
                .map(Event.Trace::line)
                .toList();
    }
}
