package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.SessionId;

/// The calls of a connection, both ends together.
class CallsTest {
    /// RFC 2661 §7.4: ICRQ, ICRP, ICCN.
    @Test
    void incomingCallIsConnectedAtBothEnds() {
        Pair pair = Pair.established();
        pair.crossed.clear();
        pair.rightSays.acceptFrom(20);

        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.settle();

        assertThat(pair.crossed)
                .containsExactly(
                        "left: ICRQ 2/0 ns=2 nr=1",
                        "right: ICRP 1/10 ns=1 nr=3",
                        "left: ICCN 2/20 ns=3 nr=2",
                        "right: ZLB 1/0 ns=2 nr=4");
        assertThat(pair.leftSays.said).endsWith("connected 10 20 LAIC");
        assertThat(pair.rightSays.said).endsWith("requested LNIC 10", "connected 20 10 LNIC");
        assertThat(pair.rightSays.details.getLast()).isEqualTo(Pair.CALL);
    }

    @Test
    void callWaitsForTheTunnel() {
        Pair pair = new Pair(Pair.settings("lac"), Pair.settings("lns"));
        pair.rightSays.acceptFrom(20);
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        assertThat(pair.left.call(new SessionId(10)).orElseThrow().state()).isEqualTo("WaitTunnel");
        pair.settle();
        assertThat(pair.leftSays.said).containsExactly("established 2 lns", "connected 10 20 LAIC");
    }

    @Test
    void refusedCallEndsWithTheNodesResult() {
        Pair pair = Pair.established();
        pair.rightSays.answer = new CallAnswer.Refuse(2, 4, "full");
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.leftSays.said)
                .last()
                .asString()
                .startsWith("ended 10 2 ")
                .contains("full")
                .endsWith("(peer)");
        assertThat(pair.left.sessions()).isZero();
        assertThat(pair.right().sessions()).isZero();
    }

    @Test
    void callMayBeAnsweredLater() {
        Pair pair = Pair.established();
        pair.rightSays.answer = new CallAnswer.Later(new SessionId(20));
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.right().call(new SessionId(20)).orElseThrow().state()).isEqualTo("WaitAnswer");
        pair.right().answerCall(new SessionId(20), pair.nowNs, pair.rightSays);
        pair.settle();
        assertThat(pair.leftSays.said).endsWith("connected 10 20 LAIC");
    }

    @Test
    void eitherEndMayHangUp() {
        Pair pair = Pair.withCalls(2);
        pair.left.hangUp(new SessionId(1), Ending.local(Ending.ADMINISTRATIVE, "left"), pair.nowNs, pair.leftSays);
        pair.right().hangUp(new SessionId(101), Ending.local(Ending.CARRIER_LOST, "right"), pair.nowNs, pair.rightSays);
        pair.settle();
        assertThat(pair.leftSays.said).contains("ended 1 3 left");
        assertThat(pair.rightSays.said).contains("ended 101 1 right");
        assertThat(pair.left.sessions()).isEqualTo(1);
        assertThat(pair.right().sessions()).isEqualTo(1);
    }

    /// RFC 2661 §4.4.4: before ICRP the CDN has no session id in its header; the AVP tells which session
    /// it is.
    @Test
    void hangUpBeforeTheReplyReachesTheWaitingPeer() {
        Pair pair = Pair.established();
        pair.rightSays.answer = new CallAnswer.Later(new SessionId(20));
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.settle();
        pair.left.hangUp(new SessionId(10), Ending.local(Ending.ADMINISTRATIVE, "bye"), pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.crossed).anyMatch(it -> it.startsWith("left: CDN 2/0 "));
        assertThat(pair.rightSays.said).last().asString().startsWith("ended 20 3 ");
    }

    @Test
    void callThatIsNotConnectedInTimeIsCleared() {
        Pair pair = Pair.established();
        pair.rightSays.answer = new CallAnswer.Later(new SessionId(20));
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.pass(120 * Pair.SECOND);
        assertThat(pair.leftSays.said).last().isEqualTo("ended 10 10 not connected in time");
    }

    @Test
    void wenAndSliReachTheOtherEnd() {
        Pair pair = Pair.withCalls(1);
        pair.left.sendCallErrors(new SessionId(1), new CallErrors(1, 2, 3, 4, 5, 6), pair.nowNs, pair.leftSays);
        pair.right().sendLinkInformation(new SessionId(101), 0xa0000, -1, pair.nowNs, pair.rightSays);
        pair.settle();
        assertThat(pair.rightSays.said).last().isEqualTo("errors 101 " + new CallErrors(1, 2, 3, 4, 5, 6));
        assertThat(pair.leftSays.said).endsWith("accm 1 a0000 ffffffff");
    }

    /// RFC 2661 §7.5
    @Test
    void outgoingCallIsConnectedAtBothEnds() {
        Pair pair = Pair.established();
        pair.crossed.clear();
        pair.leftSays.acceptFrom(10);
        CallDetails asked = new CallDetails(
                1,
                1,
                1,
                0,
                0,
                9600,
                64_000,
                Optional.empty(),
                Optional.of("200"),
                Optional.empty(),
                Optional.empty(),
                false);

        pair.right().placeCall(CallKind.OUTGOING_CALL_SENDER, new SessionId(20), asked, pair.nowNs, pair.rightSays);
        pair.settle();

        assertThat(pair.crossed)
                .containsSubsequence(
                        "right: OCRQ 1/0 ns=1 nr=2", "left: OCRP 2/20 ns=2 nr=2", "left: OCCN 2/20 ns=3 nr=2");
        assertThat(pair.leftSays.said).endsWith("requested LAOC 20", "connected 10 20 LAOC");
        assertThat(pair.rightSays.said).endsWith("connected 20 10 LNOC");
        assertThat(pair.rightSays.details.getLast().txConnectSpeed()).isEqualTo(64_000);
    }

    /// A rush of calls waits in `WaitTunnel` rather than as encoded messages.
    @Test
    void rushOfCallsComesThroughASmallWindow() {
        Pair pair = Pair.withCalls(5_000);
        assertThat(pair.left.sessions()).isEqualTo(5_000);
        assertThat(pair.leftSays.said)
                .filteredOn(it -> it.startsWith("connected"))
                .hasSize(5_000);
        assertThat(pair.rightSays.said)
                .filteredOn(it -> it.startsWith("connected"))
                .hasSize(5_000);
        assertThat(pair.left.deadlineNs()).isGreaterThan(pair.nowNs);
    }
}
