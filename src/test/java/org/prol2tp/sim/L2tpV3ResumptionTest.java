package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.L2tpV3Tunnel.DigestType;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;

/// A node with tunnels of L2TPv3 that dies, and another one that goes on where it was.
class L2tpV3ResumptionTest {
    private static final Duration SHORT = Duration.ofSeconds(30);

    private static Recipe made(Recipe recipe, PseudowireType carried, Encapsulation encapsulation, DigestType digest) {
        recipe.in(ProtocolVersion.L2TPV3);
        recipe.system.keepSessions = true;
        recipe.session.pseudowireType = carried;
        recipe.session.v3 = recipe.session.v3.withCookieLength(8);
        recipe.tunnel.encapsulation = encapsulation;
        recipe.tunnel.v3 = recipe.tunnel.v3.withDigestType(digest);
        if (digest != DigestType.NONE) {
            recipe.tunnel.secret = Optional.of(Secret.of("tunnelsecret"));
        }
        return recipe;
    }

    private static void ups(Pair pair, int ofA, int ofB) {
        pair.runUntil(
                () -> pair.a().events(Event.SessionUp.class).size() == ofA
                        && pair.b().events(Event.SessionUp.class).size() == ofB,
                SHORT);
    }

    /// Both ends die, one after the other. Neither the other end nor a cookie notices.
    @ParameterizedTest
    @CsvSource({"PPP,UDP,NONE", "PPP,UDP,SHA1", "PPP,IP,NONE", "ETH,UDP,NONE", "ETH,UDP,MD5", "ETH,IP,SHA1"})
    void bothEndsGoOn(PseudowireType carried, Encapsulation encapsulation, DigestType digest) {
        Settings lac = made(Recipe.lac(2, 2), carried, encapsulation, digest).build();
        Settings lns = made(Recipe.lns(60), carried, encapsulation, digest).build();
        Pair pair = new Pair(1, lac, lns).start();
        ups(pair, 4, 4);
        pair.run(Duration.ofMillis(50));
        for (Side side : new Side[] {pair.b(), pair.a()}) {
            PseudowireOptions before = side.dataPlane().pseudowires().getFirst();
            pair.resume(side, side == pair.a() ? lac : lns);
            pair.runUntil(() -> Agreement.disagreements(pair, 4).isEmpty(), SHORT);
            pair.run(Duration.ofMinutes(10));
            assertThat(Agreement.disagreements(pair, 4)).isEmpty();
            assertThat(side.dataPlane().pseudowires())
                    .hasSize(4)
                    .anySatisfy(after -> assertThat(after).isEqualTo(before));
            assertThat(side.dataPlane().deviceCount()).isEqualTo(4);
        }
        assertThat(pair.a().events(Event.SessionDown.class)).isEmpty();
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
        assertThat(pair.transcript().count("SCCRQ")).isEqualTo(2);
        assertThat(pair.transcript().count("ICRQ")).isEqualTo(4);
        // Sessions come and go over it afterwards.
        pair.ask(
                pair.a(),
                new Request.DeleteSession(new Request.Selector.ByName("t1"), new Request.Selector.ByName("s1")));
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 3, SHORT);
        ScenarioTest.shutDown(pair);
        assertThat(pair.a().remembered.isEmpty()).isTrue();
        assertThat(pair.b().remembered.isEmpty()).isTrue();
    }

    @Test
    void atWhateverInstantItDiesAndHoweverBadTheLineTheEndsAgree() {
        for (long seed = 1; seed <= 60; seed++) {
            PseudowireType carried = seed % 4 < 2 ? PseudowireType.PPP : PseudowireType.ETH;
            DigestType digest = seed % 3 == 0 ? DigestType.SHA1 : DigestType.NONE;
            Settings lac =
                    made(Recipe.lac(1, 2), carried, Encapsulation.UDP, digest).build();
            Settings lns =
                    made(Recipe.lns(60), carried, Encapsulation.UDP, digest).build();
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
    void anInterfaceWithoutANameOfItsOwnKeepsTheOneThatItHad() {
        for (PseudowireType carried : new PseudowireType[] {PseudowireType.PPP, PseudowireType.ETH}) {
            Settings lac = made(Recipe.lac(1, 1), carried, Encapsulation.UDP, DigestType.NONE)
                    .build();
            Settings lns = made(Recipe.lns(60), carried, Encapsulation.UDP, DigestType.NONE)
                    .build();
            Pair pair = new Pair(1, lac, lns).start();
            ups(pair, 1, 1);
            pair.run(Duration.ofMillis(50));
            pair.resume(pair.a(), lac);
            ups(pair, 2, 1);
            assertThat(pair.a().events(Event.SessionUp.class).getLast().facts().interfaceName())
                    .isEqualTo(pair.a()
                            .events(Event.SessionUp.class)
                            .getFirst()
                            .facts()
                            .interfaceName());
        }
    }

    /// What is said of a circuit while there is nobody to hear it is said again until there is.
    @Test
    void circuitsThatChangeWhileThereIsNoDaemonAreAsTheyAreAfterwards() {
        Settings lac = ethernet(Recipe.lac(1, 2));
        Pair pair = new Pair(1, lac, ethernet(Recipe.lns(60))).start();
        ups(pair, 2, 2);
        setUp(pair, pair.b(), 0, false);
        pair.run(Duration.ofSeconds(1));
        assertThat(peersActive(pair.a())).containsExactlyInAnyOrder(false, true);
        // One is active again and the other is not any more; the first to say so gets no answer.
        setUp(pair, pair.b(), 0, true);
        setUp(pair, pair.b(), 1, false);
        pair.resume(pair.a(), lac);
        assertThat(peersActive(pair.a())).isEmpty();
        pair.run(Duration.ofSeconds(30));
        assertThat(peersActive(pair.a())).containsExactlyInAnyOrder(true, false);
        assertThat(pair.a().events(Event.SessionCircuit.class).stream().skip(1).map(Event.SessionCircuit::peerActive))
                .containsExactly(true, false);
    }

    /// An interface that was down is up with the next daemon, which says so.
    @Test
    void anInterfaceThatWasDownAndIsUpAfterwardsIsTold() {
        Settings lac = ethernet(Recipe.lac(1, 1));
        Pair pair = new Pair(1, lac, ethernet(Recipe.lns(60))).start();
        ups(pair, 1, 1);
        setUp(pair, pair.a(), 0, false);
        pair.run(Duration.ofSeconds(1));
        assertThat(peersActive(pair.b())).containsExactly(false);
        pair.resume(pair.a(), lac);
        ups(pair, 2, 1);
        pair.feed(
                pair.a(),
                new Input.CircuitChanged(
                        pair.a()
                                .events(Event.SessionUp.class)
                                .getLast()
                                .session()
                                .handle(),
                        true));
        pair.run(Duration.ofSeconds(1));
        assertThat(peersActive(pair.b())).containsExactly(true);
    }

    private static Settings ethernet(Recipe recipe) {
        return made(recipe, PseudowireType.ETH, Encapsulation.UDP, DigestType.NONE)
                .build();
    }

    private static void setUp(Pair pair, Side side, int session, boolean up) {
        SessionHandle handle =
                side.events(Event.SessionUp.class).get(session).session().handle();
        pair.feed(side, new Input.CircuitChanged(handle, up));
    }

    private static List<Boolean> peersActive(Side side) {
        return side.dataPlane().pseudowires().stream()
                .map(PseudowireOptions::peerActive)
                .toList();
    }

    private static final String QUIESCENT = """
            system { host_name %s; keep_sessions yes }
            tunnel "t" {
                dest_ipaddr %s; version l2tpv3; mode quiescent; hello_timeout 10; max_retries 2
                tunnel_id %d; peer_tunnel_id %d
                session "s" { pseudowire_type eth; session_id %d; peer_session_id %d }
            }
            """;

    private static final String QUIESCENT_A = QUIESCENT.formatted("a", "b", 1000, 2000, 3, 4);
    private static final String QUIESCENT_B = QUIESCENT.formatted("b", "a", 2000, 1000, 4, 3);

    private static Pair quiescent() {
        Pair pair = new Pair(1, ReloadTest.settings(QUIESCENT_A), ReloadTest.settings(QUIESCENT_B)).start();
        ups(pair, 1, 1);
        return pair;
    }

    /// HELLOs go on with the numbers that they had.
    @Test
    void aQuiescentTunnelGoesOn() {
        Pair pair = quiescent();
        pair.run(Duration.ofMinutes(5));
        pair.resume(pair.a(), ReloadTest.settings(QUIESCENT_A));
        pair.run(Duration.ofMinutes(5));
        pair.resume(pair.b(), ReloadTest.settings(QUIESCENT_B));
        pair.run(Duration.ofMinutes(5));
        for (Side side : new Side[] {pair.a(), pair.b()}) {
            assertThat(side.events(Event.SessionUp.class)).hasSize(2);
            assertThat(side.events(Event.TunnelDown.class)).isEmpty();
        }
        // Other ids in the settings: another tunnel.
        String other = QUIESCENT.formatted("a", "b", 1001, 2000, 3, 4);
        pair.resume(pair.a(), ReloadTest.settings(other));
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.TunnelUp.class).getLast().tunnel().id().value())
                .isEqualTo(1001);
        assertThat(NodeProbe.of(pair.a().node()).channels()).isEqualTo(1);
        assertThat(pair.transcript().count("StopCCN")).isZero();
    }

    /// There is nothing between the ends that could be said anew.
    @Test
    void aQuiescentTunnelWithAnotherNameOfItsInterfaceGoesOn() {
        Pair pair = quiescent();
        pair.run(Duration.ofMinutes(1));
        pair.resume(
                pair.a(),
                ReloadTest.settings(QUIESCENT_A.replace("mode quiescent;", "mode quiescent; interface_name wan;")));
        pair.run(Duration.ofMinutes(5));
        assertThat(pair.transcript().count("StopCCN")).isZero();
        assertThat(pair.b().events(Event.TunnelDown.class)).isEmpty();
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
    }

    /// The goodbye to a tunnel that the file has otherwise by now is proven as all its messages are.
    @Test
    void aTunnelWithDigestsThatWasChangedIsClosedAndOpenedAnew() {
        String a = """
                system { host_name a; keep_sessions yes }
                tunnel t { dest_ipaddr b; version l2tpv3; secret s; digest_type sha1; session s { pseudowire_type eth } }
                """;
        String b = """
                system { host_name b }
                peer profile a { peer_ipaddr 192.0.2.1; tunnel_profile_name t }
                tunnel profile t { secret s; digest_type sha1; version l2tpv3 }
                session profile default { pseudowire_type eth }
                """;
        Pair pair = new Pair(1, ReloadTest.settings(a), ReloadTest.settings(b)).start();
        ups(pair, 1, 1);
        pair.run(Duration.ofSeconds(10));
        pair.resume(pair.a(), ReloadTest.settings(a.replace("version l2tpv3;", "version l2tpv3; interface_name wan;")));
        pair.run(Duration.ofSeconds(10));
        assertThat(pair.b().events(Event.TunnelDown.class))
                .singleElement()
                .satisfies(it -> assertThat(it.why().byPeer()).isTrue());
        assertThat(pair.b().dataPlane().sessionCount()).isEqualTo(1);
    }
}
