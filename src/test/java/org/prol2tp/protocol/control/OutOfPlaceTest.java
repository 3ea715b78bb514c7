package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.ControlConnectionAvp.FramingCapabilities;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// Messages that the state does not allow, faulty ones, and what traces tell.
class OutOfPlaceTest {

    @Test
    void sessionMessageForNoSessionOfOursIsAnsweredOrIgnoredAsTheTablesSay() {
        Pair pair = Pair.established();
        deliver(pair, 2, 99, Message.Icrp.of(new SessionId(5)));
        assertThat(lastToLeft(pair)).startsWith("CDN 1/5 ");
        int crossed = pair.rightSays.sent.size();
        deliver(pair, 3, 99, CallMessages.iccn(new SessionId(1), Pair.CALL));
        deliver(pair, 4, 99, Message.Wen.of(new CallErrors(0, 0, 0, 0, 0, 0)));
        assertThat(pair.rightSays.sent).hasSize(crossed);
        assertThat(pair.rightCounters.unknownSessionIds()).isEqualTo(3);
        assertThat(pair.right().established()).isTrue();
    }

    @Test
    void messageInTheWrongStateOfItsCallClearsTheCall() {
        Pair pair = Pair.withCalls(1);
        deliver(pair, 4, 101, CallMessages.iccn(new SessionId(1), Pair.CALL));
        assertThat(pair.rightSays.said).last().isEqualTo("ended 101 2 ICCN in state Established");
        assertThat(lastToLeft(pair)).startsWith("CDN 1/1 ");
    }

    @Test
    void messageInTheWrongStateOfTheConnectionClosesIt() {
        Pair pair = Pair.withCalls(1);
        deliver(pair, 4, 0, Message.Scccn.of());
        assertThat(pair.rightSays.said).last().isEqualTo("closed 7 0 SCCCN in state Established");
    }

    @Test
    void callBeforeTheTunnelIsProvenIsIgnored() {
        Pair pair = new Pair(Pair.settings("lac"), Pair.settings("lns"));
        pair.carryToRight();
        deliver(pair, 1, 0, CallMessages.icrq(new SessionId(10), Pair.CALL));
        assertThat(pair.rightSays.said).isEmpty();
        assertThat(pair.rightCounters.receivedBad(10)).isEqualTo(1);
    }

    /// RFC 2661 §4.2: an unknown AVP with the M bit in a session message clears the session only.
    @Test
    void unknownMandatoryAvpClearsTheSessionItIsAbout() {
        Pair pair = Pair.withCalls(2);
        byte[] wen = encode(6, 101, Message.Wen.of(new CallErrors(0, 0, 0, 0, 0, 0)), "8006 0000 07ff");
        pair.right().receive(wen, pair.nowNs, pair.rightSays);
        assertThat(pair.rightSays.said).anyMatch(it -> it.startsWith("ended 101 2 "));
        assertThat(pair.right().sessions()).isEqualTo(1);
    }

    @Test
    void unknownMandatoryAvpInAConnectionMessageClosesTheConnection() {
        Pair pair = Pair.withCalls(1);
        byte[] hello = encode(4, 0, Message.Hello.of(), "8006 0000 07ff");
        pair.right().receive(hello, pair.nowNs, pair.rightSays);
        assertThat(pair.rightSays.said).last().asString().startsWith("closed 2 8 ");
    }

    /// The peer learns why: its id is taken from the message though the rest of it is faulty.
    @Test
    void faultySccrpIsAnsweredWithAStopCcnToItsSender() {
        Pair pair = new Pair(Pair.settings("lac"), Pair.settings("lns"));
        pair.leftSays.sent.clear();
        Message.Sccrp sccrp = Message.Sccrp.of("lns", FramingCapabilities.ANY, new ControlConnectionId(77));
        pair.left.receive(encode(0, 0, sccrp, "8006 0000 07ff"), pair.nowNs, pair.leftSays);
        assertThat(Pair.describe(pair.leftSays.sent.getFirst(), Pair.settings("x")))
                .isEqualTo("StopCCN 77/0 ns=1 nr=1");
        assertThat(pair.leftSays.said).last().asString().startsWith("closed 2 8 ");
    }

    /// Draining ends a full cycle after the first StopCCN of the peer, however many follow.
    @Test
    void peerCannotKeepAClosedConnectionByFurtherStopCcns() {
        Pair pair = Pair.established();
        pair.leftSays.sent.clear();
        for (int i = 0; i < 20 && !Pair.released(pair.rightSays); i++) {
            deliver(pair, 2 + i, 0, Message.StopCcn.of(new ControlConnectionId(1), new ResultCode(1, 0, "")));
            pair.rightSays.sent.clear();
            pair.nowNs += 5 * Pair.SECOND;
            pair.right().timePassed(pair.nowNs, pair.rightSays);
        }
        assertThat(pair.rightSays.said).last().isEqualTo("released");
    }

    @Test
    void unknownAvpWithoutTheMandatoryBitIsIgnoredAndCounted() {
        Pair pair = Pair.withCalls(1);
        byte[] hello = encode(4, 0, Message.Hello.of(), "0006 0000 07ff");
        pair.right().receive(hello, pair.nowNs, pair.rightSays);
        assertThat(pair.right().established()).isTrue();
        assertThat(pair.rightCounters.ignoredAvps()).isEqualTo(1);
    }

    @Test
    void tracesNameMachineEventAndState() {
        Pair pair = new Pair(Pair.settings("lac"), Pair.settings("lns"));
        pair.rightSays.traces = true;
        pair.settle();
        assertThat(pair.rightSays.traced)
                .contains(
                        "FSM: CCE(2) event SCCRQ_ACCEPT in state IDLE",
                        "FSM: CCE(2) state change: IDLE --> WAITCTLCONN",
                        "FSM: CCE(2) event SCCCN_ACCEPT in state WAITCTLCONN",
                        "FSM: CCE(2) state change: WAITCTLCONN --> ESTABLISHED");
        pair.rightSays.acceptFrom(20);
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.rightSays.traced)
                .contains(
                        "FSM: LNIC(2/20) event ICRQ_ACCEPT in state IDLE",
                        "FSM: LNIC(2/20) state change: WAITCONNECT --> ESTABLISHED");
    }

    private static void deliver(Pair pair, int ns, int session, Message message) {
        pair.right().receive(encode(ns, session, message, ""), pair.nowNs, pair.rightSays);
    }

    private static byte[] encode(int ns, int session, Message message, String furtherAvp) {
        byte[] datagram = WireFormat.V2.encode(
                new ControlHeader(new ControlConnectionId(2), new SessionId(session), ns, 1),
                message,
                Optional.empty());
        byte[] more = java.util.HexFormat.of().parseHex(furtherAvp.replace(" ", ""));
        byte[] all = java.util.Arrays.copyOf(datagram, datagram.length + more.length);
        System.arraycopy(more, 0, all, datagram.length, more.length);
        all[2] = (byte) (all.length >> 8);
        all[3] = (byte) all.length;
        return all;
    }

    private static String lastToLeft(Pair pair) {
        return Pair.describe(pair.rightSays.sent.getLast(), Pair.settings("x"));
    }
}
