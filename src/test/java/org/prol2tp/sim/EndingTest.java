package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.TunnelStatus;

/// How tunnels, sessions and whole nodes end, and what is said of it.
class EndingTest {
    private static final Duration SHORT = Duration.ofSeconds(30);

    private static final Request SHUTDOWN = new Request.Shutdown();

    /// RFC 2661 §5.8 wants a full cycle of 31 s after a StopCCN of the peer; who ends need not wait so long.
    @Test
    void twoEndsThatStopAtTheSameMomentAreDoneInThreeSeconds() {
        Pair pair = upPair(Recipe.lac(3, 2), Recipe.lns(16), 6);
        pair.feed(pair.a(), new Input.OperatorAsked(100, SHUTDOWN));
        pair.feed(pair.b(), new Input.OperatorAsked(100, SHUTDOWN));
        pair.runUntil(() -> stopped(pair.a()) && stopped(pair.b()), Duration.ofSeconds(3));
        assertThat(NodeProbe.of(pair.a().node())).isEqualTo(NodeProbe.EMPTY);
        assertThat(NodeProbe.of(pair.b().node())).isEqualTo(NodeProbe.EMPTY);
    }

    @Test
    void aStopThatFollowsThePeersStopTakesAMoment() {
        Pair pair = upPair(Recipe.lac(3, 2), Recipe.lns(16), 6);
        pair.feed(pair.a(), new Input.OperatorAsked(100, SHUTDOWN));
        pair.run(Duration.ofMillis(30));
        pair.askAndWait(pair.b(), SHUTDOWN, Duration.ofSeconds(3));
        assertThat(stopped(pair.a())).isTrue();
    }

    /// There is nobody to send a StopCCN to: the peer's id is not known.
    @Test
    void aClientThatNobodyAnsweredStopsInAMoment() {
        Pair pair = new Pair(1, Recipe.lac(2, 1).build(), Recipe.lns(8).build());
        pair.feed(pair.a(), new Input.Started());
        pair.kill(pair.b());
        pair.run(Duration.ofSeconds(1));
        pair.askAndWait(pair.a(), SHUTDOWN, Duration.ofSeconds(3));
        assertThat(NodeProbe.of(pair.a().node())).isEqualTo(NodeProbe.EMPTY);
    }

    /// A tunnel that waits for its next try while the old connection's StopCCN is not acknowledged yet.
    @Test
    void aStopWaitsForConnectionsThatDrainAndDeletesEachTunnelOnce() {
        Recipe lac = Recipe.lac(1, 0);
        lac.tunnel.idleTimeout = Duration.ofSeconds(10);
        Pair pair = upPair(lac, Recipe.lns(8), 0);
        pair.kill(pair.b());
        pair.runUntil(() -> !pair.a().events(Event.TunnelDown.class).isEmpty(), SHORT);
        pair.askAndWait(pair.a(), SHUTDOWN, Duration.ofSeconds(40));
        assertThat(pair.a().events(Event.TunnelDeleted.class)).hasSize(1);
        assertThat(pair.a().events(Event.NodeStopped.class)).hasSize(1);
        assertThat(NodeProbe.of(pair.a().node())).isEqualTo(NodeProbe.EMPTY);
    }

    @Test
    void eventsOfTheEndCarryTheIdsOfTheBeginning() {
        Pair pair = upPair(Recipe.lac(1, 1), Recipe.lns(8), 1);
        pair.run(Duration.ofSeconds(1));
        ScenarioTest.shutDown(pair);
        for (Side side : List.of(pair.a(), pair.b())) {
            Event.SessionRef session =
                    side.events(Event.SessionUp.class).getFirst().session();
            assertThat(session.id().value()).isPositive();
            assertThat(side.events(Event.SessionDown.class))
                    .singleElement()
                    .extracting(Event.SessionDown::session)
                    .isEqualTo(session);
            assertThat(side.events(Event.SessionDeleted.class))
                    .singleElement()
                    .extracting(Event.SessionDeleted::session)
                    .isEqualTo(session);
            assertThat(side.events(Event.TunnelDown.class))
                    .singleElement()
                    .extracting(Event.TunnelDown::tunnel)
                    .isEqualTo(session.tunnel());
            assertThat(side.events(Event.TunnelDeleted.class))
                    .singleElement()
                    .extracting(Event.TunnelDeleted::tunnel)
                    .isEqualTo(session.tunnel());
        }
    }

    /// The winner's connection serves the tunnel; that its own one is discarded is not its end.
    @Test
    void aTieDoesNotEndATunnelThatIsTriedOnlyOnce() {
        for (long seed = 0; seed < 4; seed++) {
            Recipe lac = Recipe.lac(1, 1);
            Recipe lns = Recipe.lns(8).connect("a", 0);
            Stream.of(lac, lns).forEach(recipe -> {
                recipe.tunnel.useTiebreaker = true;
                recipe.tunnel.persist = false;
            });
            Pair pair = new Pair(seed, lac.build(), lns.build()).start();
            pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), SHORT);
            assertThat(pair.a().events(Event.TunnelDeleted.class)).isEmpty();
            assertThat(pair.b().events(Event.TunnelDeleted.class)).isEmpty();
            ScenarioTest.shutDown(pair);
        }
    }

    @Test
    void aWrongPasswordIsNoticedAtBothEndsWithTheUsersNameAndNoChallenge() {
        Recipe client = Recipe.lac(1, 1);
        client.session.userPassword = Optional.of(Secret.of("wrong"));
        Recipe server = Recipe.lns(8).authenticateBy(false, false, true);
        Pair pair = new Pair(1, client.build(), server.build()).start();
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), SHORT);
        assertThat(notices(pair.b())).contains("PPP authentication failed: peer user: wrong name or secret");
        assertThat(notices(pair.a()))
                .contains("PPP authentication as \"user\" failed: CHAP: E=691 R=0 C=… V=3 M=wrong name or secret")
                .anyMatch(notice -> notice.startsWith("next try in "));
        assertThat(pair.b().events(Event.SessionDown.class).getFirst().why().result())
                .isEqualTo(3);
    }

    /// What the log and `show tunnel` say where it fails before the first datagram.
    @Test
    void aNameThatIsNotFoundIsToldWithTheNextTry() {
        Pair pair = new Pair(1, Recipe.lac(1, 1).build(), Recipe.lns(8).build());
        pair.a().nameServiceWorks = false;
        pair.feed(pair.a(), new Input.Started());
        pair.run(Duration.ofSeconds(1));
        TunnelStatus tunnel = Agreement.tunnels(pair, pair.a()).getFirst();
        assertThat(tunnel.lastResult()).contains("b: name not found");
        assertThat(tunnel.state()).isEqualTo("Retry");
        assertThat(pair.a().events(Event.TunnelNotice.class))
                .extracting(Event.TunnelNotice::what)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("not opened: b: name not found"),
                        second -> assertThat(second).matches("next try in [12]\\.[0-9] s"));
    }

    private static List<String> notices(Side side) {
        return side.events(Event.SessionNotice.class).stream()
                .map(Event.SessionNotice::what)
                .toList();
    }

    private static boolean stopped(Side side) {
        return !side.events(Event.NodeStopped.class).isEmpty();
    }

    private static Pair upPair(Recipe a, Recipe b, int sessions) {
        Pair pair = new Pair(1, a.build(), b.build()).start();
        pair.runUntil(
                () -> !pair.a().events(Event.TunnelUp.class).isEmpty()
                        && Agreement.disagreements(pair, sessions).isEmpty(),
                SHORT);
        return pair;
    }
}
