package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ProtocolVersion;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

class ControlConnectionTest {
    /// RFC 2661 Appendix B.1: lock-step tunnel establishment.
    @Test
    void tunnelIsEstablishedAsInAppendixB1() {
        Pair pair = Pair.established();

        assertThat(pair.crossed)
                .containsExactly(
                        "left: SCCRQ 0/0 ns=0 nr=0",
                        "right: SCCRP 1/0 ns=0 nr=1",
                        "left: SCCCN 2/0 ns=1 nr=1",
                        "right: ZLB 1/0 ns=1 nr=2");
        assertThat(pair.leftSays.said).containsExactly("established 2 lns");
        assertThat(pair.rightSays.said).containsExactly("established 1 lac");
        assertThat(pair.left.stateName()).isEqualTo("Established");
    }

    // Opening.

    /// RFC 2661 Appendix B.2: a lost SCCRP is retransmitted; the repeated SCCRQ makes no second tunnel.
    @Test
    void lostReplyIsRetransmittedAsInAppendixB2() {
        Pair pair = new Pair(Pair.settings("lac"), Pair.settings("lns"));
        pair.carryToRight();
        pair.rightSays.sent.clear(); // lost

        pair.pass(Pair.SECOND);

        assertThat(pair.left.established()).isTrue();
        assertThat(pair.right().established()).isTrue();
        assertThat(pair.rightSays.said).containsExactly("established 1 lac");
        assertThat(pair.crossed).filteredOn(it -> it.contains("SCCRQ")).hasSize(2);
    }

    @Test
    void peerIdentityIsKept() {
        Pair pair = new Pair(
                Pair.with("lac", it -> {
                    it.vendorName = "acme";
                    it.firmwareRevision = 0x0102;
                    it.receiveWindow = 20;
                    it.framingCapabilities = 1;
                    it.bearerCapabilities = 2;
                }),
                Pair.settings("lns"));
        pair.settle();

        assertThat(pair.right().peer())
                .contains(new PeerIdentity(
                        new ControlConnectionId(1), "lac", Optional.of("acme"), 0x0102, 0x0100, 1, 2, 20));
    }

    @Test
    void bothEndsProveTheirSecret() {
        Pair pair = new Pair(authenticating("lac", "s3cret"), authenticating("lns", "s3cret"));
        pair.settle();
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.right().established()).isTrue();
    }

    @Test
    void challengeIsAnsweredByWhoeverHasASecret() {
        Pair pair = new Pair(authenticating("lac", "s3cret"), secretive("lns", "s3cret"));
        pair.settle();
        assertThat(pair.left.established()).isTrue();
    }

    @Test
    void wrongResponseOfTheInitiatorIsRefusedWithResult4() {
        Pair pair = new Pair(secretive("lac", "guess"), authenticating("lns", "s3cret"));
        pair.settle();
        assertThat(pair.rightSays.said).containsExactly("closed 4 0 wrong challenge response", "released");
        assertThat(pair.leftSays.said).first().isEqualTo("established 2 lns");
        assertThat(pair.leftSays.said.get(1)).startsWith("closed 4 0 ").endsWith("(peer)");
        assertThat(pair.rightCounters.authenticationFailures()).isEqualTo(1);
    }

    @Test
    void wrongResponseOfTheRecipientIsRefusedWithResult4() {
        Pair pair = new Pair(authenticating("lac", "s3cret"), secretive("lns", "guess"));
        pair.settle();
        assertThat(pair.leftSays.said).containsExactly("closed 4 0 wrong challenge response", "released");
    }

    @Test
    void missingResponseIsRefusedWithResult4() {
        Pair pair = new Pair(Pair.settings("lac"), authenticating("lns", "s3cret"));
        pair.settle();
        assertThat(pair.rightSays.said).first().isEqualTo("closed 4 0 no challenge response");
    }

    /// Facts of the original: `challenge` without a secret refuses everybody.
    @Test
    void whoMustChallengeWithoutASecretRefuses() {
        Pair pair = new Pair(Pair.settings("lac"), Pair.with("lns", it -> it.challengePeer = true));
        pair.settle();
        assertThat(pair.accepted).isEmpty();
        assertThat(pair.leftSays.said).first().asString().startsWith("closed 4 0 ");
    }

    @Test
    void whoMustChallengeWithoutASecretTakesNoReplyEither() {
        Pair pair = new Pair(Pair.with("lac", it -> it.challengePeer = true), Pair.settings("lns"));
        pair.settle();
        assertThat(pair.leftSays.said).first().isEqualTo("closed 4 0 no tunnel secret available");
        assertThat(pair.rightSays.said).first().asString().startsWith("closed 4 0 ");
    }

    @Test
    void unknownProtocolVersionIsRefusedWithResult5AndTheVersionThisEndKnows() {
        RecordingOutbox out = new RecordingOutbox();
        byte[] sccrq = Pair.sccrq(new ProtocolVersion(2, 0));

        Optional<ControlConnection> accepted = ControlConnection.accept(
                Pair.settings("lns"), new ControlCounters(), octets -> {}, new ControlConnectionId(2), sccrq, 0, out);

        assertThat(accepted).isEmpty();
        assertThat(out.said).containsExactly("fault SCCRQ refused: protocol version 2.0 is not supported");
        assertThat(out.sent).hasSize(1);
        Message.StopCcn stop = (Message.StopCcn) Pair.message(out.sent.getFirst());
        assertThat(stop.resultCode().result()).isEqualTo(5);
        assertThat(stop.resultCode().error()).isEqualTo(0x0100);
        assertThat(Pair.describe(out.sent.getFirst(), Pair.settings("x"))).isEqualTo("StopCCN 77/0 ns=0 nr=1");
    }

    @Test
    void anotherRevisionOfTheVersionIsAccepted() {
        RecordingOutbox out = new RecordingOutbox();
        assertThat(ControlConnection.accept(
                        Pair.settings("lns"),
                        new ControlCounters(),
                        octets -> {},
                        new ControlConnectionId(2),
                        Pair.sccrq(new ProtocolVersion(1, 1)),
                        0,
                        out))
                .isPresent();
    }

    @Test
    void nodeRefusesWithoutKeepingAnything() {
        RecordingOutbox out = new RecordingOutbox();
        ControlConnection.refuse(
                Pair.settings("lns"),
                new ControlCounters(),
                new ControlConnectionId(2),
                Pair.sccrq(ProtocolVersion.V1_0),
                new Ending(2, 4, "too many tunnels", false),
                out);
        Message.StopCcn stop = (Message.StopCcn) Pair.message(out.sent.getFirst());
        assertThat(stop.resultCode().error()).isEqualTo(4);
        assertThat(stop.resultCode().message()).isEqualTo("too many tunnels");
    }

    @Test
    void junkOpensNothingAndIsNotAnswered() {
        RecordingOutbox out = new RecordingOutbox();
        byte[] hello = WireFormat.V2.encode(
                new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0),
                Message.Hello.of(),
                Optional.empty());
        for (byte[] junk : List.of(new byte[0], new byte[] {1, 2, 3}, hello)) {
            assertThat(ControlConnection.accept(
                            Pair.settings("lns"),
                            new ControlCounters(),
                            octets -> {},
                            new ControlConnectionId(2),
                            junk,
                            0,
                            out))
                    .isEmpty();
        }
        assertThat(out.sent).isEmpty();
    }

    @Test
    void connectionThatIsNotEstablishedInTimeIsClosed() {
        Pair pair = new Pair(Pair.with("lac", it -> it.establishTimeoutNs = 10 * Pair.SECOND), Pair.settings("lns"));
        pair.leftSays.sent.clear();
        pair.left.timePassed(pair.nowNs + 10 * Pair.SECOND, pair.leftSays);
        assertThat(pair.leftSays.said).containsExactly("closed 1 0 not established in time");
    }

    @Test
    void tieBreakerIsKnownWhileTheReplyIsWaitedFor() {
        Pair pair = new Pair(Pair.with("lac", it -> it.tieBreaker = true), Pair.settings("lns"));
        OptionalLong sent = pair.left.tieBreaker();
        assertThat(sent).isPresent();
        Message.Sccrq sccrq = (Message.Sccrq) Pair.message(pair.leftSays.sent.getFirst());
        assertThat(sccrq.tieBreaker().orElseThrow().value()).isEqualTo(sent.getAsLong());
        pair.settle();
        assertThat(pair.left.tieBreaker()).isEmpty();
    }

    /// RFC 2661 §4.4.3: the loser says nothing to the peer.
    @Test
    void tieIsLostSilently() {
        Pair pair = new Pair(Pair.with("lac", it -> it.tieBreaker = true), Pair.settings("lns"));
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.leftSays.sent.clear();
        pair.left.loseTie(pair.nowNs, pair.leftSays);
        assertThat(pair.leftSays.sent).isEmpty();
        assertThat(pair.leftSays.said)
                .containsExactly(
                        "ended 10 0 tunnel closed: the peer's tunnel won the tie",
                        "closed 0 0 the peer's tunnel won the tie",
                        "released");
    }

    /// RFC 2661 §4.3, and the SCCRQ is never hidden.
    @Test
    void hiddenAvpsAreReadByThePeer() {
        ControlSettings settings = Pair.with("end", it -> {
            it.secret = secret("s3cret");
            it.challengePeer = true;
            it.hideAvps = true;
        });
        Pair pair = new Pair(settings, settings);
        Message sccrq = Pair.message(pair.leftSays.sent.getFirst());
        assertThat(sccrq).isInstanceOf(Message.Sccrq.class);
        pair.settle();
        pair.rightSays.acceptFrom(20);
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.rightSays.details.getLast()).isEqualTo(Pair.CALL);
    }

    // Keeping up.

    /// RFC 2661 §5.5
    @Test
    void helloIsSentWhenNothingCameForItsTime() {
        Pair pair = new Pair(
                Pair.with("lac", it -> it.helloTimeoutNs = 60 * Pair.SECOND),
                Pair.with("lns", it -> it.helloTimeoutNs = 0));
        pair.settle();
        pair.crossed.clear();

        pair.pass(59 * Pair.SECOND);
        assertThat(pair.crossed).isEmpty();
        pair.pass(62 * Pair.SECOND);

        assertThat(pair.crossed)
                .containsExactly(
                        "left: HELLO 2/0 ns=2 nr=1",
                        "right: ZLB 1/0 ns=1 nr=3",
                        "left: HELLO 2/0 ns=3 nr=1",
                        "right: ZLB 1/0 ns=1 nr=4");
        assertThat(pair.left.transport()).containsEntry("tx_hellos", 2L);
        assertThat(pair.right().transport()).containsEntry("rx_hellos", 2L);
    }

    @Test
    void noHelloIsSentWhileDataComes() {
        Pair pair = Pair.established();
        pair.nowNs += 50 * Pair.SECOND;
        pair.left.heardFromPeer(pair.nowNs);
        assertThat(pair.left.deadlineNs()).isEqualTo(pair.nowNs + 60 * Pair.SECOND);
    }

    @Test
    void peerThatDoesNotAnswerHelloIsGivenUp() {
        Pair pair = Pair.established();
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.leftSays.sent.clear();
        long nowNs = pair.nowNs;
        while (!Pair.released(pair.leftSays)) {
            nowNs = pair.left.deadlineNs();
            pair.left.timePassed(nowNs, pair.leftSays);
        }
        assertThat(nowNs - pair.nowNs).isEqualTo(31 * Pair.SECOND + 750 * Pair.MILLISECOND);
        assertThat(pair.leftSays.said)
                .endsWith(
                        "ended 10 0 tunnel closed: the peer does not answer",
                        "closed 0 0 the peer does not answer",
                        "released");
    }

    @Test
    void tunnelWithoutSessionsClosesAfterItsIdleTime() {
        Pair pair = new Pair(Pair.with("lac", it -> it.idleTimeoutNs = 30 * Pair.SECOND), Pair.settings("lns"));
        pair.settle();
        pair.rightSays.acceptFrom(20);
        pair.pass(20 * Pair.SECOND);
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        pair.settle();
        pair.pass(100 * Pair.SECOND);
        assertThat(pair.left.established()).isTrue();

        pair.left.hangUp(new SessionId(10), Ending.local(CdnResult.ADMINISTRATIVE, "bye"), pair.nowNs, pair.leftSays);
        pair.settle();
        pair.pass(29 * Pair.SECOND);
        assertThat(pair.left.established()).isTrue();
        pair.pass(Pair.SECOND);
        assertThat(pair.leftSays.said).contains("closed 1 0 no sessions");
    }

    // Closing.

    /// RFC 2661 §5.7: StopCCN ends everything, and needs no CDN for each session.
    @Test
    void closeEndsAllSessionsWithOneStopCcn() {
        Pair pair = Pair.withCalls(3);
        pair.crossed.clear();

        pair.left.close(Ending.local(StopCcnResult.SHUTTING_DOWN, "bye"), pair.nowNs, pair.leftSays);
        pair.settle();

        assertThat(pair.crossed).hasSize(2);
        assertThat(pair.crossed.getFirst()).startsWith("left: StopCCN 2/0 ");
        assertThat(pair.crossed.getLast()).startsWith("right: ZLB 1/0 ");
        assertThat(pair.leftSays.said).endsWith("closed 6 0 bye", "released");
        assertThat(pair.rightSays.said).filteredOn(it -> it.startsWith("ended")).hasSize(3);
        assertThat(pair.rightSays.said.getLast()).startsWith("closed 6 0 ").endsWith("(peer)");
    }

    /// RFC 2661 §5.7, §5.8: who received a StopCCN stays for a full cycle to acknowledge it again.
    @Test
    void repeatedStopCcnIsAcknowledgedForAFullCycle() {
        Pair pair = Pair.established();
        pair.left.close(Ending.local(StopCcnResult.SHUTTING_DOWN, "bye"), pair.nowNs, pair.leftSays);
        byte[] stopCcn = pair.leftSays.sent.getFirst();
        pair.settle();
        assertThat(pair.right().stateName()).isEqualTo("Draining");

        pair.nowNs += 30 * Pair.SECOND;
        pair.right().receive(stopCcn, pair.nowNs, pair.rightSays);
        pair.right().timePassed(pair.nowNs, pair.rightSays);
        assertThat(Pair.describe(pair.rightSays.sent.getFirst(), Pair.settings("x")))
                .startsWith("ZLB 1/0");
        assertThat(pair.rightSays.said).doesNotContain("released");

        pair.right().timePassed(pair.nowNs + Pair.SECOND, pair.rightSays);
        assertThat(pair.rightSays.said).endsWith("released");
    }

    @Test
    void unacknowledgedStopCcnIsRepeatedAndThenForgotten() {
        Pair pair = Pair.established();
        pair.left.close(Ending.local(StopCcnResult.CLEARED, "bye"), pair.nowNs, pair.leftSays);
        int sent = pair.leftSays.sent.size();
        while (!Pair.released(pair.leftSays)) {
            pair.left.timePassed(pair.left.deadlineNs(), pair.leftSays);
        }
        assertThat(sent).isEqualTo(1);
        assertThat(pair.leftSays.sent).hasSize(8); // two of them sooner than `retry_timeout`
        assertThat(pair.leftSays.said).endsWith("closed 1 0 bye", "released");
    }

    @Test
    void stopCcnMakesWhatWaitsVoid() {
        Pair pair = Pair.established();
        for (int i = 1; i <= 20; i++) {
            pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(i), Pair.CALL, pair.nowNs, pair.leftSays);
        }
        int inFlight = pair.leftSays.sent.size();
        pair.left.close(Ending.local(StopCcnResult.CLEARED, "bye"), pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.crossed).filteredOn(it -> it.startsWith("left: ICRQ")).hasSize(inFlight);
        assertThat(pair.crossed)
                .filteredOn(it -> it.startsWith("left: StopCCN"))
                .hasSize(1);
    }

    @Test
    void bothEndsMayCloseAtOnce() {
        Pair pair = Pair.established();
        pair.left.close(Ending.local(StopCcnResult.CLEARED, "left"), pair.nowNs, pair.leftSays);
        pair.right().close(Ending.local(StopCcnResult.CLEARED, "right"), pair.nowNs, pair.rightSays);
        pair.settle();
        pair.pass(31 * Pair.SECOND);
        assertThat(pair.leftSays.said).endsWith("closed 1 0 left", "released");
        assertThat(pair.rightSays.said).endsWith("closed 1 0 right", "released");
    }

    /// The SCCRP comes after all: only now it is known where the StopCCN must go.
    @Test
    void closeBeforeTheReplyWaitsForThePeersId() {
        Pair pair = new Pair(Pair.settings("lac"), Pair.settings("lns"));
        pair.left.close(Ending.local(StopCcnResult.CLEARED, "bye"), pair.nowNs, pair.leftSays);
        pair.settle();
        assertThat(pair.crossed).anyMatch(it -> it.startsWith("left: StopCCN 2/0 "));
        assertThat(pair.leftSays.said).containsExactly("closed 1 0 bye", "released");
        assertThat(pair.rightSays.said).last().asString().startsWith("closed 1 0 ");
    }

    @Test
    void callOnAClosedTunnelEndsAtOnce() {
        Pair pair = Pair.established();
        pair.left.close(Ending.local(StopCcnResult.CLEARED, "bye"), pair.nowNs, pair.leftSays);
        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), Pair.CALL, pair.nowNs, pair.leftSays);
        assertThat(pair.leftSays.said).endsWith("ended 10 0 the tunnel is closed");
    }

    private static ControlSettings authenticating(String name, String secret) {
        return Pair.with(name, it -> {
            it.secret = secret(secret);
            it.challengePeer = true;
        });
    }

    private static ControlSettings secretive(String name, String secret) {
        return Pair.with(name, it -> it.secret = secret(secret));
    }

    private static Optional<SharedSecret> secret(String text) {
        return Optional.of(new SharedSecret(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
