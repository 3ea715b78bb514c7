package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.ControlConnectionAvp.Challenge;
import org.prol2tp.protocol.wire.ControlConnectionAvp.FramingCapabilities;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// RFC 2661 §5.1.1
class ChallengeAuthenticationTest {
    private static final SharedSecret SECRET = new SharedSecret("secret".getBytes(StandardCharsets.US_ASCII));
    private static final Octets CHALLENGE = Octets.ofHex("000102030405060708090a0b0c0d0e0f");

    /// Computed apart from this program: MD5 of 2 or 3, the secret, the challenge.
    @Test
    void responseIsTheDigestOfTypeSecretAndChallenge() {
        assertThat(ChallengeAuthentication.response(MessageType.SCCRP, SECRET, CHALLENGE)
                        .hex())
                .isEqualTo("dd4186e2196f00124a9d588f02701259");
        assertThat(ChallengeAuthentication.response(MessageType.SCCCN, SECRET, CHALLENGE)
                        .hex())
                .isEqualTo("8f3c2fa6fcfea72215ae83ea89ec2b77");
    }

    @Test
    void challengeHasSixteenUnpredictableOctets() {
        ChallengeAuthentication challenge = fixed();
        assertThat(challenge.octets()).isEqualTo(CHALLENGE);
        assertThat(challenge.octets().length()).isEqualTo(16);
    }

    @Test
    void onlyTheRightResponseInTheRightMessageProves() {
        ChallengeAuthentication challenge = fixed();
        assertThat(challenge.provenBy(Octets.ofHex("8f3c2fa6fcfea72215ae83ea89ec2b77"), MessageType.SCCCN))
                .isTrue();
        assertThat(challenge.provenBy(Octets.ofHex("8f3c2fa6fcfea72215ae83ea89ec2b77"), MessageType.SCCRP))
                .isFalse();
        assertThat(challenge.provenBy(Octets.ofHex("8f3c2fa6fcfea72215ae83ea89ec2b78"), MessageType.SCCCN))
                .isFalse();
        assertThat(challenge.provenBy(Octets.EMPTY, MessageType.SCCCN)).isFalse();
    }

    /// A peer without the secret opens a second tunnel, towards us, with the challenge we sent it in the
    /// first one: our SCCRP would be the answer it needs.
    @Test
    void ourOwnChallengeIsNotAnswered() {
        ControlCounters counters = new ControlCounters();
        ControlSettings settings = Pair.with("us", it -> {
            it.secret = Optional.of(SECRET);
            it.challengePeer = true;
        });
        RecordingOutbox first = new RecordingOutbox();
        ControlConnection ours = ControlConnection.initiate(
                settings, counters, new Random(7)::nextBytes, new ControlConnectionId(1), 0, first);
        Octets challenge = ((Message.Sccrq) Pair.message(first.sent.getFirst()))
                .challenge()
                .orElseThrow();
        assertThat(accept(settings, counters, challenge)).isEqualTo("the challenge is one of ours");
        assertThat(counters.authenticationFailures()).isEqualTo(1);

        ours.abandon(Ending.unsaid("enough"), 0, first);
        assertThat(counters.openChallenges.size()).isZero();
        assertThat(accept(settings, counters, challenge)).isEqualTo("accepted");
        assertThat(counters.openChallenges.size()).isEqualTo(1);
    }

    @Test
    void ourOwnChallengeIsNotAnsweredInAnSccrpEither() {
        ControlSettings settings = Pair.with("us", it -> it.secret = Optional.of(SECRET));
        ControlCounters counters = new ControlCounters();
        counters.openChallenges.moved(
                new ConnectionTable.Idle(), new ConnectionTable.WaitCtlConn(Optional.of(fixed())), Optional.empty());
        RecordingOutbox out = new RecordingOutbox();
        ControlConnection ours =
                ControlConnection.initiate(settings, counters, octets -> {}, new ControlConnectionId(1), 0, out);
        Message.Sccrp sccrp = Message.Sccrp.of(
                "peer", FramingCapabilities.ANY, new ControlConnectionId(77), new Challenge(CHALLENGE));
        ControlHeader header = new ControlHeader(new ControlConnectionId(1), SessionId.NONE, 0, 1);
        ours.receive(WireFormat.V2.encode(header, sccrp, Optional.empty()), 0, out);
        assertThat(out.said).containsExactly("closed 4 0 the challenge is one of ours");
    }

    /// @return why it was refused
    private static String accept(ControlSettings settings, ControlCounters counters, Octets challenge) {
        Message.Sccrq sccrq = Message.Sccrq.of(
                "peer", FramingCapabilities.ANY, new ControlConnectionId(77), new Challenge(challenge));
        ControlHeader header = new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0);
        RecordingOutbox out = new RecordingOutbox();
        ControlConnection.accept(
                settings,
                counters,
                new Random(8)::nextBytes,
                new ControlConnectionId(2),
                WireFormat.V2.encode(header, sccrq, Optional.empty()),
                0,
                out);
        return Pair.message(out.sent.getFirst()) instanceof Message.StopCcn stop
                ? stop.resultCode().message()
                : "accepted";
    }

    @Test
    void secretAndChallengePrintAsNothing() {
        assertThat(SECRET).hasToString("…");
        assertThat(fixed()).hasToString("…");
    }

    private static ChallengeAuthentication fixed() {
        return ChallengeAuthentication.challenge(SECRET, octets -> {
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) i;
            }
        });
    }
}
