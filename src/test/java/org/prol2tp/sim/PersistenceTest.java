package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.TunnelStatus;

/// What is configured comes back after a failure, or stays away as it is told to.
class PersistenceTest {
    private static final String LNS = "system { host_name lns }\nsession profile \"default\" { no_ppp yes }\n";

    private static final long SECOND_NS = 1_000_000_000L;

    private static final String ONE =
            "tunnel \"t\" { dest_ipaddr b; session \"s\" { no_ppp yes; MORE } MORE_TUNNEL }\n";

    /// A server that is restarted must not get everybody back in one second.
    /// `max_failure_count`: counted are calls that were never up, in a row.
    @Test
    void aSessionIsGivenUpAfterSoManyFailures() {
        Recipe client = Recipe.lac(1, 1);
        client.session.userPassword = Optional.of(Secret.of("wrong"));
        client.ppp.maxFailureCount = 3;
        Pair pair = new Pair(1, client.build(), Recipe.lns(8).build()).start();
        pair.run(Duration.ofHours(2));
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(3);
        assertThat(pair.a().events(Event.SessionNotice.class))
                .anyMatch(it -> it.what().equals("given up: 3 calls in a row did not come up (max_failure_count)"));
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
    }

    @Test
    void tenThousandTunnelsThatFailAtOnceReturnAtFiveHundredASecondAndAllReturn() {
        Recipe client = Recipe.lac(10_000, 0);
        client.tunnel.ourUdpPort = 1701;
        Pair pair = new Pair(1, client.build(), ReloadTest.settings(LNS)).start();
        pair.transcript().keepNothing();
        pair.runUntil(() -> pair.a().dataPlane().tunnelCount() == 10_000, Duration.ofMinutes(1));
        long downNs = pair.nowNs();
        pair.b().events.clear();
        pair.a().events.clear();
        pair.askAndWait(pair.b(), new Request.Shutdown(), Duration.ofSeconds(60));
        pair.restart(pair.b(), ReloadTest.settings(LNS));
        pair.run(Duration.ofNanos(SECOND_NS - Math.floorMod(pair.nowNs(), SECOND_NS)));
        Map<Long, Integer> perSecond = new HashMap<>();
        int seen = 0;
        while (seen < 10_000) {
            pair.run(Duration.ofMillis(250));
            int up = pair.a().events(Event.TunnelUp.class).size();
            perSecond.merge(Math.floorDiv(pair.nowNs() - 1, SECOND_NS), up - seen, Integer::sum);
            seen = up;
            assertThat(pair.nowNs() - downNs).isLessThan(Duration.ofMinutes(10).toNanos());
        }
        assertThat(perSecond.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(520));
        assertThat(pair.a().events(Event.TunnelDown.class)).hasSize(10_000);
    }

    @Test
    void thousandsOfSessionsThatFailAtOnceDoNotReturnInOneSecond() {
        Recipe client = Recipe.lac(1, 2_000);
        client.session.noPpp = true;
        Recipe server = Recipe.lns(8);
        server.session.noPpp = true;
        Pair pair = new Pair(1, client.build(), server.build()).start();
        pair.transcript().keepNothing();
        pair.runUntil(() -> pair.a().dataPlane().sessionCount() == 2_000, Duration.ofMinutes(1));
        pair.run(Duration.ofSeconds(1));
        pair.a().events.clear();
        Agreement.sessions(pair, pair.b())
                .forEach(session -> pair.feed(pair.b(), new Input.DataPlaneFailed(session.handle(), "EBUSY")));
        pair.run(Duration.ofSeconds(2));
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(2_000);
        pair.run(Duration.ofNanos(SECOND_NS - Math.floorMod(pair.nowNs(), SECOND_NS)));
        int before = pair.a().events(Event.SessionUp.class).size();
        int most = 0;
        for (int i = 0; i < 60 && before < 2_000; i++) {
            pair.run(Duration.ofSeconds(1));
            int up = pair.a().events(Event.SessionUp.class).size();
            most = Math.max(most, up - before);
            before = up;
        }
        assertThat(before).isEqualTo(2_000);
        assertThat(most).isLessThanOrEqualTo(520);
    }

    @Test
    void aTunnelThatDoesNotPersistStaysIdleAndTellsWhy() {
        Pair pair = new Pair(1, ReloadTest.settings(one("", "persist no")), ReloadTest.settings(LNS)).start();
        pair.runUntil(() -> !pair.b().events(Event.SessionUp.class).isEmpty(), Duration.ofSeconds(10));
        pair.kill(pair.b());
        pair.run(Duration.ofMinutes(10));
        TunnelStatus tunnel = Agreement.tunnels(pair, pair.a()).getFirst();
        assertThat(tunnel.state()).isEqualTo("Idle");
        assertThat(tunnel.lastResult()).contains("the peer does not answer");
        assertThat(pair.a().events(Event.TunnelDeleted.class)).isEmpty();
        pair.restart(pair.b(), ReloadTest.settings(LNS));
        ReloadTest.reload(pair, pair.a(), one("", ""));
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 1, Duration.ofSeconds(5));
    }

    @Test
    void aTunnelThatCannotBeOpenedAndDoesNotPersistStaysIdle() {
        Pair pair = new Pair(1, ReloadTest.settings(one("", "persist no")), ReloadTest.settings(LNS));
        pair.a().nameServiceWorks = false;
        pair.feed(pair.a(), new Input.Started());
        pair.run(Duration.ofMinutes(1));
        assertThat(Agreement.tunnels(pair, pair.a()).getFirst().state()).isEqualTo("Idle");
        assertThat(Agreement.tunnels(pair, pair.a()).getFirst().lastResult()).contains("b: name not found");
        ScenarioTest.shutDown(pair);
        assertThat(NodeProbe.of(pair.a().node())).isEqualTo(NodeProbe.EMPTY);
    }

    @Test
    void persistSwitchedOffEndsTheWaitForTheNextTry() {
        Pair pair = new Pair(1, ReloadTest.settings(one("", "")), ReloadTest.settings(LNS));
        pair.a().nameServiceWorks = false;
        pair.feed(pair.a(), new Input.Started());
        pair.run(Duration.ofSeconds(20));
        assertThat(Agreement.tunnels(pair, pair.a()).getFirst().state()).isEqualTo("Retry");
        ReloadTest.reload(pair, pair.a(), one("", "persist no"));
        assertThat(Agreement.tunnels(pair, pair.a()).getFirst().state()).isEqualTo("Idle");
        assertThat(NodeProbe.of(pair.a().node()).timers()).isZero();
    }

    @Test
    void aSessionThatDoesNotPersistStaysIdleInATunnelThatIsUp() {
        Pair pair = new Pair(1, ReloadTest.settings(one("persist no", "")), ReloadTest.settings(LNS)).start();
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 1, Duration.ofSeconds(10));
        pair.feed(
                pair.b(),
                new Input.DataPlaneFailed(
                        Agreement.sessions(pair, pair.b()).getFirst().handle(), "EBUSY"));
        pair.run(Duration.ofMinutes(5));
        assertThat(Agreement.sessions(pair, pair.a()).getFirst().state()).isEqualTo("Idle");
        assertThat(Agreement.tunnels(pair, pair.a()).getFirst().state()).isEqualTo("Established");
        ReloadTest.reload(pair, pair.a(), one("", ""));
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 1, Duration.ofSeconds(1));
    }

    @Test
    void aTunnelClosesSoLongAfterItsLastSessionAndComesBackForTheNext() {
        Pair pair = new Pair(1, ReloadTest.settings(one("", "idle_timeout 100")), ReloadTest.settings(LNS)).start();
        pair.run(Duration.ofMinutes(5));
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        String without = one("", "idle_timeout 100").replaceAll("session .s. \\{[^}]*}", "");
        ReloadTest.reload(pair, pair.a(), without);
        pair.run(Duration.ofSeconds(99));
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        pair.run(Duration.ofSeconds(2));
        assertThat(pair.a().events(Event.TunnelDown.class).getFirst().why().result())
                .isEqualTo(1);
        pair.run(Duration.ofMinutes(30));
        assertThat(Agreement.tunnels(pair, pair.a()).getFirst().state()).isEqualTo("Idle");
        assertThat(Agreement.tunnels(pair, pair.b())).isEmpty();
        ReloadTest.reload(pair, pair.a(), one("", "idle_timeout 100"));
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 1, Duration.ofSeconds(1));
    }

    @Test
    void anotherIdleTimeoutCountsFromTheReload() {
        Pair pair =
                new Pair(1, ReloadTest.settings("tunnel \"t\" { dest_ipaddr b }\n"), ReloadTest.settings(LNS)).start();
        pair.run(Duration.ofMinutes(5));
        ReloadTest.reload(pair, pair.a(), "tunnel \"t\" { dest_ipaddr b; idle_timeout 10 }\n");
        pair.run(Duration.ofSeconds(9));
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        pair.run(Duration.ofSeconds(2));
        assertThat(pair.a().events(Event.TunnelDown.class)).hasSize(1);
    }

    private static String one(String session, String tunnel) {
        return ONE.replace("MORE_TUNNEL", "; " + tunnel).replace("MORE", session);
    }
}
