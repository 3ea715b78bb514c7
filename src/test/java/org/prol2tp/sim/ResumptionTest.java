package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TunnelStatus;

/// A node that dies, and another one that goes on where it was.
class ResumptionTest {
    private static final Duration SHORT = Duration.ofSeconds(30);

    private static Recipe lac(int tunnels, int sessionsEach) {
        Recipe recipe = Recipe.lac(tunnels, sessionsEach);
        recipe.system.keepSessions = true;
        return recipe;
    }

    private static Recipe lns() {
        Recipe recipe = Recipe.lns(60);
        recipe.system.keepSessions = true;
        return recipe;
    }

    private static Pair upPair(Settings lac, Settings lns, int sessions) {
        Pair pair = new Pair(1, lac, lns).start();
        pair.runUntil(() -> Agreement.disagreements(pair, sessions).isEmpty(), SHORT);
        return pair.run(Duration.ofMillis(50)); // until the last interface is reported up
    }

    /// Nobody heard of it: no session went down at the other end, and all work as before, both ways.
    private static void goesOn(Pair pair, Side died, Settings settings, int sessions) {
        Side other = died == pair.a() ? pair.b() : pair.a();
        pair.resume(died, settings);
        pair.runUntil(() -> Agreement.disagreements(pair, sessions).isEmpty(), SHORT);
        pair.run(Duration.ofMinutes(10));
        assertThat(Agreement.disagreements(pair, sessions)).isEmpty();
        assertThat(other.events(Event.SessionDown.class)).isEmpty();
        assertThat(other.events(Event.TunnelDown.class)).isEmpty();
        assertThat(pair.transcript().count("Terminate-Request")).isZero();
        assertThat(pair.transcript().count("SCCRQ"))
                .isEqualTo(pair.a().dataPlane().tunnelCount());
        assertThat(pair.transcript().count("ICRQ")).isEqualTo(sessions);
    }

    @Test
    void aServerGoesOnWithTunnelsAndSessions() {
        Settings lac = lac(2, 3).build();
        Settings lns = lns().build();
        Pair pair = upPair(lac, lns, 6);
        goesOn(pair, pair.b(), lns, 6);
        ScenarioTest.shutDown(pair);
        assertThat(pair.b().remembered.isEmpty()).isTrue();
    }

    @Test
    void aClientGoesOnWithTunnelsAndSessions() {
        Settings lac = lac(2, 3).build();
        Settings lns = lns().build();
        Pair pair = upPair(lac, lns, 6);
        goesOn(pair, pair.a(), lac, 6);
        ScenarioTest.shutDown(pair);
        assertThat(pair.a().remembered.isEmpty()).isTrue();
    }

    @Test
    void aTunnelWithoutSessionsGoesOn() {
        Settings lac = lac(1, 0).build();
        Settings lns = lns().build();
        Pair pair = upPair(lac, lns, 0);
        goesOn(pair, pair.b(), lns, 0);
        goesOn(pair, pair.a(), lac, 0);
        ScenarioTest.shutDown(pair);
    }

    /// What a bundle was putting together nobody can go on with: its links end, the tunnel goes on, and they come back.
    @Test
    void linksOfABundleAreEndedAndComeBackInTheirTunnel() {
        Recipe client = lac(1, 2);
        client.ppp.multilink = true;
        Recipe server = lns();
        server.ppp.multilink = true;
        Pair pair = new Pair(1, client.build(), server.build()).start();
        pair.runUntil(() -> pair.b().dataPlane().linksOfBundles() == 2, SHORT).run(Duration.ofMillis(50));
        pair.resume(pair.b(), server.build());
        pair.runUntil(() -> pair.a().events(Event.SessionDown.class).size() == 2, SHORT);
        pair.runUntil(() -> pair.b().dataPlane().linksOfBundles() == 2, Duration.ofMinutes(3));
        pair.run(Duration.ofMillis(50));
        assertThat(pair.b().dataPlane().bundleCount()).isEqualTo(1);
        assertThat(pair.b().dataPlane().deviceCount()).isEqualTo(1);
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        Reply.SystemShown shown =
                (Reply.SystemShown) pair.ask(pair.b(), new Request.ShowSystem()).orElseThrow();
        assertThat(shown.system().sessions()).isEqualTo(2);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void itsAddressIsNoneOfThePoolsFreeOnes() {
        Recipe recipe = lns();
        recipe.pool(4);
        Settings lac = lac(1, 3).build();
        Pair pair = upPair(lac, recipe.build(), 3);
        pair.resume(pair.b(), recipe.build());
        pair.runUntil(() -> Agreement.disagreements(pair, 3).isEmpty(), SHORT);
        assertThat(NodeProbe.of(pair.b().node()).addresses()).isEqualTo(3);
    }

    @Test
    void sessionsComeAndGoAfterwards() {
        Settings lac = lac(1, 2).build();
        Settings lns = lns().build();
        Pair pair = upPair(lac, lns, 2);
        pair.resume(pair.b(), lns);
        pair.runUntil(() -> Agreement.disagreements(pair, 2).isEmpty(), SHORT).run(Duration.ofMillis(50));
        SessionStatus first = Agreement.sessions(pair, pair.b()).getFirst();
        pair.ask(
                pair.b(),
                new Request.DeleteSession(
                        new Request.Selector.ById(first.tunnelId().value()),
                        new Request.Selector.ById(first.localId().value())));
        pair.runUntil(() -> pair.a().events(Event.SessionDown.class).size() == 1, SHORT);
        pair.runUntil(() -> pair.a().events(Event.SessionUp.class).size() == 3, Duration.ofMinutes(3));
        assertThat(Agreement.disagreements(pair, 2)).isEmpty();
        ScenarioTest.shutDown(pair);
    }

    /// It had numbered a message that never came: the peer is asked, and the number is given to another one.
    @Test
    void whatItSaidLastIsLostWithIt() {
        Settings lac = lac(1, 2).build();
        Settings lns = lns().build();
        Pair pair = upPair(lac, lns, 2);
        SessionStatus first = Agreement.sessions(pair, pair.b()).getFirst();
        pair.under(Weather.DEAD)
                .ask(
                        pair.b(),
                        new Request.DeleteSession(
                                new Request.Selector.ById(first.tunnelId().value()),
                                new Request.Selector.ById(first.localId().value())));
        pair.resume(pair.b(), lns);
        pair.under(Weather.FAIR).run(Duration.ofSeconds(10));
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(1); // it is said again
        SessionStatus second = Agreement.sessions(pair, pair.b()).getFirst();
        pair.ask(
                pair.b(),
                new Request.DeleteSession(
                        new Request.Selector.ById(second.tunnelId().value()),
                        new Request.Selector.ById(second.localId().value())));
        pair.runUntil(() -> pair.a().events(Event.SessionDown.class).size() == 2, SHORT);
        pair.runUntil(() -> Agreement.disagreements(pair, 2).isEmpty(), Duration.ofMinutes(10));
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
    }

    /// What the dead one said last may not have come; what it is asked last it has not answered.
    @Test
    void atWhateverInstantItDiesAndHoweverBadTheLineTheEndsAgree() {
        Settings lac = lac(1, 2).build();
        Settings lns = lns().build();
        for (long seed = 1; seed <= 100; seed++) {
            Pair pair = new Pair(seed, lac, lns).under(Weather.FOUL).start();
            Side victim = seed % 2 == 0 ? pair.a() : pair.b();
            pair.run(Duration.ofMillis(seed * 37 % 4_000));
            pair.resume(victim, victim == pair.a() ? lac : lns);
            pair.run(Duration.ofMillis(seed * 91 % 2_000));
            pair.resume(victim, victim == pair.a() ? lac : lns);
            pair.runUntil(() -> Agreement.disagreements(pair, 2).isEmpty(), Duration.ofMinutes(30));
            ScenarioTest.shutDown(pair);
        }
    }

    @Test
    void aPeerThatIsGoneToo() {
        Settings lac = lac(1, 2).build();
        Settings lns = lns().build();
        Pair pair = upPair(lac, lns, 2);
        pair.kill(pair.a());
        pair.resume(pair.b(), lns);
        pair.runUntil(() -> pair.b().events(Event.TunnelDeleted.class).size() == 1, Duration.ofMinutes(2));
        assertThat(pair.b().dataPlane().sessionCount()).isZero();
        assertThat(pair.b().remembered.isEmpty()).isTrue();
    }

    @Test
    void aTunnelThatIsNotInTheSettingsAnyMoreIsClosed() {
        Settings lac = lac(1, 2).build();
        Settings lns = lns().build();
        Pair pair = upPair(lac, lns, 2);
        pair.resume(pair.a(), lac(0, 0).build());
        pair.runUntil(() -> pair.b().events(Event.TunnelDown.class).size() == 1, SHORT);
        pair.runUntil(() -> tunnels(pair).isEmpty(), Duration.ofMinutes(1));
        assertThat(pair.a().dataPlane().sessionCount()).isZero();
        assertThat(pair.transcript().count("StopCCN")).isEqualTo(1);
    }

    private static final String FILE = """
            system { keep_sessions yes }
            tunnel t { dest_ipaddr b; session s { user_name user; user_password password } }
            """;

    private static Pair upPair(String lac) {
        Pair pair = new Pair(1, ReloadTest.settings(lac), lns().build()).start();
        pair.runUntil(() -> pair.b().events(Event.SessionUp.class).size() == 1, SHORT);
        return pair.run(Duration.ofMillis(50));
    }

    @Test
    void aTunnelThatIsToGoElsewhereIsClosedAndOpenedThere() {
        Pair pair = upPair(FILE);
        pair.resume(pair.a(), ReloadTest.settings(FILE.replace("dest_ipaddr b", "dest_ipaddr 192.0.2.77")));
        pair.runUntil(() -> pair.b().events(Event.TunnelDown.class).size() == 1, SHORT);
        pair.run(Duration.ofMinutes(2));
        assertThat(tunnels(pair)).hasSize(1);
        assertThat(tunnels(pair).getFirst().state()).isNotEqualTo("Established");
        assertThat(pair.b().dataPlane().sessionCount()).isZero();
    }

    @Test
    void aSessionThatIsToBeAnotherIsEndedAndItsTunnelGoesOn() {
        Pair pair = upPair(FILE);
        pair.resume(
                pair.a(), ReloadTest.settings(FILE.replace("user_name user", "interface_name wan; user_name user")));
        pair.runUntil(() -> pair.b().events(Event.SessionDown.class).size() == 1, SHORT);
        pair.runUntil(() -> pair.b().events(Event.SessionUp.class).size() == 2, SHORT);
        assertThat(pair.b().events(Event.TunnelDown.class)).isEmpty();
    }

    @Test
    void whatMayChangeMayDoSoMeanwhile() {
        Pair pair = upPair(FILE);
        pair.resume(pair.a(), ReloadTest.settings(FILE.replace("dest_ipaddr b;", "dest_ipaddr b; hello_timeout 30;")));
        pair.run(Duration.ofMinutes(5));
        assertThat(pair.b().events(Event.TunnelDown.class)).isEmpty();
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
    }

    @Test
    void nothingIsSaidWhereNobodyWantsIt() {
        Pair pair = upPair(Recipe.lac(1, 1).build(), Recipe.lns(8).build(), 1);
        assertThat(pair.a().remembered.isEmpty()).isTrue();
        assertThat(pair.b().remembered.isEmpty()).isTrue();
    }

    private static List<TunnelStatus> tunnels(Pair pair) {
        return Agreement.tunnels(pair, pair.a());
    }
}
