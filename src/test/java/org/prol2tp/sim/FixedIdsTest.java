package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Node;
import org.prol2tp.protocol.node.Outbox;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.node.TunnelStatus;

/// Ids and names of interfaces that the settings give.
class FixedIdsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static SessionStatus session(Pair pair) {
        Reply.SessionsShown shown =
                (Reply.SessionsShown) pair.ask(pair.a(), new Request.ShowSessions(Optional.empty(), Optional.empty()))
                        .orElseThrow();
        return shown.sessions().getFirst();
    }

    private static List<TunnelStatus> tunnels(Pair pair) {
        return ((Reply.TunnelsShown) pair.ask(pair.a(), new Request.ShowTunnels(Optional.empty()))
                        .orElseThrow())
                .tunnels();
    }

    @Test
    void fixedIdsAreUsed() {
        Recipe lac = Recipe.lac(1, 1);
        lac.tunnel.tunnelId = 4711;
        lac.session.sessionId = 23;
        Pair pair = new Pair(1, lac.build(), Recipe.lns(8).build()).start();
        pair.runUntil(() -> session(pair).interfaceName().isPresent(), SOON);
        assertThat(tunnels(pair).getFirst().localId()).hasToString("4711");
        assertThat(session(pair).localId()).hasToString("23");
        assertThat(session(pair).interfaceName())
                .contains("l2tp" + session(pair).handle());
    }

    @Test
    void interfacesAreNamedByIdsWhereThatIsSet() {
        Recipe lac = Recipe.lac(1, 1);
        lac.system.autonameInterfaces = true;
        lac.tunnel.tunnelId = 4711;
        lac.session.sessionId = 23;
        lac.tunnel.interfaceName = Optional.of("wan");
        Pair pair = new Pair(1, lac.build(), Recipe.lns(8).build()).start();
        pair.runUntil(() -> session(pair).interfaceName().isPresent(), SOON);
        assertThat(session(pair).interfaceName()).contains("wan4711-23");
    }

    @Test
    void anIdThatIsInUseIsNotTakenTwice() {
        Recipe lac = Recipe.lac(2, 0);
        lac.tunnel.tunnelId = 4711;
        Pair pair = new Pair(1, lac.build(), Recipe.lns(8).build()).start();
        pair.runUntil(
                () -> pair.a().events(Event.TunnelNotice.class).stream()
                        .anyMatch(notice -> notice.what().equals("not opened: tunnel_id 4711 is in use")),
                SOON);
        assertThat(tunnels(pair))
                .extracting(TunnelStatus::lastResult)
                .contains(Optional.of("tunnel_id 4711 is in use"));
    }

    @Test
    void theSocketOfATunnelWhoseIdIsInUseIsClosed() {
        Recipe lac = Recipe.lac(2, 0);
        lac.tunnel.tunnelId = 4711;
        Node node = new Node(lac.build(), new SeededEntropy(1));
        Outbox out = new Outbox();
        node.handle(new Input.Started(), 0, out);
        TunnelHandle second = new TunnelHandle(2);
        assertThat(out.outputs())
                .filteredOn(it ->
                        it instanceof Output.OpenTransport open && open.tunnel().equals(second))
                .hasSize(1);
        Endpoint peer = new Endpoint(IpAddress.parse("192.0.2.2").orElseThrow(), 1701);
        for (TunnelHandle tunnel : List.of(new TunnelHandle(1), second)) {
            out.clear();
            node.handle(new Input.TransportOpened(tunnel, new Path(3, IpAddress.ANY_IPV4, peer)), 1, out);
        }
        assertThat(out.outputs()).contains(new Output.CloseTransport(second));
    }
}
