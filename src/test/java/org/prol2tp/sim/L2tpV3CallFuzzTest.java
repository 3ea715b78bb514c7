package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.CallAvp;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;

/// The same as [CallFuzzTest], of L2TPv3: pseudowires of each type, circuits that come and go, calls either way.
class L2tpV3CallFuzzTest {
    private static final Endpoint PEER = HandPeer.endpoint("192.0.2.9", 1701);

    private static final long SEED = 3931;

    /// Calls of each kind; `-Dfuzz.count=` is for single messages.
    private static final int CALLS = Integer.getInteger("fuzz.count", 20_000) / 20;

    private static final CallAvp.AssignedSessionId THEIRS = new CallAvp.AssignedSessionId(new SessionId(0x70000001));

    private final SplittableRandom random = new SplittableRandom(SEED);

    private byte[] mutated(byte[] datagram) {
        byte[] changed = datagram.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            changed[12 + random.nextInt(changed.length - 12)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private void play(HandPeer hand, int tunnelId, Message request, List<Message> then) {
        int tunnel = hand.openTunnelOfV3(PEER, tunnelId);
        int session = hand.send(PEER, mutated(HandPeer.v3(tunnel, 0, 2, 1, request))).stream()
                .flatMap(it -> HandPeer.read(it).stream())
                .map(it -> it instanceof Message.Assigning reply
                        ? reply.assignedSessionId().value()
                        : 0)
                .filter(id -> id != 0)
                .findFirst()
                .orElse(0);
        int ns = 3;
        for (Message message : then) {
            hand.send(PEER, mutated(HandPeer.v3(tunnel, session, ns++, 2, message)));
        }
        Message.StopCcn stop =
                Message.StopCcn.of(new ControlConnectionId(tunnelId), ResultCode.of(ResultCode.StopCcnResult.CLEARED));
        for (int next = 3; next <= ns; next++) { // what was damaged most was not taken, and has its number still
            hand.send(PEER, HandPeer.v3(tunnel, 0, next, 3, stop));
        }
    }

    private static Avp[] wishes(PseudowireAvp.PseudowireType type) {
        return new Avp[] {
            THEIRS,
            new CallAvp.CallSerialNumber(1),
            type,
            new PseudowireAvp.RemoteEndId("port 7"),
            CircuitStatus.NEW_ACTIVE,
            new TieBreaker(0x0123456789abcdefL),
            new PseudowireAvp.AssignedCookie(Octets.ofHex("0011223344556677")),
            PseudowireAvp.L2SpecificSublayer.DEFAULT,
            PseudowireAvp.DataSequencing.ALL
        };
    }

    private static List<Message> life(Message connected) {
        return List.of(
                connected,
                new Message.Sli(AvpSet.of(THEIRS, CircuitStatus.INACTIVE)),
                new Message.Wen(AvpSet.of(THEIRS, new CallErrors(1, 2, 3, 4, 5, 6))),
                new Message.Sli(AvpSet.of(THEIRS, CircuitStatus.ACTIVE)),
                new Message.Cdn(AvpSet.of(THEIRS, ResultCode.of(ResultCode.CdnResult.ADMINISTRATIVE))));
    }

    @Test
    void incomingCallsOfAnyShapeAreSurvived() {
        HandPeer hand = new HandPeer(Recipe.lns(8).in(ProtocolVersion.AUTO).build());
        Message iccn = new Message.Iccn(AvpSet.of(THEIRS));
        for (int i = 1; i <= CALLS; i++) {
            PseudowireAvp.PseudowireType type = switch (i % 3) {
                case 0 -> PseudowireAvp.PseudowireType.PPP;
                case 1 -> PseudowireAvp.PseudowireType.ETHERNET;
                default -> PseudowireAvp.PseudowireType.ETHERNET_VLAN;
            };
            play(hand, i, new Message.Icrq(AvpSet.of(wishes(type))), life(iccn));
        }
        assertThat(hand.sessions.size()).as("calls that came up").isGreaterThan(CALLS / 10);
        assertEmpty(hand);
    }

    @Test
    void outgoingCallsOfAnyShapeAreSurvived() {
        Recipe lac = Recipe.lac(0, 0).in(ProtocolVersion.AUTO);
        lac.session.type = Optional.of(SessionType.LAOC);
        HandPeer hand = new HandPeer(lac.build());
        Message ocrq = new Message.Ocrq(AvpSet.of(wishes(PseudowireAvp.PseudowireType.PPP)));
        for (int i = 1; i <= CALLS; i++) {
            play(hand, i, ocrq, life(new Message.Sli(AvpSet.of(THEIRS, CircuitStatus.ACTIVE))));
        }
        assertThat(hand.sessions.size()).as("calls that came up").isGreaterThan(CALLS / 10);
        assertEmpty(hand);
    }

    private static void assertEmpty(HandPeer hand) {
        hand.pass(300_000_000_000L);
        assertThat(NodeProbe.of(hand.node)).as("seed %d", SEED).isEqualTo(NodeProbe.EMPTY);
    }
}
