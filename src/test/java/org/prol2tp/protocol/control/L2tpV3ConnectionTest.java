package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.DigestType;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Text;
import org.prol2tp.protocol.wire.Version;
import org.prol2tp.protocol.wire.WireFormat;

/// Control connections of L2TPv3, and how two ends agree on a version: RFC 3931 §4.3, §4.7.3, §6, §7.2.
class L2tpV3ConnectionTest {
    @Test
    void aConnectionOfL2tpv3IsEstablished() {
        Pair pair = pair(VersionChoice.L2TPV3, VersionChoice.L2TPV3);
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.right().established()).isTrue();
        assertThat(pair.left.version()).isEqualTo(Version.V3);
        PeerIdentity lns = pair.left.peer().orElseThrow();
        assertThat(lns.id()).isEqualTo(new ControlConnectionId(2));
        assertThat(lns.routerId()).contains(0x0a000002);
        assertThat(lns.pseudowireTypes()).containsExactly(5, 7);
        assertThat(lns.protocolVersion()).isEqualTo(0x0300);
        assertThat(pair.right().peer().orElseThrow().routerId()).contains(0x0a000001);
        assertThat(pair.crossed)
                .containsExactly(
                        "left: SCCRQ 0/0 ns=0 nr=0",
                        "right: SCCRP 1/0 ns=0 nr=1",
                        "left: SCCCN 2/0 ns=1 nr=1",
                        "right: ZLB 1/0 ns=1 nr=2");
    }

    /// §6.15: an Explicit Acknowledgement, which authentication allows too.
    @Test
    void whatOnlyAcknowledgesIsAnExplicitAcknowledgement() {
        Pair pair = pair(VersionChoice.L2TPV3, VersionChoice.L2TPV3);
        byte[] hello = WireFormat.V3.encode(
                new ControlHeader(new ControlConnectionId(1), SessionId.NONE, 1, 2),
                Message.Hello.of(),
                Optional.empty());
        pair.left.receive(hello, pair.nowNs, pair.leftSays);
        pair.left.timePassed(pair.nowNs, pair.leftSays);
        assertThat(Text.of(pair.leftSays.sent.getLast())).isEqualTo("ACK connection=2 ns=2 nr=2");
    }

    /// §4.4: not all connections to one peer at once.
    @Test
    void helloGoesOutAtAnInstantOfEachConnectionsOwn() {
        Pair pair = pair(VersionChoice.L2TPV3, VersionChoice.L2TPV3);
        pair.pass(Pair.SECOND);
        long left = pair.left.deadlineNs() - pair.nowNs;
        long right = pair.right().deadlineNs() - pair.nowNs;
        assertThat(left).isNotEqualTo(right);
        assertThat(List.of(left, right)).allSatisfy(it -> assertThat(it).isBetween(51 * Pair.SECOND, 60 * Pair.SECOND));
    }

    /// §4.7.3: the answer's version decides.
    @ParameterizedTest
    @EnumSource(VersionChoice.class)
    void anEndWithBothVersionsSpeaksThatOfItsPeer(VersionChoice peer) {
        Version expected = peer == VersionChoice.L2TPV2 ? Version.V2 : Version.V3;
        for (Pair pair : List.of(pair(VersionChoice.AUTO, peer), pair(peer, VersionChoice.AUTO))) {
            assertThat(pair.left.established()).isTrue();
            assertThat(pair.right().established()).isTrue();
            assertThat(pair.left.version()).isEqualTo(expected);
            assertThat(pair.right().version()).isEqualTo(expected);
        }
    }

    /// A peer that does not answer an SCCRQ of both versions may answer one of L2TPv2: at 0, 1 and 3 s both, then at
    /// 7, 15 and 23 s L2TPv2 alone.
    @Test
    void aPeerThatDoesNotAnswerBothVersionsIsAskedInL2tpv2Alone() {
        Pair pair = new Pair(settings("lac", VersionChoice.AUTO), settings("lns", VersionChoice.L2TPV2));
        List<String> offers = sccrqs(pair, 23);
        assertThat(offers).containsExactly("0 both", "1 both", "3 both", "7 l2tpv2", "15 l2tpv2", "23 l2tpv2");
        assertThat(pair.leftSays.said).containsExactly("fell back");
        pair.settle(); // the last of them arrives
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.left.version()).isEqualTo(Version.V2);
        assertThat(pair.right().established()).isTrue();
    }

    /// The seconds at which SCCRQs left, none of which arrives but the last.
    private static List<String> sccrqs(Pair pair, int seconds) {
        List<String> offers = new ArrayList<>();
        for (int second = 0; second <= seconds; second++) {
            pair.nowNs = 1000 * Pair.SECOND + second * Pair.SECOND;
            if (second > 0) {
                pair.leftSays.sent.clear();
                pair.left.timePassed(pair.nowNs, pair.leftSays);
            }
            for (byte[] sent : pair.leftSays.sent) {
                offers.add(second + (Text.of(sent).contains("PseudowireCapabilities") ? " both" : " l2tpv2"));
            }
        }
        return offers;
    }

    /// An answer in L2TPv3 that comes late still makes it a connection of L2TPv3, with its proof.
    @Test
    void aLateAnswerInL2tpv3IsTaken() {
        Pair pair = new Pair(
                with("lac", VersionChoice.AUTO, authenticating("s3cret", DigestType.HMAC_MD5)),
                secret("lns", "s3cret", DigestType.HMAC_MD5));
        pair.carryToRight();
        List<byte[]> answer = Pair.drain(pair.rightSays.sent);
        assertThat(sccrqs(pair, 7)).endsWith("7 l2tpv2");
        answer.forEach(it -> pair.left.receive(it, pair.nowNs, pair.leftSays));
        assertThat(pair.left.version()).isEqualTo(Version.V3);
        pair.settle();
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.right().established()).isTrue();
    }

    /// With as few retransmissions as may be, the only one is of L2TPv2.
    @Test
    void withOneRetransmissionThatOneFallsBack() {
        Pair pair = new Pair(
                with("lac", VersionChoice.AUTO, builder -> builder.maxRetries = 1),
                settings("lns", VersionChoice.L2TPV2));
        assertThat(sccrqs(pair, 2)).containsExactly("0 both", "1 l2tpv2");
    }

    /// A copy of the SCCRQ of both versions, which has Ver 2, gets to the connection of L2TPv3 that it made.
    @Test
    void aCopyOfTheSccrqOfBothVersionsIsAcknowledged() {
        Pair pair = new Pair(settings("lac", VersionChoice.AUTO), settings("lns", VersionChoice.AUTO));
        byte[] sccrq = pair.leftSays.sent.getFirst().clone();
        pair.carryToRight();
        pair.rightSays.sent.clear();
        pair.right().receive(sccrq, pair.nowNs, pair.rightSays);
        pair.right().timePassed(pair.nowNs, pair.rightSays);
        assertThat(pair.rightSays.sent).hasSize(1);
        assertThat(Text.of(pair.rightSays.sent.getFirst())).startsWith("ACK connection=1 ns=1 nr=1");
    }

    /// RFC 2661 §4.4.2, RFC 3931 §5.4.2: result 5, and as error the highest version.
    @Test
    void aVersionThatIsNotSpokenIsRefused() {
        Pair old = pair(VersionChoice.L2TPV3, VersionChoice.L2TPV2);
        assertThat(old.accepted).isEmpty();
        assertThat(old.leftSays.said).anyMatch(it -> it.startsWith("closed 5 256"));
        Pair young = pair(VersionChoice.L2TPV2, VersionChoice.L2TPV3);
        assertThat(young.accepted).isEmpty();
        assertThat(young.leftSays.said).anyMatch(it -> it.startsWith("closed 5 3"));
    }

    @ParameterizedTest
    @EnumSource(DigestType.class)
    void bothEndsProveEveryMessage(DigestType type) {
        Pair pair = new Pair(secret("lac", "s3cret", type), secret("lns", "s3cret", type));
        pair.settle();
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.right().established()).isTrue();
        pair.pass(200 * Pair.SECOND);
        assertThat(pair.crossed.getLast()).contains("ZLB");
        assertThat(pair.left.established()).isTrue();
    }

    /// The offer of both versions is authenticated too.
    @Test
    void anOfferOfBothVersionsIsProven() {
        Pair pair = new Pair(
                with("lac", VersionChoice.AUTO, authenticating("s3cret", DigestType.HMAC_MD5)),
                secret("lns", "s3cret", DigestType.HMAC_SHA_1));
        pair.settle();
        assertThat(pair.left.version()).isEqualTo(Version.V3);
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.right().established()).isTrue();
    }

    /// Where the peer has L2TPv2 only, its challenge is the proof.
    @Test
    void afterAFallbackTheChallengeIsTheProof() {
        Consumer<ControlSettings.Builder> both = authenticating("s3cret", DigestType.HMAC_MD5);
        Pair pair = new Pair(
                with("lac", VersionChoice.AUTO, both.andThen(builder -> builder.challengePeer = true)),
                with("lns", VersionChoice.L2TPV2, both.andThen(builder -> builder.challengePeer = true)));
        pair.settle();
        assertThat(pair.left.version()).isEqualTo(Version.V2);
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.right().established()).isTrue();
    }

    /// §5.4.1: a message whose digest is wrong is dropped, before anything in it is used.
    @Test
    void anSccrqWithAWrongDigestIsDropped() {
        Pair pair = new Pair(secret("lac", "s3cret", DigestType.HMAC_MD5), secret("lns", "other", DigestType.HMAC_MD5));
        pair.settle();
        assertThat(pair.accepted).isEmpty();
        assertThat(pair.rightSays.sent).isEmpty();
        assertThat(pair.rightCounters.authenticationFailures()).isEqualTo(1);
    }

    @Test
    void aForgedMessageIsDropped() {
        Pair pair =
                new Pair(secret("lac", "s3cret", DigestType.HMAC_MD5), secret("lns", "s3cret", DigestType.HMAC_MD5));
        pair.settle();
        byte[] forged = WireFormat.V3.encode(
                new ControlHeader(new ControlConnectionId(1), SessionId.NONE, 1, 2),
                Message.StopCcn.of(new ControlConnectionId(2), new Ending(1, 0, "", false).toResultCode()),
                Optional.empty());
        pair.left.receive(forged, pair.nowNs, pair.leftSays);
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.leftCounters.authenticationFailures()).isEqualTo(1);
        assertThat(pair.leftSays.said).contains("fault no message digest");
        // §6.15: nor is a ZLB an acknowledgement then.
        long before = pair.left.transport().getOrDefault("rx_zlbs", 0L);
        byte[] zlb = {(byte) 0xc8, 3, 0, 12, 0, 0, 0, 1, 0, 1, 0, 2};
        pair.left.receive(zlb, pair.nowNs, pair.leftSays);
        assertThat(pair.left.transport()).containsEntry("rx_zlbs", before);
    }

    /// §4.3: either both ends authenticate or neither does.
    @Test
    void aPeerThatDoesNotAuthenticateIsRefused() {
        Pair pair = new Pair(settings("lac", VersionChoice.L2TPV3), secret("lns", "s3cret", DigestType.HMAC_MD5));
        pair.carryToRight();
        assertThat(pair.accepted).isEmpty();
        assertThat(Text.of(pair.rightSays.sent.getFirst()))
                .startsWith("StopCCN connection=1")
                .contains("*ResultCode=4/0");
        assertThat(pair.rightSays.said).contains("fault SCCRQ refused: no message authentication");
    }

    @Test
    void aPeerWhoseProofCannotBeCheckedIsRefused() {
        Pair pair = new Pair(secret("lac", "s3cret", DigestType.HMAC_MD5), settings("lns", VersionChoice.L2TPV3));
        pair.carryToRight();
        assertThat(pair.accepted).isEmpty();
        assertThat(Text.of(pair.rightSays.sent.getFirst()))
                .startsWith("StopCCN connection=1")
                .contains("*ResultCode=4/0");
    }

    /// §4.3: without a secret a digest shows that a message is whole.
    @Test
    void withoutASecretDamagedMessagesAreDropped() {
        Pair pair = new Pair(
                with("lac", VersionChoice.L2TPV3, builder -> builder.digestType = Optional.of(DigestType.HMAC_MD5)),
                settings("lns", VersionChoice.L2TPV3));
        pair.settle();
        assertThat(pair.right().established()).isTrue();
        pair.left.close(new Ending(1, 0, "bye", false), pair.nowNs, pair.leftSays);
        byte[] stopCcn = pair.leftSays.sent.getFirst();
        stopCcn[stopCcn.length - 1] ^= 1;
        pair.carryToRight();
        assertThat(pair.right().established()).isTrue();
        assertThat(pair.rightSays.said).contains("fault wrong message digest");
    }

    /// With a secret, but without nonces, digests show that messages are whole, and no more.
    @Test
    void withoutANonceASecretProvesNothing() {
        Consumer<ControlSettings.Builder> bare =
                authenticating("s3cret", DigestType.HMAC_SHA_1).andThen(builder -> builder.nonceOctets = 0);
        Pair pair = new Pair(
                with("lac", VersionChoice.L2TPV3, bare.andThen(builder -> builder.hideAvps = true)),
                settings("lns", VersionChoice.L2TPV3));
        assertThat(Text.of(pair.leftSays.sent.getFirst()))
                .contains("MessageDigest=")
                .doesNotContain("Nonce");
        pair.settle();
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.right().established()).isTrue();
        Pair demanding = new Pair(
                settings("lac", VersionChoice.L2TPV3),
                with("lns", VersionChoice.L2TPV3, bare.andThen(builder -> builder.challengePeer = true)));
        demanding.carryToRight();
        assertThat(demanding.accepted).isEmpty();
        assertThat(demanding.rightSays.said)
                .contains("fault SCCRQ refused: no nonce is told here, so nobody can be authenticated");
    }

    /// A peer that does not know the secret could send our SCCRQ back to us, and our SCCRP as its answer.
    @Test
    void ourOwnNonceIsRefused() {
        Pair pair =
                new Pair(secret("lac", "s3cret", DigestType.HMAC_MD5), secret("lns", "s3cret", DigestType.HMAC_MD5));
        RecordingOutbox says = new RecordingOutbox();
        Optional<ControlConnection> reflected = ControlConnection.accept(
                secret("lac", "s3cret", DigestType.HMAC_MD5),
                pair.leftCounters,
                octets -> {},
                new ControlConnectionId(9),
                pair.leftSays.sent.getFirst(),
                pair.nowNs,
                says);
        assertThat(reflected).isEmpty();
        assertThat(says.said).contains("fault SCCRQ refused: the nonce is one of ours");
    }

    /// §5.3: only where messages are authenticated.
    @Test
    void avpsAreHiddenOnlyWhereMessagesAreAuthenticated() {
        Consumer<ControlSettings.Builder> hiding =
                authenticating("s3cret", DigestType.HMAC_MD5).andThen(builder -> builder.hideAvps = true);
        Pair proven = new Pair(with("lac", VersionChoice.L2TPV3, hiding), with("lns", VersionChoice.L2TPV3, hiding));
        proven.carryToRight();
        assertThat(Text.of(proven.rightSays.sent.getFirst())).contains("*AssignedControlConnectionId=…");
        proven.settle();
        assertThat(proven.left.established()).isTrue();
        Consumer<ControlSettings.Builder> unproven = hiding.andThen(builder -> builder.digestType = Optional.empty());
        Pair open = new Pair(with("lac", VersionChoice.L2TPV3, unproven), with("lns", VersionChoice.L2TPV3, unproven));
        open.carryToRight();
        assertThat(Text.of(open.rightSays.sent.getFirst())).contains("*AssignedControlConnectionId=2");
    }

    /// §5.4.3: who won a tie may say so before its SCCRQ is here, which then takes the place of ours.
    @Test
    void whoIsToldToHaveLostATieWaitsForTheWinner() {
        Pair pair = tieRejected(VersionChoice.AUTO);
        pair.pass(20 * Pair.SECOND);
        assertThat(pair.leftSays.said).isEmpty();
        assertThat(pair.leftSays.sent).isEmpty();
        assertThat(pair.left.tieBreaker()).isPresent();
        pair.left.loseTie(pair.nowNs, pair.leftSays);
        assertThat(pair.leftSays.said).containsExactly("closed 0 0 the peer's tunnel won the tie", "released");
    }

    /// If no SCCRQ comes for as long as ours would have been repeated, there was no tie.
    @Test
    void withoutAWinnersSccrqItIsARefusal() {
        Pair pair = tieRejected(VersionChoice.L2TPV3);
        pair.pass(120 * Pair.SECOND);
        assertThat(pair.leftSays.said)
                .containsExactly("closed 3 0 control connection already exists: \"tie\" (peer)", "released");
    }

    /// RFC 2661 §4.4.3 has the winner silent: there it is a refusal at once.
    @Test
    void inL2tpv2NobodyIsToldToHaveLostATie() {
        Pair pair = tieRejected(VersionChoice.L2TPV2);
        assertThat(pair.leftSays.said).startsWith("closed 3 0 control connection already exists: \"tie\" (peer)");
    }

    private static Pair tieRejected(VersionChoice version) {
        Pair pair = new Pair(with("lac", version, it -> it.tieBreaker = true), settings("lns", version));
        byte[] sccrq = Pair.drain(pair.leftSays.sent).getFirst();
        ControlConnection.refuse(
                settings("lns", version),
                pair.rightCounters,
                new ControlConnectionId(2),
                sccrq,
                Ending.local(StopCcnResult.ALREADY_EXISTS, "tie"),
                pair.rightSays);
        pair.left.receive(Pair.drain(pair.rightSays.sent).getFirst(), pair.nowNs, pair.leftSays);
        pair.left.timePassed(pair.nowNs, pair.leftSays); // acknowledges it
        Pair.drain(pair.leftSays.sent);
        return pair;
    }

    @Test
    void messagesOfTheOtherVersionAreDropped() {
        Pair pair = pair(VersionChoice.L2TPV3, VersionChoice.L2TPV3);
        pair.left.receive(
                WireFormat.V2.encode(
                        new ControlHeader(new ControlConnectionId(1), SessionId.NONE, 1, 2),
                        Message.StopCcn.of(new ControlConnectionId(2), new Ending(1, 0, "", false).toResultCode()),
                        Optional.empty()),
                pair.nowNs,
                pair.leftSays);
        assertThat(pair.left.established()).isTrue();
        assertThat(pair.leftSays.said).contains("fault l2tpv2 in a tunnel of l2tpv3");
    }

    private static Pair pair(VersionChoice left, VersionChoice right) {
        Pair pair = new Pair(settings("lac", left), settings("lns", right));
        pair.settle();
        return pair;
    }

    static ControlSettings settings(String hostName, VersionChoice version) {
        return with(hostName, version, builder -> {});
    }

    private static ControlSettings secret(String hostName, String secret, DigestType type) {
        return with(hostName, VersionChoice.L2TPV3, authenticating(secret, type));
    }

    private static Consumer<ControlSettings.Builder> authenticating(String secret, DigestType type) {
        return builder -> {
            builder.secret = Optional.of(new SharedSecret(secret.getBytes(StandardCharsets.UTF_8)));
            builder.digestType = Optional.of(type);
        };
    }

    static ControlSettings with(String hostName, VersionChoice version, Consumer<ControlSettings.Builder> change) {
        return Pair.with(hostName, builder -> {
            builder.version = version;
            builder.routerId = hostName.equals("lac") ? 0x0a000001 : 0x0a000002;
            builder.pseudowireTypes = List.of(5, 7);
            change.accept(builder);
        });
    }
}
