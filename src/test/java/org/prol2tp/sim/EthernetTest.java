package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceAddress;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;

/// Sessions that carry Ethernet: their interfaces, their events.
///
/// Source: RFC 4719.
class EthernetTest {
    private static final Duration SHORT = Duration.ofSeconds(20);

    private static Recipe lac() {
        Recipe lac = Recipe.lac(1, 1).in(ProtocolVersion.L2TPV3);
        lac.session.pseudowireType = PseudowireType.ETH;
        return lac;
    }

    private static Recipe lns() {
        return Recipe.lns(8).in(ProtocolVersion.L2TPV3);
    }

    private static Pair up(Recipe lac, Recipe lns) {
        Pair pair = new Pair(4719, lac.build(), lns.build()).start();
        pair.runUntil(
                () -> !pair.a().events(Event.SessionUp.class).isEmpty()
                        && !pair.b().events(Event.SessionUp.class).isEmpty(),
                SHORT);
        return pair;
    }

    private static EthernetOptions port(Side side) {
        return side.dataPlane().ports().getFirst();
    }

    @Test
    void bothEndsMakeThePortOfTheirProfileAndTellOfIt() {
        Recipe lac = lac();
        lac.ethernet.interfaceName = Optional.of("wire0");
        lac.ethernet.localAddress = IpAddress.parse("10.1.0.1");
        lac.ethernet.peerAddress = IpAddress.parse("10.1.0.2");
        lac.ethernet.prefixLength = 24;
        lac.ethernet.macAddress = Optional.of("02:00:00:00:00:01");
        lac.ethernet.mssClamp = true;
        Recipe lns = lns();
        lns.ethernet.bridgeName = Optional.of("br0");
        Pair pair = up(lac, lns);
        assertThat(port(pair.a()))
                .isEqualTo(new EthernetOptions(
                        Optional.of("wire0"),
                        1446,
                        Optional.of("02:00:00:00:00:01"),
                        Optional.of(
                                new InterfaceAddress(IpAddress.parse("10.1.0.1").orElseThrow(), 24)),
                        Optional.empty(),
                        0,
                        true));
        assertThat(port(pair.b()).bridge()).contains("br0");
        assertThat(port(pair.b()).name()).contains("l2tpeth%d");
        Event.SessionFacts placed =
                pair.a().events(Event.SessionUp.class).getFirst().facts();
        assertThat(placed.pseudowire()).isEqualTo(Event.Pseudowire.ETH);
        assertThat(placed.interfaceName()).contains("wire0");
        assertThat(placed.netmask()).isEqualTo(IpAddress.parse("255.255.255.0"));
        assertThat(placed.peerAddress()).isEqualTo(IpAddress.parse("10.1.0.2"));
        assertThat(placed.mtu()).isEqualTo(1446);
        Event.SessionFacts accepted =
                pair.b().events(Event.SessionUp.class).getFirst().facts();
        assertThat(accepted.pseudowire()).isEqualTo(Event.Pseudowire.ETH);
        assertThat(accepted.bridgeName()).contains("br0");
        assertThat(accepted.ethernetProfileName()).contains("default");
        assertThat(pair.a()
                        .events(Event.SessionCreated.class)
                        .getFirst()
                        .facts()
                        .pseudowire())
                .isEqualTo(Event.Pseudowire.ETH);
        ScenarioTest.shutDown(pair);
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().facts().interfaceName())
                .contains("wire0");
    }

    /// RFC 4719 §2.2: the tag is in the pseudowire.
    @Test
    void aVlanPseudowireHasTheTagAndRoomForIt() {
        Recipe lac = lac();
        lac.session.pseudowireType = PseudowireType.ETH_VLAN;
        lac.ethernet.vlanId = 7;
        Pair pair = up(lac, lns());
        assertThat(port(pair.a()).vlanId()).isEqualTo(7);
        assertThat(port(pair.a()).mtu()).isEqualTo(1460 - 18);
        assertThat(port(pair.b()).vlanId()).isZero();
    }

    /// A path of 1500 octets holds IP's and UDP's header, L2TP's, cookie, sublayer and Ethernet's header besides.
    @Test
    void theMtuIsWhatFitsIntoThePath() {
        Recipe lac = lac();
        Recipe lns = lns();
        lns.session.v3 = lns.session.v3.withCookieLength(8);
        Pair pair = up(lac, lns);
        assertThat(port(pair.a()).mtu()).isEqualTo(1500 - 20 - 8 - 8 - 8 - 4 - 14);
        assertThat(port(pair.b()).mtu()).isEqualTo(1500 - 20 - 8 - 8 - 4 - 14);
        lac.tunnel.encapsulation = Encapsulation.IP;
        lac.ethernet.mtu = 1499;
        lns.ethernet.mtu = 1499;
        Pair overIp = up(lac, lns);
        assertThat(port(overIp.a()).mtu()).isEqualTo(1500 - 20 - 4 - 8 - 4 - 14);
        assertThat(port(overIp.b()).mtu()).isEqualTo(1500 - 20 - 4 - 4 - 14);
        assertThat(overIp.b().events(Event.TunnelUp.class))
                .allSatisfy(it -> assertThat(it.facts().encapsulation()).isEqualTo(Encapsulation.IP));
        lac.ethernet.mtu = 9000;
        lac.tunnel.mtu = 8000;
        assertThat(port(up(lac, lns).a()).mtu()).isEqualTo(8000);
    }

    @Test
    void aPortThatCannotBeMadeEndsTheSessionWhichComesBack() {
        Pair pair = new Pair(1, lac().build(), lns().build());
        pair.b().devicesWork = false;
        pair.start().run(SHORT);
        assertThat(pair.b().events(Event.SessionUp.class)).isEmpty();
        pair.b().devicesWork = true;
        pair.runUntil(() -> !pair.b().events(Event.SessionUp.class).isEmpty(), Duration.ofMinutes(5));
        assertThat(pair.a().dataPlane().deviceCount()).isEqualTo(1);
    }

    /// RFC 3931 §5.4.5: an interface is set down at one end, which the other end's data plane is told of, and its
    /// operator.
    @Test
    void theCircuitsOfBothEndsAreKnownAtBoth() {
        Pair pair = up(lac(), lns());
        setUp(pair, pair.a(), false);
        assertThat(pair.b().dataPlane().pseudowires().getFirst().peerActive()).isFalse();
        assertThat(circuits(pair.a())).containsExactly("inactive, peer active");
        assertThat(circuits(pair.b())).containsExactly("active, peer inactive");
        assertThat(shown(pair, pair.b())).contains("circuit=active", "peer_circuit=inactive");
        setUp(pair, pair.a(), false); // no news
        setUp(pair, pair.b(), false);
        setUp(pair, pair.a(), true);
        assertThat(pair.b().dataPlane().pseudowires().getFirst().peerActive()).isTrue();
        assertThat(circuits(pair.a()))
                .containsExactly("inactive, peer active", "inactive, peer inactive", "active, peer inactive");
        assertThat(circuits(pair.b()))
                .containsExactly("active, peer inactive", "inactive, peer inactive", "inactive, peer active");
    }

    private static void setUp(Pair pair, Side side, boolean up) {
        Event.SessionUp session = side.events(Event.SessionUp.class).getFirst();
        pair.feed(side, new Input.CircuitChanged(session.session().handle(), up));
        pair.run(Duration.ofSeconds(1));
    }

    private static List<String> circuits(Side side) {
        return side.events(Event.SessionCircuit.class).stream()
                .map(it ->
                        Event.SessionCircuit.word(it.active()) + ", peer " + Event.SessionCircuit.word(it.peerActive()))
                .toList();
    }

    private static String shown(Pair pair, Side side) {
        Reply.SessionsShown shown =
                (Reply.SessionsShown) pair.ask(side, new Request.ShowSessions(Optional.empty(), Optional.empty()))
                        .orElseThrow();
        return shown.sessions().getFirst().pseudowire().toString();
    }

    @Test
    void anOutgoingCallCarriesEthernetToo() {
        Recipe lac = lac();
        lac.session.type = Optional.of(SessionType.LNOC);
        Recipe lns = lns();
        lns.session.type = Optional.of(SessionType.LAOC);
        Pair pair = up(lac, lns);
        assertThat(List.of(
                        pair.a().dataPlane().deviceCount(), pair.b().dataPlane().deviceCount()))
                .containsExactly(1, 1);
    }

    private static TwoFiles circuits() {
        return TwoFiles.v3()
                .lacOnly("tunnel t", "dest_ipaddr 192.0.2.2; version l2tpv3; use_tiebreaker yes")
                .lns("tunnel profile default", "use_tiebreaker yes")
                .lns("tunnel t", "dest_ipaddr 192.0.2.1; version l2tpv3; use_tiebreaker yes");
    }

    private static List<String> namesInUse(Pair pair, Side side) {
        return Agreement.sessions(pair, side).stream()
                .filter(it -> it.state().equals("Established"))
                .map(it -> it.name().orElse("?"))
                .sorted()
                .toList();
    }

    @Test
    void theSessionThatBothEndsWantForACircuitIsOneAndThatOfBothFiles() {
        String session = "tunnel_name t; pseudowire_type eth; remote_end_id port";
        Pair pair = circuits()
                .lacOnly("session s", session)
                .lns("session s", session)
                .start();
        pair.run(Duration.ofMinutes(10));
        assertThat(namesInUse(pair, pair.a())).containsExactly("s");
        assertThat(namesInUse(pair, pair.b())).containsExactly("s");
        assertThat(pair.a().dataPlane().sessionCount()).isEqualTo(1);
        assertThat(pair.b().dataPlane().sessionCount()).isEqualTo(1);
    }

    @Test
    void aSessionThatWaitsTakesTheCallForItsCircuit() {
        String waits = "tunnel_name t; session_type lnic; pseudowire_type eth; remote_end_id ";
        Pair pair = circuits()
                .lacOnly("session s", "tunnel_name t; pseudowire_type eth; remote_end_id two")
                .lns("session one", waits + "one")
                .lns("session two", waits + "two")
                .start();
        pair.run(Duration.ofMinutes(1));
        assertThat(namesInUse(pair, pair.b())).containsExactly("two");
    }
}
