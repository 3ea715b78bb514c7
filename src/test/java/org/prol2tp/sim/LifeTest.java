package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TunnelStatus;

/// What happens to tunnels and sessions that are up, or will not come up.
class LifeTest {
    private static final Duration SHORT = Duration.ofSeconds(30);

    private static final Duration LONG = Duration.ofHours(1);

    private final Settings lac = Recipe.lac(1, 1).build();

    private final Settings lns = Recipe.lns(8).build();

    @Test
    void fiveTunnelsFromOnePortAreUpWithinASecond() {
        Recipe recipe = Recipe.lac(5, 1);
        recipe.tunnel.ourUdpPort = 1701;
        Pair pair = new Pair(1, recipe.build(), lns).start();
        pair.runUntil(() -> up(pair, 5), Duration.ofSeconds(1));
    }

    /// The mistake of xl2tpd, which dies at 1,018 sessions.
    @Test
    void thousandsOfSessionsInOneTunnelComeUp() {
        Recipe client = Recipe.lac(1, 3_000);
        client.session.noPpp = true;
        Recipe server = Recipe.lns(8);
        server.session.noPpp = true;
        Pair pair = new Pair(1, client.build(), server.build()).start();
        pair.transcript().keepNothing();
        pair.runUntil(() -> pair.b().events(Event.SessionUp.class).size() == 3_000, Duration.ofMinutes(1));
        assertThat(pair.a().events(Event.SessionUp.class)).hasSize(3_000);
        assertThat(pair.b().dataPlane().sessionCount()).isEqualTo(3_000);
        ScenarioTest.shutDown(pair);
    }

    /// The mistake of xl2tpd and openl2tp, which leave a burst of StopCCNs to be sent again.
    @Test
    void aThousandStopCcnsAtOnceAreEachAcknowledgedAtOnce() {
        Pair pair = new Pair(1, Recipe.lac(1_000, 0).build(), lns).start();
        pair.runUntil(() -> pair.a().events(Event.TunnelUp.class).size() == 1_000, SHORT);
        pair.askAndWait(pair.a(), new Request.Shutdown(), Duration.ofMillis(100));
        assertThat(pair.transcript().count("StopCCN")).isEqualTo(1_000);
    }

    @Test
    void aPeerThatWasRestartedGetsItsTunnelsAndSessionsBack() {
        Pair pair = upPair(lac, lns);
        pair.kill(pair.b());
        pair.run(Duration.ofSeconds(5));
        pair.restart(pair.b(), lns);
        pair.runUntil(() -> up(pair, 1), LONG);
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(1);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aClientThatWasRestartedComesBackAndTheOldTunnelEndsByItself() {
        Pair pair = upPair(lac, lns);
        pair.kill(pair.a());
        pair.restart(pair.a(), lac);
        pair.runUntil(() -> pair.a().dataPlane().deviceCount() == 1, SHORT);
        pair.run(Duration.ofMinutes(3));
        assertThat(up(pair, 1)).isTrue();
        ScenarioTest.shutDown(pair);
    }

    /// RFC 2661 §5.5: 60 s of silence, a HELLO, its retransmissions.
    @Test
    void helloFindsOutThatThePeerVanished() {
        Pair pair = upPair(lac, lns);
        pair.kill(pair.a());
        pair.runUntil(() -> !pair.b().events(Event.TunnelDown.class).isEmpty(), Duration.ofSeconds(100));
        pair.run(Duration.ofSeconds(60));
        assertThat(NodeProbe.of(pair.b().node())).isEqualTo(NodeProbe.EMPTY);
        assertThat(pair.b().events(Event.SessionDeleted.class)).hasSize(1);
    }

    @Test
    void aClientKeepsTryingWhileThereIsNoNameAndNoPeer() {
        Pair pair = new Pair(1, lac, lns);
        pair.a().nameServiceWorks = false;
        pair.feed(pair.a(), new Input.Started());
        pair.run(Duration.ofMinutes(20));
        assertThat(pair.a().events(Event.TunnelNotice.class)).hasSizeGreaterThan(5);
        pair.a().nameServiceWorks = true;
        pair.runUntil(() -> up(pair, 1), Duration.ofMinutes(7));
    }

    /// The interval doubles up to the five minutes of tunnel_persist_pend_timeout, a quarter more or
    /// less.
    @Test
    void triesBecomeRarer() {
        Pair pair = new Pair(1, lac, lns);
        pair.a().nameServiceWorks = false;
        pair.feed(pair.a(), new Input.Started());
        pair.run(Duration.ofHours(1));
        assertThat(pair.a().events(Event.TunnelNotice.class)).hasSizeBetween(30, 50);
        assertThat(tunnel(pair, pair.a()).state()).isEqualTo("Retry");
    }

    @Test
    void aSessionThatTheDataPlaneCannotServeEndsWithTemporaryLackOfResourcesAndComesBack() {
        Pair pair = new Pair(1, lac, lns);
        pair.b().devicesWork = false;
        pair.start();
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), SHORT);
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().result())
                .isEqualTo(4);
        assertThat(session(pair, pair.a()).state()).isEqualTo("Retry");
        pair.b().devicesWork = true;
        pair.runUntil(() -> up(pair, 1), Duration.ofMinutes(2));
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
    }

    @Test
    void aWrongPasswordEndsTheSessionWithAReasonAndIsTriedAgainRarely() {
        Recipe recipe = Recipe.lac(1, 1);
        recipe.session.userPassword = Optional.of(Secret.of("wrong"));
        Pair pair = new Pair(1, recipe.build(), lns).start();
        pair.run(Duration.ofMinutes(10));
        assertThat(pair.a().dataPlane().deviceCount()).isZero();
        assertThat(pair.b().events(Event.SessionUp.class)).isEmpty();
        assertThat(pair.b().events(Event.SessionCreated.class)).hasSizeBetween(8, 16);
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().result())
                .isEqualTo(3);
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
    }

    @Test
    void aUserGetsTheAddressReservedForHim() {
        Recipe server = Recipe.lns(8);
        server.secrets.clear();
        IpAddress own = IpAddress.parse("10.0.0.7").orElseThrow();
        server.secrets.add(new Settings.UserSecret("user", "lns", Secret.of("password"), List.of(own)));
        Pair pair = upPair(lac, server.build());
        assertThat(session(pair, pair.a()).localAddress()).contains(own);
        assertThat(session(pair, pair.b()).userName()).contains("user");
    }

    /// What a crashed client left behind does not lock its user out.
    @Test
    void theNewestSessionOfAUserTakesHisAddress() {
        Recipe server = Recipe.lns(8);
        server.secrets.clear();
        IpAddress own = IpAddress.parse("10.0.0.7").orElseThrow();
        server.secrets.add(new Settings.UserSecret("user", "*", Secret.of("password"), List.of(own)));
        Pair pair = upPair(lac, server.build());
        pair.kill(pair.a());
        pair.restart(pair.a(), lac);
        pair.runUntil(() -> !session(pair, pair.a()).localAddress().isEmpty(), SHORT);
        assertThat(session(pair, pair.a()).localAddress()).contains(own);
        assertThat(pair.b().dataPlane().deviceCount()).isEqualTo(1);
        pair.run(Duration.ofMinutes(3));
        ScenarioTest.shutDown(pair);
    }

    @Test
    void whenThePoolIsEmptyTheSessionHasIpv6Only() {
        Pair pair = new Pair(1, Recipe.lac(1, 3).build(), Recipe.lns(2).build()).start();
        pair.runUntil(() -> pair.b().events(Event.SessionUp.class).size() == 3, SHORT);
        assertThat(pair.b().events(Event.SessionUp.class))
                .filteredOn(it -> it.facts().peerAddress().isEmpty())
                .hasSize(1);
        assertThat(pair.b().events(Event.SessionNotice.class))
                .anyMatch(it -> it.what().contains("no address is left"));
    }

    @Test
    void theClientHearsOfAddressesDnsServersAndMtu() {
        Recipe server = Recipe.lns(8);
        server.ppp.dnsServers = List.of(IpAddress.parse("10.0.0.53").orElseThrow());
        server.ppp.mru = 1_400;
        Recipe client = Recipe.lac(1, 1);
        client.ppp.defaultRoute = true;
        client.session.interfaceName = Optional.of("vpn0");
        Pair pair = upPair(client.build(), server.build());
        pair.run(Duration.ofMillis(100));
        Event.SessionUp up = pair.a().events(Event.SessionUp.class).getFirst();
        assertThat(up.facts().interfaceName()).contains("vpn0");
        assertThat(up.facts().localAddress()).isEqualTo(IpAddress.parse("10.0.0.2"));
        assertThat(up.facts().peerAddress()).isEqualTo(IpAddress.parse("10.0.0.1"));
        assertThat(up.dnsServers()).containsExactlyElementsOf(server.ppp.dnsServers);
        assertThat(up.facts().mtu()).isEqualTo(1_400);
        DataPlaneCommand.InterfaceOptions device =
                pair.a().dataPlane().device(up.session().handle()).orElseThrow();
        assertThat(device.mtu()).isEqualTo(1_400);
        assertThat(device.ipv6()).isPresent();
        assertThat(device.routes()).containsExactly(new DataPlaneCommand.Route(IpAddress.ANY_IPV4, 0, 0));
    }

    @Test
    void sessionsOfAProfileShareAnInterfaceWithThePoolsRoutes() {
        Recipe server = Recipe.lns(8);
        server.ppp.sharedInterface = Optional.of("users");
        server.ppp.mtu = 1_400;
        Pair pair = upPair(Recipe.lac(1, 1).build(), server.build());
        pair.run(Duration.ofMillis(100));
        Event.SessionUp up = pair.b().events(Event.SessionUp.class).getFirst();
        DataPlaneCommand.InterfaceOptions device =
                pair.b().dataPlane().device(up.session().handle()).orElseThrow();
        assertThat(device.shared())
                .contains(new DataPlaneCommand.SharedInterface(
                        "users",
                        1_400,
                        List.of(
                                new DataPlaneCommand.Route(IpAddress.ofIpv4(0x0a000002), 31, 0),
                                new DataPlaneCommand.Route(IpAddress.ofIpv4(0x0a000004), 30, 0),
                                new DataPlaneCommand.Route(IpAddress.ofIpv4(0x0a000008), 31, 0))));
        assertThat(device.ipv6()).isEmpty();
        assertThat(device.ipv4().orElseThrow().peer()).isEqualTo(IpAddress.ofIpv4(0x0a000002));
    }

    /// A NAT forgot the client and gives it another port: the server follows a message that can only be
    /// the next one.
    @Test
    void aMovedPortIsFollowed() {
        Pair pair = upPair(lac, lns);
        int port = tunnel(pair, pair.b()).path().orElseThrow().peer().port();
        pair.a().outerPorts.put(port, 50_000);
        pair.run(Duration.ofMinutes(3));
        assertThat(tunnel(pair, pair.b()).path().orElseThrow().peer().port()).isEqualTo(50_000);
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        assertThat(pair.b().events(Event.TunnelDown.class)).isEmpty();
        assertThat(up(pair, 1)).isTrue();
    }

    /// RFC 2661 §8.1: the peer may answer from another port than the one it was called at.
    @Test
    void theClientGoesOnWithThePortOfTheFirstAnswer() {
        Pair pair = new Pair(1, lac, lns);
        pair.b().answersFrom(1701, 33_333);
        pair.start();
        pair.runUntil(() -> up(pair, 1), SHORT);
        assertThat(tunnel(pair, pair.a()).path().orElseThrow().peer().port()).isEqualTo(33_333);
    }

    @Test
    void aFullTunnelRefusesTheNextCallAndKeepsTheOthers() {
        Recipe server = Recipe.lns(8);
        server.tunnel.maxSessions = 2;
        Pair pair = new Pair(1, Recipe.lac(1, 3).build(), server.build()).start();
        pair.runUntil(() -> pair.b().dataPlane().deviceCount() == 2, SHORT);
        pair.run(Duration.ofMinutes(2));
        assertThat(pair.b().dataPlane().deviceCount()).isEqualTo(2);
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().result())
                .isEqualTo(4);
    }

    @Test
    void withoutPppTheSessionIsUpOnceTheCallIs() {
        Recipe client = Recipe.lac(1, 1);
        client.session.noPpp = true;
        Recipe server = Recipe.lns(8);
        server.session.noPpp = true;
        Pair pair = new Pair(1, client.build(), server.build()).start();
        pair.runUntil(() -> !pair.b().events(Event.SessionUp.class).isEmpty(), SHORT);
        assertThat(pair.a().events(Event.SessionUp.class).getFirst().facts().interfaceName())
                .isEmpty();
        assertThat(pair.a().dataPlane().sessionCount()).isEqualTo(1);
    }

    @Test
    void aSessionEndsWhenItsTimeIsUpAndComesBack() {
        Recipe server = Recipe.lns(8);
        server.ppp.maxConnectTime = Duration.ofMinutes(10);
        Pair pair = upPair(lac, server.build());
        pair.run(Duration.ofMinutes(11));
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(1);
        assertThat(pair.a().events(Event.SessionUp.class)).hasSize(2);
        assertThat(up(pair, 1)).isTrue();
    }

    /// `idle_timeout` of a PPP profile. LCP echoes are no traffic.
    @Test
    void anIdleSessionIsEndedAndABusyOneIsNot() {
        Recipe server = Recipe.lns(8);
        server.ppp.idleTimeout = Duration.ofMinutes(10);
        server.ppp.lcpEchoInterval = Duration.ofSeconds(7);
        Pair pair = upPair(lac, server.build());
        for (int i = 0; i < 8; i++) {
            pair.b().packets++;
            pair.run(Duration.ofMinutes(9));
        }
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
        pair.run(Duration.ofMinutes(5));
        assertThat(pair.b().events(Event.SessionDown.class)).hasSize(1);
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(1);
        assertThat(pair.b().events(Event.SessionDown.class).getFirst().why().message())
                .isEqualTo("the session carried nothing for too long");
        assertThat(pair.b().events(Event.TunnelDown.class)).isEmpty();
    }

    /// RFC 1661 §3.4: a Configure-Request in an open link begins anew.
    @Test
    void aRenegotiatedLinkGoesDownAndComesUpAgain() {
        Pair pair = upPair(lac, lns);
        pair.run(Duration.ofSeconds(1));
        byte[] configureRequest = {(byte) 0xff, 3, (byte) 0xc0, 0x21, 1, 77, 0, 4};
        pair.feed(pair.b(), new Input.PppFrameReceived(session(pair, pair.b()).handle(), configureRequest));
        pair.run(Duration.ofSeconds(30));
        assertThat(pair.b().events(Event.SessionDown.class)).hasSize(1);
        assertThat(pair.b().events(Event.SessionUp.class)).hasSize(2);
        assertThat(pair.b().events(Event.SessionDeleted.class)).isEmpty();
        assertThat(up(pair, 1)).isTrue();
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aBugInOneTunnelLeavesTheOthers() {
        Pair pair = new Pair(1, Recipe.lac(2, 1).build(), lns).start();
        pair.runUntil(() -> up(pair, 2), SHORT);
        SessionStatus hit = Agreement.sessions(pair, pair.b()).getFirst();
        pair.dropAfterBug(pair.b(), new Input.PppFrameReceived(hit.handle(), new byte[] {1}));
        assertThat(pair.b().dataPlane().deviceCount()).isEqualTo(1);
        assertThat(Agreement.tunnels(pair, pair.b())).hasSize(1);
        pair.runUntil(() -> up(pair, 2), LONG);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void shutdownEndsWithinTheRetransmissionsWhenNobodyAnswers() {
        Pair pair = upPair(lac, lns);
        pair.kill(pair.b());
        pair.askAndWait(pair.a(), new Request.Shutdown(), Duration.ofSeconds(40));
        assertThat(pair.a().events(Event.NodeStopped.class)).hasSize(1);
        assertThat(NodeProbe.of(pair.a().node())).isEqualTo(NodeProbe.EMPTY);
    }

    private static Pair upPair(Settings settingsA, Settings settingsB) {
        Pair pair = new Pair(1, settingsA, settingsB).start();
        pair.runUntil(() -> up(pair, 1), SHORT);
        return pair;
    }

    private static boolean up(Pair pair, int sessions) {
        return Agreement.disagreements(pair, sessions).isEmpty();
    }

    private static TunnelStatus tunnel(Pair pair, Side side) {
        return Agreement.tunnels(pair, side).getFirst();
    }

    private static SessionStatus session(Pair pair, Side side) {
        return Agreement.sessions(pair, side).getFirst();
    }
}
