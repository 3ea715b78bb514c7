package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.CallAvp;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// The same as [CallFuzzTest], of L2TPv3: pseudowires of each type, circuits that come and go, calls either way.
class L2tpV3CallFuzzTest {
    private static final long SEED = 3931;

    private static final CallAvp.AssignedSessionId THEIRS = new CallAvp.AssignedSessionId(new SessionId(0x70000001));

    private static FuzzedCalls calls(Recipe recipe) {
        return new FuzzedCalls(
                WireFormat.V3, SEED, recipe.in(ProtocolVersion.AUTO).build());
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
        FuzzedCalls calls = calls(Recipe.lns(8));
        Message iccn = new Message.Iccn(AvpSet.of(THEIRS));
        for (int i = 1; i <= FuzzedCalls.CALLS; i++) {
            PseudowireAvp.PseudowireType type = switch (i % 3) {
                case 0 -> PseudowireAvp.PseudowireType.PPP;
                case 1 -> PseudowireAvp.PseudowireType.ETHERNET;
                default -> PseudowireAvp.PseudowireType.ETHERNET_VLAN;
            };
            calls.play(i, new Message.Icrq(AvpSet.of(wishes(type))), life(iccn));
        }
        assertThat(calls.hand.sessions.size()).as("calls that came up").isGreaterThan(FuzzedCalls.CALLS / 10);
        calls.assertEmpty();
    }

    @Test
    void outgoingCallsOfAnyShapeAreSurvived() {
        Recipe lac = Recipe.lac(0, 0);
        lac.session.type = Optional.of(SessionType.LAOC);
        FuzzedCalls calls = calls(lac);
        Message ocrq = new Message.Ocrq(AvpSet.of(wishes(PseudowireAvp.PseudowireType.PPP)));
        for (int i = 1; i <= FuzzedCalls.CALLS; i++) {
            calls.play(i, ocrq, life(new Message.Sli(AvpSet.of(THEIRS, CircuitStatus.ACTIVE))));
        }
        assertThat(calls.hand.sessions.size()).as("calls that came up").isGreaterThan(FuzzedCalls.CALLS / 10);
        calls.assertEmpty();
    }
}
