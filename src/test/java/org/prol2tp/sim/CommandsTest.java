package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TunnelStatus;

/// What an operator creates, deletes and switches while a node runs.
class CommandsTest {
    private static final Duration SHORT = Duration.ofSeconds(10);

    private static final String FILE = "tunnel \"t\" { dest_ipaddr b; session \"s\" { no_ppp yes } }\n";

    private static final String LNS = "session profile \"default\" { no_ppp yes }\n";

    private static final Selector C = new Selector.ByName("c");

    @Test
    void whatACommandCreatesIsOpenedAndOutlivesAReload() {
        Pair pair = up("");
        assertThat(create(pair, "c")).isEqualTo(new Reply.Done());
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 2, SHORT);
        assertThat(ReloadTest.reload(pair, pair.a(), FILE)).isEmpty();
        assertThat(tunnel(pair, "c").state()).isEqualTo("Established");
        assertThat(tunnel(pair, "c").createdByAdmin()).isTrue();
        assertThat(ReloadTest.reload(pair, pair.a(), FILE + FILE.replace("\"t\"", "\"c\"")))
                .containsExactly("keep tunnel \"c\" (the name is taken by one that was created by a command)");
    }

    @Test
    void aSessionThatACommandCreatedComesAlongWhenItsTunnelIsMadeAnew() {
        Pair pair = up("");
        Settings.ConfiguredSession extra = wanted("x").sessions().getFirst().byCommand();
        Settings.ConfiguredSession renamed = new Settings.ConfiguredSession(
                "x", extra.profileName(), extra.parameters(), extra.ppp(), extra.ethernet(), extra.statement());
        Reply reply = pair.tell(
                pair.a(),
                ticket -> new Input.SessionWanted(ticket, tunnel(pair, "t").handle(), renamed));
        assertThat(reply).isEqualTo(new Reply.Done());
        pair.runUntil(() -> pair.a().events(Event.SessionUp.class).size() == 2, SHORT);
        assertThat(ReloadTest.reload(pair, pair.a(), FILE)).isEmpty();
        ReloadTest.reload(pair, pair.a(), FILE.replace("dest_ipaddr b;", "dest_ipaddr b; host_name x;"));
        pair.runUntil(() -> pair.a().events(Event.SessionUp.class).size() == 4, SHORT);
        assertThat(Agreement.sessions(pair, pair.a()).stream().flatMap(it -> it.name().stream()))
                .contains("x");
        assertThat(pair.tell(
                        pair.a(),
                        ticket -> new Input.SessionWanted(
                                ticket, tunnel(pair, "t").handle(), renamed)))
                .isEqualTo(new Reply.Refused("session \"x\" is there already"));
    }

    @Test
    void aNameIsGivenOnce() {
        Pair pair = up("");
        assertThat(create(pair, "t")).isEqualTo(new Reply.Refused("tunnel \"t\" is there already"));
    }

    @Test
    void aTunnelIsDeletedByNameWithStopCcn1AndGone() {
        Pair pair = up("");
        create(pair, "c");
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 2, SHORT);
        assertThat(ask(pair, pair.a(), new Request.DeleteTunnel(C))).isEqualTo(new Reply.Done());
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.b().events(Event.TunnelDown.class).getFirst().why().result())
                .isEqualTo(1);
        assertThat(pair.a().events(Event.TunnelDeleted.class)).hasSize(1);
        assertThat(ask(pair, pair.a(), new Request.DeleteTunnel(C))).isEqualTo(new Reply.Refused("no tunnel named c"));
        pair.run(Duration.ofMinutes(10));
        assertThat(pair.a().events(Event.TunnelUp.class)).hasSize(2);
    }

    @Test
    void whatAPeerOpenedIsDeletedByItsId() {
        Pair pair = up("");
        SessionStatus session = Agreement.sessions(pair, pair.b()).getFirst();
        Selector tunnelId = new Selector.ById(session.tunnelId().value());
        Selector sessionId = new Selector.ById(session.localId().value());
        assertThat(ask(pair, pair.b(), new Request.DeleteSession(tunnelId, new Selector.ById(0x12345))))
                .isEqualTo(new Reply.Refused("no session with id 74565 in the tunnel"));
        assertThat(ask(pair, pair.b(), new Request.DeleteSession(tunnelId, sessionId)))
                .isEqualTo(new Reply.Done());
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().result())
                .isEqualTo(3);
        assertThat(ask(pair, pair.b(), new Request.DeleteTunnel(tunnelId))).isEqualTo(new Reply.Done());
        pair.run(Duration.ofMillis(100));
        assertThat(pair.a().events(Event.TunnelDown.class).getFirst().why().result())
                .isEqualTo(1);
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 1, SHORT);
    }

    @Test
    void aSessionOfTheFileThatWasDeletedIsBackWithTheNextReload() {
        Pair pair = up("");
        Request delete = new Request.DeleteSession(new Selector.ByName("t"), new Selector.ByName("s"));
        assertThat(ask(pair, pair.a(), delete)).isEqualTo(new Reply.Done());
        pair.run(Duration.ofMinutes(2));
        assertThat(pair.b().dataPlane().sessionCount()).isZero();
        assertThat(ReloadTest.reload(pair, pair.a(), FILE)).containsExactly("create session \"s\" of tunnel \"t\"");
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 1, SHORT);
    }

    @Test
    void limitsOfAReloadCountAtOnce() {
        Pair pair = up("");
        ReloadTest.reload(pair, pair.a(), "system { max_tunnels 1 }\n" + FILE);
        assertThat(create(pair, "c")).isEqualTo(new Reply.Refused("too many tunnels: max_tunnels is 1"));
        ReloadTest.reload(pair, pair.a(), "system { deny_local_tunnel_creates yes }\n" + FILE);
        assertThat(create(pair, "c"))
                .isEqualTo(new Reply.Refused("tunnels may not be created: deny_local_tunnel_creates is set"));
        ReloadTest.reload(pair, pair.b(), "system { max_tunnels 1 }\n" + LNS);
        refused(pair, 2, 4);
        ReloadTest.reload(pair, pair.b(), "system { deny_remote_tunnel_creates yes }\n" + LNS);
        refused(pair, 4, 0);
        assertThat(pair.b().dataPlane().sessionCount()).isEqualTo(1);
    }

    @Test
    void aDrainingNodeKeepsWhatItHasAndTakesNoMore() {
        Pair pair = up("");
        ask(pair, pair.b(), new Request.Drain(true));
        refused(pair, 2, 7);
        ReloadTest.reload(pair, pair.b(), LNS);
        refused(pair, 2, 7);
        assertThat(pair.b().dataPlane().sessionCount()).isEqualTo(1);
        ReloadTest.reload(pair, pair.b(), "system { drain_tunnels yes }\n" + LNS);
        ReloadTest.reload(pair, pair.b(), LNS);
        create(pair, "c");
        pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 2, Duration.ofMinutes(1));
    }

    @Test
    void countersAreSetToZeroAndCountOn() {
        Pair pair = up("");
        assertThat(counter(pair, "total_sent_control_frames")).isPositive();
        assertThat(ask(pair, pair.a(), new Request.ResetStatistics())).isEqualTo(new Reply.Done());
        Map<String, Long> counters = new HashMap<>(system(pair).counters());
        assertThat(counters.remove("num_tunnels")).isEqualTo(1);
        assertThat(counters.remove("num_sessions")).isEqualTo(1);
        assertThat(counters.values()).containsOnly(0L);
        assertThat(system(pair).messages().values())
                .allSatisfy(it -> assertThat(it.rx() + it.rxBad() + it.tx()).isZero());
        pair.run(Duration.ofMinutes(3));
        assertThat(counter(pair, "total_sent_control_frames")).isPositive();
    }

    /// One more tunnel of A's is refused with this result and error.
    private static void refused(Pair pair, int result, int error) {
        ReloadTest.reload(pair, pair.a(), FILE);
        pair.a().events.clear();
        create(pair, "c");
        pair.run(Duration.ofMillis(200));
        List<Event.TunnelDown> downs = pair.a().events(Event.TunnelDown.class);
        assertThat(downs).hasSize(1);
        assertThat(downs.getFirst().why().result()).isEqualTo(result);
        assertThat(downs.getFirst().why().error()).isEqualTo(error);
        ask(pair, pair.a(), new Request.DeleteTunnel(C));
    }

    private static Pair up(String before) {
        Pair pair = new Pair(1, ReloadTest.settings(before + FILE), ReloadTest.settings(LNS)).start();
        return pair.runUntil(() -> pair.b().dataPlane().sessionCount() == 1, SHORT);
    }

    private static Reply create(Pair pair, String name) {
        return pair.tell(pair.a(), ticket -> new Input.TunnelWanted(ticket, wanted(name)));
    }

    private static Settings.ConfiguredTunnel wanted(String name) {
        return ReloadTest.settings(FILE.replace("\"t\"", "\"" + name + "\""))
                .tunnels()
                .getFirst()
                .byCommand();
    }

    private static Reply ask(Pair pair, Side side, Request request) {
        return pair.ask(side, request).orElseThrow();
    }

    private static org.prol2tp.protocol.node.SystemStatus system(Pair pair) {
        return ((Reply.SystemShown) ask(pair, pair.a(), new Request.ShowSystem())).system();
    }

    private static long counter(Pair pair, String name) {
        return system(pair).counters().getOrDefault(name, 0L);
    }

    private static TunnelStatus tunnel(Pair pair, String name) {
        return Agreement.tunnels(pair, pair.a()).stream()
                .filter(it -> it.name().orElse("").equals(name) && !it.state().equals("Draining"))
                .findFirst()
                .orElseThrow();
    }
}
