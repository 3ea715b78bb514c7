package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.Settings;

/// Sessions of one peer that are a bundle: RFC 1990.
class BundleTest {
    private static final Duration SHORT = Duration.ofSeconds(30);

    private static Recipe lac(int sessions) {
        Recipe recipe = Recipe.lac(1, sessions);
        recipe.ppp.multilink = true;
        return recipe;
    }

    private static Recipe lns() {
        Recipe recipe = Recipe.lns(8);
        recipe.ppp.multilink = true;
        return recipe;
    }

    private static boolean up(Pair pair, int sessions) {
        return pair.a().events(Event.SessionUp.class).size() >= sessions
                && pair.b().events(Event.SessionUp.class).size() >= sessions;
    }

    private static List<SessionStatus> sessions(Pair pair, Side side) {
        Reply reply = pair.ask(side, new Request.ShowSessions(Optional.empty(), Optional.empty()))
                .orElseThrow();
        return ((Reply.SessionsShown) reply).sessions();
    }

    private static void assertBundle(Pair pair, int bundles, int links) {
        for (Side side : List.of(pair.a(), pair.b())) {
            assertThat(side.dataPlane().deviceCount()).as(side.name).isEqualTo(bundles);
            assertThat(side.dataPlane().bundleCount()).as(side.name).isEqualTo(bundles);
            assertThat(side.dataPlane().linksOfBundles()).as(side.name).isEqualTo(links);
        }
    }

    /// The second session is another one than the first.
    private static Recipe secondIs(
            Recipe client, Consumer<SessionParameters.Builder> session, Consumer<PppParameters.Builder> ppp) {
        client.eachSession = it -> {
            if (!it.name().equals("s2")) {
                return it;
            }
            SessionParameters.Builder otherSession = it.parameters().toBuilder();
            session.accept(otherSession);
            PppParameters.Builder otherPpp = it.ppp().toBuilder();
            ppp.accept(otherPpp);
            return new Settings.ConfiguredSession(
                    it.name(), it.profileName(), otherSession.build(), otherPpp.build(), it.ethernet(), it.statement());
        };
        return client;
    }

    @Test
    void twoSessionsOfAUserHaveOneInterfaceAndOneAddress() {
        Pair pair = new Pair(1, lac(2).build(), lns().build()).start();
        pair.runUntil(() -> up(pair, 2), SHORT);
        assertBundle(pair, 1, 2);
        assertThat(pair.b().events(Event.SessionUp.class))
                .extracting(it -> it.facts().peerAddress().orElseThrow().toString())
                .containsExactly("10.0.0.2", "10.0.0.2");
        assertThat(pair.a().events(Event.SessionUp.class))
                .extracting(it -> it.facts().interfaceName())
                .containsOnly(pair.a()
                        .events(Event.SessionUp.class)
                        .getFirst()
                        .facts()
                        .interfaceName());
        assertThat(sessions(pair, pair.b()))
                .extracting(it -> it.peer().get("multilink"))
                .containsExactlyInAnyOrder("link 1 of 2", "link 2 of 2");
        ScenarioTest.shutDown(pair);
    }

    /// What is longer than a link carries is cut.
    @Test
    void theMtuOfABundleIsThePeersMrru() {
        Recipe client = lac(2);
        client.tunnel.mtu = 1000;
        client.ppp.mtu = 1600;
        client.ppp.mru = 1600;
        Pair pair = new Pair(1, client.build(), lns().build()).start();
        pair.runUntil(() -> up(pair, 2), SHORT);
        assertThat(pair.a().events(Event.SessionUp.class))
                .allMatch(it -> it.facts().mtu() == 1500);
        assertThat(pair.b().events(Event.SessionUp.class))
                .allMatch(it -> it.facts().mtu() == 1500);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void withoutMultilinkAtBothEndsThereAreTwoInterfaces() {
        Pair pair = new Pair(1, lac(2).build(), Recipe.lns(8).build()).start();
        pair.runUntil(() -> up(pair, 2), SHORT);
        assertThat(pair.a().dataPlane().deviceCount()).isEqualTo(2);
        assertThat(pair.b().dataPlane().linksOfBundles()).isZero();
        ScenarioTest.shutDown(pair);
    }

    @Test
    void theBundleOutlivesItsFirstSession() {
        Pair pair = new Pair(1, lac(3).build(), lns().build()).start();
        pair.runUntil(() -> up(pair, 3), SHORT);
        for (int left = 2; left >= 1; left--) {
            SessionStatus first = sessions(pair, pair.b()).stream()
                    .filter(it -> it.peer().getOrDefault("multilink", "").startsWith("link 1 "))
                    .findFirst()
                    .orElseThrow();
            pair.tell(
                    pair.b(),
                    ticket -> new Input.OperatorAsked(
                            ticket,
                            new Request.DeleteSession(
                                    new Request.Selector.ById(first.tunnelId().value()),
                                    new Request.Selector.ById(first.localId().value()))));
            pair.run(Duration.ofMillis(300));
            assertBundle(pair, 1, left);
            assertThat(sessions(pair, pair.b()))
                    .allMatch(it -> it.peerAddress().orElseThrow().toString().equals("10.0.0.2"));
        }
        pair.runUntil(() -> pair.a().dataPlane().linksOfBundles() == 3, Duration.ofMinutes(5));
        assertBundle(pair, 1, 3); // the LAC dials again
        ScenarioTest.shutDown(pair);
    }

    @Test
    void sessionsOfOtherUsersAreNotInIt() {
        Recipe server = lns();
        server.secrets.add(new Settings.UserSecret("other", "*", Secret.of("password"), List.of()));
        Settings client = secondIs(lac(3), it -> it.userName = Optional.of("other"), _ -> {})
                .build();
        Pair pair = new Pair(1, client, server.build()).start();
        pair.runUntil(() -> up(pair, 3), SHORT);
        assertBundle(pair, 2, 3);
        ScenarioTest.shutDown(pair);
    }

    /// RFC 1990 §5.1.1: the same MRRU for all links.
    @Test
    void aLinkWithAnotherMrruIsRefused() {
        Settings client = secondIs(lac(2), _ -> {}, it -> it.mru = 1400).build();
        Pair pair = new Pair(1, client, lns().build()).start();
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), SHORT);
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().toString())
                .contains("the MRRU is not that of the bundle");
        pair.runUntil(() -> up(pair, 1), SHORT);
        assertThat(pair.b().dataPlane().linksOfBundles()).isEqualTo(1);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aBundleHasNoMoreLinksThanTheLimit() {
        Pair pair = new Pair(1, lac(17).build(), lns().build()).start();
        pair.runUntil(() -> up(pair, 16), SHORT);
        pair.run(Duration.ofSeconds(5));
        assertThat(pair.b().dataPlane().linksOfBundles()).isEqualTo(16);
        assertThat(pair.b().dataPlane().deviceCount()).isEqualTo(1);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aClientThatWasRestartedIsNotTheOneBefore() {
        Settings client = lac(2).build();
        Pair pair = new Pair(1, client, lns().build()).start();
        pair.runUntil(() -> up(pair, 2), SHORT);
        pair.kill(pair.a());
        pair.restart(pair.a(), client);
        pair.runUntil(() -> pair.a().dataPlane().linksOfBundles() == 2, SHORT);
        assertThat(pair.b().dataPlane().bundleCount()).isEqualTo(2);
        pair.run(Duration.ofMinutes(5));
        assertBundle(pair, 1, 2);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void bundlesComeUpAndGoInFoulWeather() {
        int seeds = Integer.getInteger("sim.seeds", 200);
        for (int seed = 1; seed <= seeds; seed++) {
            Pair pair = new Pair(seed, lac(3).build(), lns().build())
                    .under(Weather.FOUL)
                    .start();
            pair.transcript().keepNothing();
            pair.runUntil(
                    () -> pair.a().dataPlane().linksOfBundles() == 3
                            && pair.b().dataPlane().linksOfBundles() == 3
                            && pair.b().dataPlane().deviceCount() == 1
                            && pair.a().dataPlane().deviceCount() == 1,
                    Duration.ofMinutes(30));
            ScenarioTest.shutDown(pair);
        }
    }

    @Test
    void eachLinkIsToldDeletedWithWhatItHad() {
        Pair pair = new Pair(1, lac(2).build(), lns().build()).start();
        pair.runUntil(() -> up(pair, 2), SHORT);
        pair.ask(pair.a(), new Request.DeleteTunnel(new Request.Selector.ByName("t1")));
        pair.run(Duration.ofMinutes(2));
        assertThat(pair.a().events(Event.SessionDeleted.class))
                .extracting(Event.SessionDeleted::facts)
                .containsExactlyInAnyOrderElementsOf(pair.a().events(Event.SessionDown.class).stream()
                        .map(Event.SessionDown::facts)
                        .toList());
    }
}
