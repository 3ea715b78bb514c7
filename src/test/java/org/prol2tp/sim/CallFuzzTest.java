package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.TunnelParameters.PppProxy;
import org.prol2tp.protocol.wire.CallAvp.BearerType;
import org.prol2tp.protocol.wire.CallAvp.FramingType;
import org.prol2tp.protocol.wire.CallAvp.MaximumBps;
import org.prol2tp.protocol.wire.CallAvp.MinimumBps;
import org.prol2tp.protocol.wire.CallAvp.Q931CauseCode;
import org.prol2tp.protocol.wire.CallAvp.SubAddress;
import org.prol2tp.protocol.wire.CallAvp.TxConnectSpeed;
import org.prol2tp.protocol.wire.CallStatusAvp.Accm;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PppDisconnectCause;
import org.prol2tp.protocol.wire.ProxyAvp;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;

/// Messages of calls with octets changed at random: the node does not throw, and nothing of them stays when their
/// tunnels are gone.
class CallFuzzTest {
    private static final Endpoint PEER = HandPeer.endpoint("192.0.2.9", 1701);

    private static final long SEED = 2661;

    /// Calls of each kind; `-Dfuzz.count=` is for single messages.
    private static final int CALLS = Integer.getInteger("fuzz.count", 20_000) / 20;

    private final SplittableRandom random = new SplittableRandom(SEED);

    private byte[] mutated(byte[] datagram) {
        byte[] changed = datagram.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            changed[12 + random.nextInt(changed.length - 12)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private void play(HandPeer hand, int tunnelId, Message request, List<Message> then) {
        int tunnel = hand.openTunnel(PEER, tunnelId);
        int session = hand.send(PEER, mutated(HandPeer.message(tunnel, 0, 2, 1, request))).stream()
                .flatMap(it -> HandPeer.read(it).stream())
                .map(it -> it instanceof Message.Assigning reply
                        ? reply.assignedSessionId().value()
                        : 0)
                .reduce(0, Math::max);
        int ns = 3;
        for (Message message : then) {
            hand.send(PEER, mutated(HandPeer.message(tunnel, session, ns++, 2, message)));
        }
        Message.StopCcn stop =
                Message.StopCcn.of(new ControlConnectionId(tunnelId), ResultCode.of(ResultCode.StopCcnResult.CLEARED));
        for (int next = 3; next <= ns; next++) { // what was damaged most was not taken, and has its number still
            hand.send(PEER, HandPeer.message(tunnel, 0, next, 3, stop));
        }
    }

    @Test
    void outgoingCallsOfAnyShapeAreSurvived() {
        Recipe lac = Recipe.lac(0, 0);
        lac.session.type = Optional.of(SessionType.LAOC);
        HandPeer hand = new HandPeer(lac.build());
        Message.Ocrq ocrq = Message.Ocrq.of(
                new SessionId(6),
                1,
                new MinimumBps(9_600),
                new MaximumBps(64_000),
                new BearerType(1),
                new FramingType(2),
                "5551234",
                new SubAddress("1"));
        Message.Cdn cdn = Message.Cdn.of(
                ResultCode.of(ResultCode.CdnResult.BUSY),
                new SessionId(6),
                new Q931CauseCode(17, 0x45, "busy"),
                new PppDisconnectCause(16, 0xc223, 1, "wrong"));
        for (int i = 1; i <= CALLS; i++) {
            play(hand, i, ocrq, List.of(Message.Sli.of(new Accm(1, 2)), cdn));
        }
        assertEmpty(hand);
    }

    @Test
    void incomingCallsOfAnyShapeAreSurvived() {
        Recipe lns = Recipe.lns(8);
        lns.tunnel.allowPppProxy = PppProxy.YES;
        HandPeer hand = new HandPeer(lns.build());
        Message.Iccn iccn = Message.Iccn.of(
                new TxConnectSpeed(64_000),
                new FramingType(2),
                new ProxyAvp.LastSentLcpConfreq(Octets.ofHex("0305c22305050611223344")),
                new ProxyAvp.LastReceivedLcpConfreq(Octets.ofHex("010405dc0506aabbccdd")),
                new ProxyAvp.ProxyAuthenType(2),
                new ProxyAvp.ProxyAuthenName("user"),
                new ProxyAvp.ProxyAuthenChallenge(Octets.ofHex("0011223344556677")),
                new ProxyAvp.ProxyAuthenId(1),
                new ProxyAvp.ProxyAuthenResponse(Octets.ofHex("00112233445566778899aabbccddeeff")));
        Message.Wen wen = Message.Wen.of(new CallErrors(1, 2, 3, 4, 5, 6));
        for (int i = 1; i <= CALLS; i++) {
            play(hand, i, Message.Icrq.of(new SessionId(6), 1), List.of(iccn, wen, wen));
        }
        assertEmpty(hand);
    }

    private static void assertEmpty(HandPeer hand) {
        hand.pass(300_000_000_000L);
        assertThat(NodeProbe.of(hand.node)).as("seed %d", SEED).isEqualTo(NodeProbe.EMPTY);
    }
}
