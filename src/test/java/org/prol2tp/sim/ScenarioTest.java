package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prol2tp.protocol.node.L2tpV3Session;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.RolesAllowed;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;

/// Every way to come up, in fair weather and in foul: 30 % of the packets lost, 10 % doubled, 10 %
/// late. Every session comes up, both ends agree, and after both shut down nothing is left in either.
class ScenarioTest {
    /// Seeds of the main scenario; the others share a few hundred. `-Dsim.seeds=`.
    private static final int SEEDS = Integer.getInteger("sim.seeds", 1_000);

    private static final Duration LONG = Duration.ofHours(2);

    enum Scenario {
        PAP(1, 1, () -> List.of(Recipe.lac(1, 1), Recipe.lns(8).authenticateBy(true, false, false))),
        CHAP(1, 1, () -> List.of(Recipe.lac(1, 1), Recipe.lns(8).authenticateBy(false, true, false))),
        MSCHAPV2(1, 1, () -> List.of(Recipe.lac(1, 1), Recipe.lns(8).authenticateBy(false, false, true))),
        NO_AUTHENTICATION(1, 1, () -> {
            Recipe lns = Recipe.lns(8);
            lns.ppp.authPeer = Optional.of(false);
            return List.of(Recipe.lac(1, 1), lns);
        }),
        CHALLENGE_BOTH_WAYS(1, 1, () -> withSecret(AuthMode.CHALLENGE, AuthMode.CHALLENGE, false)),
        CHALLENGE_OF_THE_SERVER(1, 1, () -> withSecret(AuthMode.NONE, AuthMode.CHALLENGE, false)),
        HIDDEN_AVPS(1, 1, () -> withSecret(AuthMode.NONE, AuthMode.NONE, true)),
        SEVERAL_TUNNELS(5, 1, () -> List.of(Recipe.lac(5, 1), Recipe.lns(16))),
        SEVERAL_TUNNELS_FROM_ONE_PORT(5, 1, () -> {
            Recipe lac = Recipe.lac(5, 1);
            lac.tunnel.ourUdpPort = 1701;
            return List.of(lac, Recipe.lns(16));
        }),
        MANY_SESSIONS(10, 10, () -> List.of(Recipe.lac(10, 10), Recipe.lns(128))),
        EVERYTHING(2, 2, () -> {
            List<Recipe> both = withSecret(AuthMode.CHALLENGE, AuthMode.CHALLENGE, true);
            both.getFirst().reconnect("b", 2, 2);
            return both;
        }),
        SMALL_WINDOWS(1, 5, () -> {
            Recipe lac = Recipe.lac(1, 5);
            lac.tunnel.rxWindowSize = 4;
            lac.tunnel.txWindowSize = 1;
            Recipe lns = Recipe.lns(16);
            lns.tunnel.rxWindowSize = 4;
            lns.tunnel.txWindowSize = 1;
            return List.of(lac, lns);
        }),
        L2TPV3(2, 2, () -> inVersions(ProtocolVersion.L2TPV3, ProtocolVersion.L2TPV3, false)),
        L2TPV3_OF_BOTH(2, 2, () -> inVersions(ProtocolVersion.AUTO, ProtocolVersion.AUTO, false)),
        L2TPV3_AUTHENTICATED(2, 2, () -> inVersions(ProtocolVersion.AUTO, ProtocolVersion.L2TPV3, true)),
        FALLBACK_TO_L2TPV2(2, 2, () -> inVersions(ProtocolVersion.AUTO, ProtocolVersion.L2TPV2, true)),
        L2TPV2_WITH_A_PEER_OF_BOTH(2, 2, () -> inVersions(ProtocolVersion.L2TPV2, ProtocolVersion.AUTO, false)),
        TIE_IN_L2TPV3(1, 1, () -> {
            List<Recipe> both = inVersions(ProtocolVersion.L2TPV3, ProtocolVersion.AUTO, false);
            both.getFirst().reconnect("b", 1, 1).tunnel.useTiebreaker = true;
            both.getLast().connect("a", 0).tunnel.useTiebreaker = true;
            return both;
        }),
        TIE(1, 1, () -> {
            Recipe lns = Recipe.lns(8).connect("a", 0);
            Recipe lac = Recipe.lac(1, 1);
            lac.tunnel.useTiebreaker = true;
            lns.tunnel.useTiebreaker = true;
            return List.of(lac, lns);
        });

        private final int tunnels;

        private final int sessionsEach;

        private final Supplier<List<Recipe>> recipes;

        Scenario(int tunnels, int sessionsEach, Supplier<List<Recipe>> recipes) {
            this.tunnels = tunnels;
            this.sessionsEach = sessionsEach;
            this.recipes = recipes;
        }

        Pair pair(long seed) {
            List<Recipe> both = recipes.get();
            return new Pair(seed, both.getFirst().build(), both.getLast().build());
        }

        int sessions() {
            return tunnels * sessionsEach;
        }

        /// Cookies, sublayer and sequence numbers as far as there are any; `secret`: proven and hidden as
        /// the version has it.
        private static List<Recipe> inVersions(ProtocolVersion ofLac, ProtocolVersion ofLns, boolean secret) {
            List<Recipe> both = secret
                    ? withSecret(AuthMode.CHALLENGE, AuthMode.CHALLENGE, true)
                    : List.of(Recipe.lac(2, 2), Recipe.lns(8));
            both.getFirst().reconnect("b", 2, 2);
            both.getFirst().in(ofLac);
            both.getLast().in(ofLns);
            both.getFirst().session.v3 = both.getFirst().session.v3.withCookieLength(8);
            both.getLast().session.v3 =
                    both.getLast().session.v3.withCookieLength(4).withDataSequencing(L2tpV3Session.DataSequencing.ALL);
            return both;
        }

        private static List<Recipe> withSecret(AuthMode ofLac, AuthMode ofLns, boolean hide) {
            Recipe lac = Recipe.lac(1, 1);
            Recipe lns = Recipe.lns(8);
            Stream.of(lac, lns).forEach(recipe -> {
                recipe.tunnel.secret = Optional.of(Secret.of("s3cret"));
                recipe.tunnel.hideAvps = hide;
            });
            lac.tunnel.authMode = ofLac;
            lns.tunnel.authMode = ofLns;
            String profile = "default";
            lns.peers.add(new PeerProfile("lac", Optional.empty(), 0, RolesAllowed.BOTH, profile, profile, profile));
            return List.of(lac, lns);
        }
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everySessionComesUpInFairWeather(Scenario scenario) {
        Pair pair = scenario.pair(1).start();
        pair.runUntil(() -> allUp(pair, scenario), Duration.ofSeconds(30));
        shutDown(pair);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everySessionComesUpInFoulWeather(Scenario scenario) {
        for (long seed = 0; seed < Math.max(3, SEEDS / 20 / scenario.sessions()); seed++) {
            Pair pair = scenario.pair(seed).under(Weather.FOUL).start();
            pair.runUntil(() -> allUp(pair, scenario), LONG);
            shutDown(pair);
        }
    }

    /// Issue 2: tunnel challenges both ways, hidden AVPs, authenticated sessions, over a thousand seeds.
    @Test
    void everythingComesUpInFoulWeatherWhateverTheSeed() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Pair pair = Scenario.EVERYTHING.pair(seed).under(Weather.FOUL).start();
            pair.runUntil(() -> allUp(pair, Scenario.EVERYTHING), LONG);
            shutDown(pair);
        }
    }

    static boolean allUp(Pair pair, Scenario scenario) {
        return pair.a().dataPlane().deviceCount() == scenario.sessions()
                && pair.b().dataPlane().deviceCount() == scenario.sessions()
                && Agreement.disagreements(pair, scenario.sessions()).isEmpty();
    }

    /// Both end in good order, one after the other, and keep nothing.
    static void shutDown(Pair pair) {
        assertThat(pair.askAndWait(pair.a(), new Request.Shutdown(), Duration.ofMinutes(2)))
                .isEqualTo(new Reply.Done());
        assertThat(pair.askAndWait(pair.b(), new Request.Shutdown(), Duration.ofMinutes(2)))
                .isEqualTo(new Reply.Done());
        pair.run(Duration.ofMinutes(1));
        for (Side side : List.of(pair.a(), pair.b())) {
            assertThat(NodeProbe.of(side.node()))
                    .as("%s of seed %d", side.name, pair.seed())
                    .isEqualTo(NodeProbe.EMPTY);
            assertThat(side.dataPlane().tunnelCount())
                    .as("seed %d", pair.seed())
                    .isZero();
            assertThat(side.dataPlane().sessionCount())
                    .as("seed %d", pair.seed())
                    .isZero();
        }
    }
}
