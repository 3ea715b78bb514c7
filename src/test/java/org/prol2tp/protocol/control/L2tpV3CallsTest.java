package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.control.Pseudowire.End;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Text;

/// Calls of L2TPv3: RFC 3931 §5.4.4, §5.4.5, §7.3, §7.4.
class L2tpV3CallsTest {
    private static final SessionId OURS = new SessionId(0x80000001);
    private static final End ENTRY = new End(
            Octets.ofHex("0123456789abcdef"), L2SpecificSublayer.DEFAULT, DataSequencing.ALL, CircuitStatus.NEW_ACTIVE);

    @Test
    void anIncomingCallTellsEachEndWhatTheOtherWants() {
        Pair pair = established();
        pair.rightSays.acceptFrom(0x90000001);
        place(pair, CallKind.INCOMING_CALL_SENDER, call(PseudowireType.ETHERNET, ENTRY));
        assertThat(pair.leftSays.said).contains("connected 2147483649 2415919105 LAIC");
        assertThat(pair.rightSays.said).contains("connected 2415919105 2147483649 LNIC");
        Pseudowire asked = pair.rightSays.details.getFirst().pseudowire().orElseThrow();
        assertThat(asked.type()).isEqualTo(PseudowireType.ETHERNET);
        assertThat(asked.remoteEndId()).isEqualTo("port 7");
        assertThat(asked.peer()).isEqualTo(ENTRY);
        Pseudowire connected = pair.leftSays.details.getLast().pseudowire().orElseThrow();
        assertThat(connected.local()).isEqualTo(ENTRY);
        assertThat(connected.peer()).isEqualTo(End.SILENT);
        assertThat(pair.rightSays.details.getLast().txConnectSpeed()).isEqualTo(100_000_000_000L);
    }

    @Test
    void anOutgoingCallIsConnectedAtBothEnds() {
        Pair pair = established();
        pair.rightSays.acceptFrom(0x90000001);
        place(pair, CallKind.OUTGOING_CALL_SENDER, call(PseudowireType.PPP, ENTRY));
        assertThat(pair.leftSays.said).contains("connected 2147483649 2415919105 LNOC");
        assertThat(pair.rightSays.said).contains("connected 2415919105 2147483649 LAOC");
        assertThat(pair.rightSays.details.getFirst().pseudowire().orElseThrow().peer())
                .isEqualTo(ENTRY);
    }

    /// §5.4.4: a type that the peer did not advertise must not be asked for.
    @Test
    void aPseudowireThatThePeerDoesNotHaveIsNotAskedFor() {
        Pair pair = established();
        place(pair, CallKind.INCOMING_CALL_SENDER, call(PseudowireType.ETHERNET_VLAN, End.SILENT));
        assertThat(pair.leftSays.said).contains("ended 2147483649 0 the peer has no pseudowires of type 4");
        assertThat(pair.rightSays.said).noneMatch(it -> it.startsWith("requested"));
    }

    /// §5.4.4, §5.4.2: result 14.
    @Test
    void aPseudowireThatIsNotHereIsRefused() {
        Pair pair = new Pair(
                L2tpV3ConnectionTest.settings("lac", VersionChoice.L2TPV3),
                L2tpV3ConnectionTest.with(
                        "lns", VersionChoice.L2TPV3, builder -> builder.pseudowireTypes = List.of(4)));
        pair.settle();
        pair.right()
                .placeCall(
                        CallKind.INCOMING_CALL_SENDER,
                        OURS,
                        call(PseudowireType.ETHERNET_VLAN, End.SILENT),
                        pair.nowNs,
                        pair.rightSays);
        assertThat(pair.rightSays.said).contains("ended 2147483649 0 the peer has no pseudowires of type 4");
        assertThat(PseudowireJudge.refusal(
                        call(new PseudowireType(6), End.SILENT),
                        L2tpV3ConnectionTest.settings("a", VersionChoice.AUTO)))
                .contains(new Ending(14, 0, "no pseudowires of type 6 here", false));
    }

    /// §5.4.4, §5.4.2: result 15.
    @Test
    void sequencingWithoutASublayerIsRefused() {
        Pair pair = established();
        pair.rightSays.acceptFrom(0x90000001);
        End flawed = new End(Octets.EMPTY, L2SpecificSublayer.NONE, DataSequencing.ALL, CircuitStatus.ACTIVE);
        place(pair, CallKind.INCOMING_CALL_SENDER, call(PseudowireType.ETHERNET, flawed));
        assertThat(pair.leftSays.said).anyMatch(it -> it.startsWith("ended 2147483649 15") && it.endsWith("(peer)"));
    }

    @Test
    void anUnknownSublayerIsRefused() {
        Pair pair = established();
        pair.rightSays.acceptFrom(0x90000001);
        End strange = new End(Octets.EMPTY, new L2SpecificSublayer(2), DataSequencing.NONE, CircuitStatus.ACTIVE);
        place(pair, CallKind.INCOMING_CALL_SENDER, call(PseudowireType.ETHERNET, strange));
        assertThat(pair.leftSays.said).anyMatch(it -> it.startsWith("ended 2147483649 5") && it.endsWith("(peer)"));
    }

    /// §5.4.5, §6.14.
    @Test
    void aChangeOfTheCircuitIsTold() {
        Pair pair = connected();
        pair.left.sendCircuitStatus(OURS, CircuitStatus.INACTIVE, pair.nowNs, pair.leftSays);
        assertThat(Text.of(pair.leftSays.sent.getFirst()))
                .isEqualTo("SLI connection=2 ns=4 nr=2 *RemoteSessionId=2415919105 *LocalSessionId=2147483649"
                        + " *CircuitStatus=0");
        pair.settle();
        assertThat(pair.rightSays.said).contains("circuit 2415919105 inactive");
        // The ACCM is a matter of L2TPv2.
        pair.right().sendLinkInformation(new SessionId(0x90000001), 0, 0, pair.nowNs, pair.rightSays);
        assertThat(pair.rightSays.sent).isEmpty();
    }

    @Test
    void errorsOfTheLineAreTold() {
        Pair pair = connected();
        pair.left.sendCallErrors(OURS, new CallErrors(1, 2, 3, 4, 5, 6), pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.rightSays.said).anyMatch(it -> it.startsWith("errors 2415919105"));
    }

    /// §7.3.1, §7.4.1.
    @Test
    void eitherEndEndsACall() {
        Pair pair = connected();
        pair.right().hangUp(new SessionId(0x90000001), new Ending(3, 0, "enough", false), pair.nowNs, pair.rightSays);
        pair.settle();
        assertThat(pair.leftSays.said).anyMatch(it -> it.startsWith("ended 2147483649 3") && it.endsWith("(peer)"));
        assertThat(pair.left.sessions()).isZero();
        assertThat(pair.right().sessions()).isZero();
    }

    /// §5.4.4: the lower value stays, the other one is refused with result 13.
    @Test
    void ofTwoSessionsForOneCircuitTheLowerTieBreakerStays() {
        for (boolean leftWins : new boolean[] {true, false}) {
            Pair pair = established();
            pair.leftSays.acceptFrom(0x70000001);
            pair.rightSays.acceptFrom(0x90000001);
            cross(pair, Optional.of(new TieBreaker(leftWins ? 1 : 9)), Optional.of(new TieBreaker(5)));
            assertThat(pair.left.sessions()).isEqualTo(1);
            assertThat(pair.right().sessions()).isEqualTo(1);
            assertThat(pair.leftSays.said.stream().anyMatch(it -> it.endsWith("LAIC")))
                    .isEqualTo(leftWins);
            assertThat(pair.rightSays.said.stream().anyMatch(it -> it.endsWith("LAIC")))
                    .isEqualTo(!leftWins);
        }
    }

    /// §5.4.4: equal values, and both begin anew.
    @Test
    void equalTieBreakersEndBothSessions() {
        Pair pair = established();
        pair.leftSays.acceptFrom(0x70000001);
        pair.rightSays.acceptFrom(0x90000001);
        cross(pair, Optional.of(new TieBreaker(5)), Optional.of(new TieBreaker(5)));
        assertThat(pair.left.sessions()).isZero();
        assertThat(pair.right().sessions()).isZero();
    }

    private static void cross(Pair pair, Optional<TieBreaker> left, Optional<TieBreaker> right) {
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, OURS, tied(left), pair.nowNs, pair.leftSays);
        pair.right()
                .placeCall(
                        CallKind.INCOMING_CALL_SENDER,
                        new SessionId(0x80000002),
                        tied(right),
                        pair.nowNs,
                        pair.rightSays);
        pair.settle();
    }

    private static CallDetails tied(Optional<TieBreaker> tieBreaker) {
        return Pair.CALL.over(
                Optional.of(new Pseudowire(PseudowireType.ETHERNET, "port 7", tieBreaker, End.SILENT, End.SILENT)));
    }

    private static Pair established() {
        Pair pair = new Pair(
                L2tpV3ConnectionTest.settings("lac", VersionChoice.L2TPV3),
                L2tpV3ConnectionTest.settings("lns", VersionChoice.L2TPV3));
        pair.settle();
        return pair;
    }

    private static Pair connected() {
        Pair pair = established();
        pair.rightSays.acceptFrom(0x90000001);
        place(pair, CallKind.INCOMING_CALL_SENDER, call(PseudowireType.ETHERNET, ENTRY));
        return pair;
    }

    private static void place(Pair pair, CallKind kind, CallDetails call) {
        pair.left.placeCall(kind, OURS, call, pair.nowNs, pair.leftSays);
        pair.settle();
    }

    private static CallDetails call(PseudowireType type, End local) {
        return new CallDetails(
                        7,
                        1,
                        1,
                        100_000_000_000L,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Optional.of("200"),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty())
                .over(Optional.of(new Pseudowire(type, "port 7", Optional.empty(), local, End.SILENT)));
    }
}
