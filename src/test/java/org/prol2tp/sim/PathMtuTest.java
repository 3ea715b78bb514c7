package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.CallAvp;
import org.prol2tp.protocol.wire.CallStatusAvp;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp;
import org.prol2tp.protocol.wire.SessionId;

/// What the network says about the length of datagrams changes the interfaces of a tunnel that asked for it.
class PathMtuTest {
    private static Path path(Pair pair) {
        Reply reply =
                pair.ask(pair.a(), new Request.ShowTunnels(Optional.empty())).orElseThrow();
        return ((Reply.TunnelsShown) reply).tunnels().getFirst().path().orElseThrow();
    }

    private static Pair up(boolean discovery) {
        Recipe lac = Recipe.lac(1, 1);
        lac.tunnel.doPmtuDiscovery = discovery;
        Pair pair = new Pair(1, lac.build(), Recipe.lns(8).build()).start();
        return pair.runUntil(() -> !pair.a().events(Event.SessionUp.class).isEmpty(), Duration.ofSeconds(30));
    }

    private static List<String> notices(Pair pair) {
        return pair.a().events(Event.TunnelNotice.class).stream()
                .map(Event.TunnelNotice::what)
                .filter(what -> what.startsWith("the path carries"))
                .toList();
    }

    private static int lastMtu(Pair pair) {
        SessionHandle session =
                pair.a().events(Event.SessionUp.class).getFirst().session().handle();
        return pair.a().dataPlane().device(session).orElseThrow().mtu();
    }

    /// IP's header, UDP's and L2TPv3's (over IP, port 0, the Session ID alone), cookie, sublayer, Ethernet's header,
    /// tag.
    @ParameterizedTest
    @CsvSource({
        "192.0.2.9,   1701, 5, '',               0, 1450",
        "192.0.2.9,   1701, 5, 01020304,         0, 1446",
        "192.0.2.9,   1701, 5, 0102030405060708, 0, 1442",
        "192.0.2.9,   1701, 5, '',               1, 1446",
        "192.0.2.9,   1701, 5, 0102030405060708, 1, 1438",
        "192.0.2.9,   1701, 4, 0102030405060708, 1, 1434",
        "192.0.2.9,   0,    5, '',               0, 1462",
        "192.0.2.9,   0,    5, 01020304,         0, 1458",
        "192.0.2.9,   0,    5, 0102030405060708, 1, 1450",
        "192.0.2.9,   0,    4, 0102030405060708, 1, 1446",
        "2001:db8::9, 1701, 5, '',               0, 1430",
        "2001:db8::9, 1701, 5, 01020304,         1, 1422",
        "2001:db8::9, 1701, 5, 0102030405060708, 1, 1418",
        "2001:db8::9, 1701, 4, '',               0, 1426",
        "2001:db8::9, 0,    5, '',               0, 1442",
        "2001:db8::9, 0,    5, 0102030405060708, 1, 1430",
        "2001:db8::9, 0,    4, 01020304,         0, 1434",
    })
    void thePortOfEveryLayoutCarriesWhatFitsInto1500Octets(
            String address, int port, int type, String cookie, int sublayer, int mtu) {
        Recipe lns = Recipe.lns(8).in(ProtocolVersion.L2TPV3);
        lns.ethernet.mtu = 1518;
        lns.tunnel.mtu = 1499;
        HandPeer node = new HandPeer(lns.build());
        Endpoint peer = HandPeer.endpoint(address, port);
        int tunnel = node.openTunnelOfV3(peer, 5);
        CallAvp.AssignedSessionId theirs = new CallAvp.AssignedSessionId(new SessionId(77));
        Message icrq = Message.Icrq.of(
                theirs.value(),
                1,
                new PseudowireAvp.PseudowireType(type),
                new PseudowireAvp.RemoteEndId("port"),
                new PseudowireAvp.AssignedCookie(Octets.ofHex(cookie)),
                new PseudowireAvp.L2SpecificSublayer(sublayer),
                CallStatusAvp.CircuitStatus.NEW_ACTIVE);
        int session = node.send(peer, HandPeer.v3(tunnel, 0, 2, 1, icrq)).stream()
                .flatMap(it -> HandPeer.read(it).stream())
                .filter(Message.Icrp.class::isInstance)
                .map(it -> ((Message.Icrp) it).assignedSessionId().value())
                .findFirst()
                .orElseThrow();
        node.send(peer, HandPeer.v3(tunnel, session, 3, 2, new Message.Iccn(AvpSet.of(theirs))));
        assertThat(node.programmed)
                .filteredOn(DataPlaneCommand.ActivateEthernet.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        DataPlaneCommand.ActivateEthernet.class,
                        it -> assertThat(it.options().mtu()).isEqualTo(mtu));
    }

    @Test
    void interfacesCarryWhatFitsIntoThePath() {
        Pair pair = up(true);
        pair.feed(pair.a(), new Input.PathMtuFound(path(pair), 1400));
        assertThat(lastMtu(pair)).isEqualTo(1400 - 20 - 8 - 12 - 4);
        pair.feed(pair.a(), new Input.PathMtuFound(path(pair), 1450));
        assertThat(notices(pair)).containsExactly("the path carries 1400 octets, its interfaces now 1356");
    }

    /// The kernel tells one socket what holds for all that go to the address; of the first link without a port.
    @Test
    void aPathIsOfAddressesWhateverThePortsAndTheSocket() {
        Pair pair = up(true);
        Path path = path(pair);
        IpAddress peer = path.peer().address();
        pair.feed(
                pair.a(),
                new Input.PathMtuFound(new Path(path.socket(), path.localAddress(), new Endpoint(peer, 0)), 1400));
        assertThat(lastMtu(pair)).isEqualTo(1356);
        pair.feed(pair.a(), new Input.PathMtuFound(new Path(99, path.localAddress(), new Endpoint(peer, 1702)), 1300));
        assertThat(lastMtu(pair)).isEqualTo(1256);
        IpAddress other = IpAddress.ofIpv4(0x0a090807);
        pair.feed(
                pair.a(),
                new Input.PathMtuFound(new Path(path.socket(), path.localAddress(), new Endpoint(other, 1701)), 1200));
        assertThat(lastMtu(pair)).isEqualTo(1256);
    }

    @Test
    void nobodyWhoForgesAnErrorStopsTheTraffic() {
        Pair pair = up(true);
        pair.feed(pair.a(), new Input.PathMtuFound(path(pair), 1));
        assertThat(lastMtu(pair)).isEqualTo(552 - 20 - 8 - 12 - 4);
    }

    @Test
    void aTunnelThatDidNotAskIsNotConcerned() {
        Pair pair = up(false);
        int before = lastMtu(pair);
        pair.feed(pair.a(), new Input.PathMtuFound(path(pair), 1400));
        assertThat(lastMtu(pair)).isEqualTo(before);
        assertThat(notices(pair)).isEmpty();
    }
}
