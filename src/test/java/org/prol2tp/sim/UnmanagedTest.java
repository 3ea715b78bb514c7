package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.TunnelStatus;

/// Tunnels whose ends were told by their settings what others tell each other.
class UnmanagedTest {
    private static final String A = """
            system { host_name a }
            tunnel "t" {
                dest_ipaddr b; version l2tpv3; mode static; tunnel_id 4294967295; peer_tunnel_id 2000
                session "s" {
                    pseudowire_type eth; session_id 4294967294; peer_session_id 4
                    cookie hex:0102030405060708; peer_cookie hex:0a0b0c0d; l2spec_type none
                }
            }
            """;

    private static final String B = """
            system { host_name b }
            tunnel "t" {
                dest_ipaddr a; version l2tpv3; mode static; tunnel_id 2000; peer_tunnel_id 4294967295
                session "s" {
                    pseudowire_type eth; session_id 4; peer_session_id 4294967294
                    cookie hex:0a0b0c0d; peer_cookie hex:0102030405060708; l2spec_type none
                }
            }
            """;

    private static Pair start(String a, String b) {
        Pair pair = new Pair(1, ReloadTest.settings(a), ReloadTest.settings(b)).start();
        pair.run(Duration.ofSeconds(1));
        return pair;
    }

    private static TunnelStatus tunnel(Pair pair, Side side) {
        return ((Reply.TunnelsShown) pair.ask(side, new Request.ShowTunnels(java.util.Optional.empty()))
                        .orElseThrow())
                .tunnels()
                .getFirst();
    }

    @Test
    void aStaticTunnelIsUpWithoutAWord() {
        Pair pair = start(A, B);
        for (Side side : List.of(pair.a(), pair.b())) {
            assertThat(side.events(Event.TunnelUp.class)).hasSize(1);
            assertThat(side.events(Event.SessionUp.class)).hasSize(1);
            assertThat(tunnel(pair, side).state()).isEqualTo("Established");
            assertThat(side.dataPlane().sessionCount()).isEqualTo(1);
        }
        Event.SessionUp up = pair.a().events(Event.SessionUp.class).getFirst();
        assertThat(up.session().id()).hasToString("4294967294");
        assertThat(up.peerId()).hasToString("4");
        assertThat(up.facts().pseudowire()).isEqualTo(Event.Pseudowire.ETH);
        PseudowireOptions wire = pair.a().dataPlane().pseudowires().getFirst();
        assertThat(wire.local().cookie().hex()).isEqualTo("0102030405060708");
        assertThat(wire.peer().cookie().hex()).isEqualTo("0a0b0c0d");
        assertThat(wire.peer().sublayer()).isFalse();
        pair.run(Duration.ofHours(1));
        assertThat(ReloadTest.datagrams(pair)).isZero();
    }

    @Test
    void itsEndIsSilentToo() {
        Pair pair = start(A, B);
        pair.askAndWait(pair.a(), new Request.Shutdown(), Duration.ofSeconds(2));
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().message())
                .isEqualTo("tunnel closed: shutting down");
        assertThat(pair.a().events(Event.TunnelDown.class)).hasSize(1);
        assertThat(NodeProbe.of(pair.a().node())).isEqualTo(NodeProbe.EMPTY);
        assertThat(ReloadTest.datagrams(pair)).isZero();
        assertThat(pair.b().events(Event.TunnelDown.class)).isEmpty();
    }

    @Test
    void aReloadChangesItsSessionsAndItsIds() {
        Pair pair = start(A, B);
        assertThat(ReloadTest.reload(pair, pair.a(), A.replace("peer_session_id 4", "peer_session_id 5")))
                .containsExactly("re-create session \"s\" of tunnel \"t\": peer_session_id 4 -> 5");
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.SessionUp.class).getLast().peerId()).hasToString("5");
        assertThat(ReloadTest.reload(pair, pair.a(), A.replace("peer_tunnel_id 2000", "peer_tunnel_id 2001")))
                .containsExactly("re-create tunnel \"t\": peer_tunnel_id 2000 -> 2001");
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.TunnelUp.class)).hasSize(2);
        assertThat(tunnel(pair, pair.a()).peerId()).hasToString("2001");
        ReloadTest.reload(pair, pair.a(), "system { host_name a }");
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().dataPlane().sessionCount()).isZero();
        assertThat(NodeProbe.of(pair.a().node())).isEqualTo(NodeProbe.EMPTY);
    }

    @Test
    void aQuiescentTunnelNoticesThatThePeerIsGoneAndComesBack() {
        String quiet = "mode quiescent; hello_timeout 10; max_retries 2";
        Pair pair = start(A.replace("mode static", quiet), B.replace("mode static", quiet));
        assertThat(pair.a().events(Event.SessionUp.class)).hasSize(1);
        pair.run(Duration.ofMinutes(2));
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        assertThat(tunnel(pair, pair.a()).transport().getOrDefault("tx_hellos", 0L)
                        + tunnel(pair, pair.b()).transport().getOrDefault("tx_hellos", 0L))
                .isPositive();
        pair.kill(pair.b());
        pair.runUntil(() -> !pair.a().events(Event.TunnelDown.class).isEmpty(), Duration.ofMinutes(1));
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(1);
        pair.runUntil(() -> pair.a().events(Event.SessionUp.class).size() == 2, Duration.ofMinutes(2));
    }

    @Test
    void whatNobodyTellsHasToBeSet() {
        Parsed parsed = Config.parse("""
                tunnel "t" {
                    dest_ipaddr 192.0.2.1; mode static; tunnel_id 5
                    session "s" { pseudowire_type eth; session_id 4; cookie_length 8 }
                }
                """, "test.conf", "host");
        assertThat(((Parsed.Bad) parsed)
                        .errors().stream().map(it -> it.message()).toList())
                .containsExactly(
                        "tunnel \"t\": mode static needs version l2tpv3",
                        "tunnel \"t\": mode static needs tunnel_id and peer_tunnel_id",
                        "session \"s\": a session of a static tunnel needs session_id and peer_session_id",
                        "session \"s\": cookie_length without cookie: nobody tells the peer of a static tunnel which one it is");
    }
}
