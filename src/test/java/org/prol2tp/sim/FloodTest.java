package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.HandPeer.endpoint;
import static org.prol2tp.sim.HandPeer.message;
import static org.prol2tp.sim.HandPeer.sccrq;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.wire.CallStatusAvp;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.PseudowireAvp;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;

/// What anybody can do who sends very many messages: the node holds a bounded number of things, those who
/// were there before keep what they have, and all of it goes away by itself.
class FloodTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private static final Endpoint FRIEND = endpoint("198.51.100.1", 1701);

    private final HandPeer hand =
            new HandPeer(Recipe.lns(8).in(ProtocolVersion.AUTO).build());

    /// Each from another forged address, so that no limit on one address helps.
    @Test
    void sccrqsOfForgedAddressesFillTheirShareAndNoMore() {
        int friend = hand.openTunnel(FRIEND, 1);
        for (int i = 0; i < 30_000; i++) {
            hand.send(new Endpoint(IpAddress.ofIpv4(0x0a000000 + i), 1701), sccrq("flood", 1));
        }
        assertThat(NodeProbe.of(hand.node).channels()).isEqualTo(8_193);
        assertThat(count(Event.TunnelRefused.class)).isEqualTo(30_000 - 8_192);
        assertThat(hand.send(FRIEND, message(friend, 0, 2, 1, Message.Icrq.of(new SessionId(1), 1))))
                .isNotEmpty();
        assertThat(hand.sessions).hasSize(1);
        hand.send(FRIEND, message(friend, 0, 3, 2, Message.Hello.of()));
        hand.pass(45 * SECOND_NS);
        assertThat(NodeProbe.of(hand.node).channels()).isEqualTo(1);
        hand.openTunnel(endpoint("198.51.100.2", 1701), 1);
    }

    @Test
    void sccrqsOfL2tpv3FillTheSameShareAndNoMore() {
        int friend = hand.openTunnelOfV3(FRIEND, 1);
        for (int i = 0; i < 30_000; i++) {
            hand.send(new Endpoint(IpAddress.ofIpv4(0x0a000000 + i), 1701), HandPeer.sccrqOfV3("flood", 1));
        }
        assertThat(NodeProbe.of(hand.node).channels()).isEqualTo(8_193);
        assertThat(count(Event.TunnelRefused.class)).isEqualTo(30_000 - 8_192);
        hand.send(FRIEND, HandPeer.v3(friend, 0, 2, 1, icrqOfV3(1)));
        assertThat(hand.sessions).hasSize(1);
        hand.send(FRIEND, HandPeer.v3(friend, 0, 3, 2, Message.Hello.of()));
        hand.pass(45 * SECOND_NS);
        assertThat(NodeProbe.of(hand.node).channels()).isEqualTo(1);
    }

    @Test
    void callsOfL2tpv3FillTheSameShareAndNoMore() {
        for (int tunnel = 1; tunnel <= 8; tunnel++) {
            int id = hand.openTunnelOfV3(FRIEND, tunnel);
            for (int call = 1; call <= 10_000; call++) {
                hand.send(FRIEND, HandPeer.v3(id, 0, call + 1, call, icrqOfV3(call)));
            }
        }
        assertThat(hand.sessions).hasSize(65_536);
        hand.pass(300 * SECOND_NS);
        assertThat(NodeProbe.of(hand.node)).isEqualTo(NodeProbe.EMPTY);
    }

    private static Message icrqOfV3(int call) {
        return Message.Icrq.of(
                new SessionId(call),
                call,
                PseudowireAvp.PseudowireType.PPP,
                new PseudowireAvp.RemoteEndId("line"),
                CallStatusAvp.CircuitStatus.NEW_ACTIVE);
    }

    /// [Limits#RISING_SESSIONS]: of one peer, in many tunnels; each call refused with a CDN, 4 (RFC 2661 §4.4.2).
    @Test
    void callsThatNeverComeUpFillTheirShareAndNoMore() {
        for (int tunnel = 1; tunnel <= 8; tunnel++) {
            int id = hand.openTunnel(FRIEND, tunnel);
            for (int call = 1; call <= 10_000; call++) {
                hand.send(FRIEND, message(id, 0, call + 1, call, Message.Icrq.of(new SessionId(call), call)));
            }
        }
        assertThat(hand.sessions).hasSize(65_536);
        int id = hand.openTunnel(FRIEND, 9);
        Optional<ResultCode> refusal =
                hand.send(FRIEND, message(id, 0, 2, 1, Message.Icrq.of(new SessionId(1), 1))).stream()
                        .flatMap(datagram -> HandPeer.read(datagram).stream())
                        .filter(Message.Cdn.class::isInstance)
                        .map(cdn -> ((Message.Cdn) cdn).resultCode())
                        .findFirst();
        assertThat(refusal.map(ResultCode::result)).contains(4);
        hand.pass(300 * SECOND_NS);
        assertThat(NodeProbe.of(hand.node)).isEqualTo(NodeProbe.EMPTY);
        int later = hand.openTunnel(FRIEND, 10);
        hand.send(FRIEND, message(later, 0, 2, 1, Message.Icrq.of(new SessionId(1), 1)));
        assertThat(hand.sessions).hasSize(65_537);
    }

    private long count(Class<? extends Event> kind) {
        return hand.events.stream().filter(kind::isInstance).count();
    }
}
