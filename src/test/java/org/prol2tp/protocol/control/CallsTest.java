package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
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
        pair.left.hangUp(new SessionId(1), Ending.local(CdnResult.ADMINISTRATIVE, "left"), pair.nowNs, pair.leftSays);
        pair.right()
                .hangUp(
                        new SessionId(101),
                        Ending.local(CdnResult.LOSS_OF_CARRIER, "right"),
                        pair.nowNs,
                        pair.rightSays);
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
        pair.left.hangUp(new SessionId(10), Ending.local(CdnResult.ADMINISTRATIVE, "bye"), pair.nowNs, pair.leftSays);
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
                false,
                Optional.empty());

        pair.right().placeCall(CallKind.OUTGOING_CALL_SENDER, new SessionId(20), asked, pair.nowNs, pair.rightSays);
        pair.settle();

        assertThat(pair.crossed)
                .containsSubsequence(
                        "right: OCRQ 1/0 ns=1 nr=2", "left: OCRP 2/20 ns=2 nr=2", "left: OCCN 2/20 ns=3 nr=2");
        assertThat(pair.leftSays.said).endsWith("requested LAOC 20", "connected 10 20 LAOC");
        assertThat(pair.rightSays.said).endsWith("connected 20 10 LNOC");
        assertThat(pair.rightSays.details.getLast().txConnectSpeed()).isEqualTo(64_000);
    }

    private static CallDetails outgoing(int bearer, int framing, long minimumBps, long maximumBps) {
        return new CallDetails(
                1,
                bearer,
                framing,
                0,
                0,
                minimumBps,
                maximumBps,
                Optional.empty(),
                Optional.of("200"),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /// The right one is the LNS and asks the left one, whose settings these are; gives what the LNS says last.
    private static String dial(CallDetails asked, java.util.function.Consumer<ControlSettings.Builder> ofLac) {
        Pair pair = new Pair(Pair.with("lac", ofLac), Pair.settings("lns"));
        pair.settle();
        pair.leftSays.acceptFrom(10);
        pair.right().placeCall(CallKind.OUTGOING_CALL_SENDER, new SessionId(20), asked, pair.nowNs, pair.rightSays);
        pair.settle();
        assertThat(pair.left.sessions()).isEqualTo(pair.right().sessions());
        return pair.rightSays.said.getLast();
    }

    /// RFC 2661 §6.9
    @Test
    void lacWithoutBearerIsNotAskedToDial() {
        assertThat(dial(outgoing(3, 3, 0, 64_000), lac -> lac.bearerCapabilities = 0))
                .isEqualTo("ended 20 0 the peer advertised no bearer: it cannot place outgoing calls");
        assertThat(dial(outgoing(1, 3, 0, 64_000), lac -> lac.bearerCapabilities = 2))
                .isEqualTo("ended 20 0 the peer does not have the bearer that is asked for");
        assertThat(dial(outgoing(1, 1, 0, 64_000), lac -> lac.framingCapabilities = 2))
                .isEqualTo("ended 20 0 the peer does not have the framing that is asked for");
    }

    /// RFC 2661 §4.4.3
    @Test
    void bitsThePeerDidNotAdvertiseAreNotAskedFor() {
        Pair pair = new Pair(
                Pair.with("lac", lac -> {
                    lac.bearerCapabilities = 1;
                    lac.framingCapabilities = 2;
                }),
                Pair.settings("lns"));
        pair.settle();
        pair.leftSays.acceptFrom(10);
        pair.right()
                .placeCall(
                        CallKind.OUTGOING_CALL_SENDER,
                        new SessionId(20),
                        outgoing(3, 3, 0, 64_000),
                        pair.nowNs,
                        pair.rightSays);
        pair.settle();
        assertThat(pair.leftSays.details.getFirst().bearerType()).isEqualTo(1);
        assertThat(pair.leftSays.details.getFirst().framingType()).isEqualTo(2);
    }

    /// A peer that does not look at what this end advertised. RFC 2661 §4.4.3
    @Test
    void outgoingCallOverABearerNotAdvertisedIsRefused() {
        ControlSettings digital = Pair.with("lac", lac -> lac.bearerCapabilities = 1);
        ControlSettings async = Pair.with("lac", lac -> lac.framingCapabilities = 2);
        CallKind laoc = CallKind.OUTGOING_CALL_RECIPIENT;
        assertThat(CallJudge.refusal(laoc, outgoing(2, 1, 0, 0), digital))
                .contains(new Ending(5, 0, "no such bearer here", false));
        assertThat(CallJudge.refusal(laoc, outgoing(3, 1, 0, 0), digital)).isEmpty();
        assertThat(CallJudge.refusal(laoc, outgoing(1, 1, 0, 0), async))
                .contains(new Ending(5, 0, "no such framing here", false));
        assertThat(CallJudge.refusal(laoc, outgoing(1, 2, 64_000, 9_600), async))
                .contains(new Ending(2, 3, "maximum bps is below minimum bps", false));
        assertThat(CallJudge.refusal(CallKind.INCOMING_CALL_RECIPIENT, outgoing(2, 1, 0, 0), digital))
                .isEmpty();
    }

    @Test
    void callWithFramingNotAdvertisedIsCleared() {
        ControlSettings async = Pair.with("lns", lns -> lns.framingCapabilities = 2);
        assertThat(CallJudge.disappointment(outgoing(1, 1, 0, 0), async))
                .contains(new Ending(11, 0, "no such framing here", false));
        assertThat(CallJudge.disappointment(outgoing(1, 3, 0, 0), async)).isEmpty();
    }

    /// RFC 2661 §4.4.4, Minimum BPS: a LAC that connects at less did not do what it was asked.
    @Test
    void outgoingCallOnTooSlowALineIsCleared() {
        Pair pair = Pair.established();
        pair.leftSays.answer = new CallAnswer.Later(new SessionId(10));
        CallDetails asked = outgoing(1, 1, 64_000, 128_000);
        pair.right().placeCall(CallKind.OUTGOING_CALL_SENDER, new SessionId(20), asked, pair.nowNs, pair.rightSays);
        pair.settle();
        assertThat(pair.rightSays.said).endsWith("proceeds 20 10");
        pair.left.answerCall(new SessionId(10), asked.onLine(9_600, 9_600, 1, false), pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.rightSays.said).last().asString().startsWith("ended 20 2 connected at 9600 bps");
        assertThat(pair.leftSays.said)
                .last()
                .asString()
                .startsWith("ended 10 2 ")
                .endsWith("(peer)");
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
