package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DebugTarget;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;
import org.prol2tp.protocol.node.TraceCategory;

/// What operators switch on and off while the node runs, and follow.
class DebugTest {
    private static final Selector T1 = new Selector.ByName("t1");

    private static final int FSM = TraceCategory.FSM.bit();

    private final Pair pair =
            new Pair(1, Recipe.lac(2, 1).build(), Recipe.lns(8).build()).start();

    private Reply debug(DebugTarget target, int mask, boolean on) {
        return pair.ask(pair.a(), new Request.Debug(target, mask, on)).orElseThrow();
    }

    private List<Event.Trace> traced() {
        List<Event.Trace> lines = pair.a().events(Event.Trace.class);
        pair.a().events.clear();
        return lines;
    }

    private void up() {
        pair.runUntil(() -> Agreement.disagreements(pair, 2).isEmpty(), Duration.ofMinutes(2));
        pair.a().events.clear();
    }

    @Test
    void theSystemsMaskRulesWhatHasNoneOfItsOwn() {
        up();
        assertThat(debug(new DebugTarget.System(), TraceCategory.XPRT.bit(), true))
                .isEqualTo(new Reply.Done());
        assertThat(debug(new DebugTarget.Tunnel(T1), TraceCategory.ALL, false)).isEqualTo(new Reply.Done());
        pair.run(Duration.ofSeconds(70));
        assertThat(traced())
                .isNotEmpty()
                .allMatch(line -> line.category() == TraceCategory.XPRT)
                .noneMatch(line -> line.tunnel().orElseThrow().name().equals(java.util.Optional.of("t1")));
        debug(new DebugTarget.System(), TraceCategory.XPRT.bit(), false);
        pair.run(Duration.ofSeconds(70));
        assertThat(traced()).isEmpty();
    }

    @Test
    void oneSessionMayBeTracedAlone() {
        up();
        assertThat(debug(new DebugTarget.Session(T1, new Selector.ByName("s1")), FSM, true))
                .isEqualTo(new Reply.Done());
        pair.askAndWait(pair.a(), new Request.Shutdown(), Duration.ofMinutes(1));
        assertThat(traced()).isEmpty(); // its call ends with the tunnel, without an event of its own
        assertThat(debug(new DebugTarget.Session(T1, new Selector.ByName("x")), FSM, true))
                .isInstanceOf(Reply.Refused.class);
    }

    @Test
    void whatIsNotThereIsRefused() {
        Selector none = new Selector.ByName("none");
        assertThat(List.of(
                        debug(new DebugTarget.Tunnel(none), FSM, true),
                        debug(new DebugTarget.TunnelProfile("none"), FSM, true),
                        debug(new DebugTarget.SessionProfile("none"), FSM, true),
                        debug(new DebugTarget.Pool("none"), FSM, true)))
                .containsExactly(
                        new Reply.Refused("no tunnel named none"),
                        new Reply.Refused("no tunnel profile named none"),
                        new Reply.Refused("no session profile named none"),
                        new Reply.Refused("no ippool named none"));
    }

    /// At the server: instances of peers, made later.
    @Test
    void aProfileIsForInstancesMadeAfterwards() {
        Pair fresh = new Pair(1, Recipe.lac(1, 1).build(), Recipe.lns(8).build());
        fresh.ask(fresh.b(), new Request.Debug(new DebugTarget.TunnelProfile("default"), FSM, true));
        fresh.ask(
                fresh.b(), new Request.Debug(new DebugTarget.SessionProfile("default"), TraceCategory.PPP.bit(), true));
        fresh.start();
        fresh.runUntil(() -> Agreement.disagreements(fresh, 1).isEmpty(), Duration.ofMinutes(2));
        List<Event.Trace> lines = fresh.b().events(Event.Trace.class);
        assertThat(lines).anyMatch(line -> line.line().startsWith("FSM: CCE("));
        assertThat(lines).anyMatch(line -> line.line().startsWith("PPP: tunl "));
        assertThat(lines).noneMatch(line -> line.line().startsWith("FSM: LNIC"));
    }

    /// Whatever the masks say, and nothing of it is for the log.
    @Test
    void aFollowerGetsLinesAndPacketsOfItsTunnelUntilItIsGone() {
        pair.run(Duration.ofMillis(1));
        Request follow = new Request.Follow(T1, TraceCategory.ALL, true);
        assertThat(pair.ask(pair.a(), follow).orElseThrow()).isInstanceOf(Reply.Following.class);
        pair.runUntil(() -> Agreement.disagreements(pair, 2).isEmpty(), Duration.ofMinutes(2));
        assertThat(traced())
                .isNotEmpty()
                .allMatch(line ->
                        !line.logged() && line.tunnel().orElseThrow().name().equals(java.util.Optional.of("t1")));
        pair.feed(pair.a(), new Input.FollowerGone(0));
        pair.run(Duration.ofSeconds(70));
        assertThat(traced()).isEmpty();
        assertThat(pair.a().events(Event.Packet.class)).isEmpty();
    }

    @Test
    void packetsAreWholeMessages() {
        pair.run(Duration.ofMillis(1));
        pair.ask(pair.a(), new Request.Follow(T1, 0, true));
        pair.runUntil(() -> Agreement.disagreements(pair, 2).isEmpty(), Duration.ofMinutes(2));
        List<Event.Packet> packets = pair.a().events(Event.Packet.class);
        assertThat(packets).anyMatch(it -> it.sent() && (it.octets()[0] & 0x80) != 0);
        assertThat(packets).anyMatch(it -> !it.sent() && (it.octets()[0] & 0x80) != 0);
        assertThat(packets).anyMatch(it -> it.sent() && (it.octets()[0] & 0x80) == 0);
        assertThat(packets).anyMatch(it -> !it.sent() && (it.octets()[0] & 0x80) == 0);
        assertThat(packets)
                .allMatch(it -> ((it.octets()[2] & 0xff) << 8 | it.octets()[3] & 0xff) == it.octets().length);
        assertThat(traced()).isEmpty();
    }

    @Test
    void onlySoManyMayFollow() {
        pair.run(Duration.ofMillis(1));
        for (int i = 0; i < 16; i++) {
            assertThat(pair.ask(pair.a(), new Request.Follow(T1, 1, false)).orElseThrow())
                    .isInstanceOf(Reply.Following.class);
        }
        assertThat(pair.ask(pair.a(), new Request.Follow(T1, 1, false)))
                .contains(new Reply.Refused("16 tunnels are followed already"));
    }

    @Test
    void theDefaultProfileIsThatOfConfiguredTunnelsWithoutOne() {
        String file = "tunnel t { dest_ipaddr b }\n";
        Pair pair = new Pair(1, ReloadTest.settings(file), Recipe.lns(8).build()).start();
        pair.run(Duration.ofSeconds(3));
        pair.ask(pair.a(), new Request.Debug(new DebugTarget.TunnelProfile("default"), TraceCategory.ALL, true));
        ReloadTest.reload(pair, pair.a(), file + "tunnel u { dest_ipaddr b }\n");
        pair.run(Duration.ofSeconds(3));
        assertThat(pair.a().events(Event.Trace.class)).anyMatch(it -> it.line().startsWith("FSM: CCE("));
    }
}
