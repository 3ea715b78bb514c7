package org.prol2tp.sim;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PppDisconnectCause;
import org.prol2tp.protocol.wire.ProxyAvp;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// Messages of calls with octets changed at random: the node does not throw, and nothing of them stays when their
/// tunnels are gone.
class CallFuzzTest {
    private static final long SEED = 2661;

    private static FuzzedCalls calls(Recipe recipe) {
        return new FuzzedCalls(WireFormat.V2, SEED, recipe.build());
    }

    @Test
    void outgoingCallsOfAnyShapeAreSurvived() {
        Recipe lac = Recipe.lac(0, 0);
        lac.session.type = Optional.of(SessionType.LAOC);
        FuzzedCalls calls = calls(lac);
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
        for (int i = 1; i <= FuzzedCalls.CALLS; i++) {
            calls.play(i, ocrq, List.of(Message.Sli.of(new Accm(1, 2)), cdn));
        }
        calls.assertEmpty();
    }

    @Test
    void incomingCallsOfAnyShapeAreSurvived() {
        Recipe lns = Recipe.lns(8);
        lns.tunnel.allowPppProxy = PppProxy.YES;
        FuzzedCalls calls = calls(lns);
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
        for (int i = 1; i <= FuzzedCalls.CALLS; i++) {
            calls.play(i, Message.Icrq.of(new SessionId(6), 1), List.of(iccn, wen, wen));
        }
        calls.assertEmpty();
    }
}
