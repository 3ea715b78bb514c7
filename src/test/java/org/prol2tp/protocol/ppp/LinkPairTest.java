package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two of our links against each other.
class LinkPairTest {
    private static final int SERVER_ADDRESS = 0x0A000001;
    private static final int CLIENT_ADDRESS = 0x0A000064;
    private static final long SEED = 20261123;

    private static LinkSettings.Builder server() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.localAddress = SERVER_ADDRESS;
        settings.assignPeerAddress = true;
        settings.authPeer = true;
        settings.localName = "lns";
        settings.primaryDns = 0x08080808;
        settings.secondaryDns = 0x08080404;
        return settings;
    }

    private static LinkSettings.Builder client() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.userName = "alice";
        settings.requestDns = true;
        settings.mru = 1400;
        return settings;
    }

    private static void allowOnly(LinkSettings.Builder settings, AuthenticationProtocol protocol) {
        settings.authPap = protocol == AuthenticationProtocol.PAP;
        settings.authChap = protocol == AuthenticationProtocol.CHAP_MD5;
        settings.authMschapv2 = protocol == AuthenticationProtocol.MS_CHAP_V2;
        settings.authMschapv1 = protocol == AuthenticationProtocol.MS_CHAP_V1;
        settings.authEap = protocol == AuthenticationProtocol.EAP;
    }

    private static LinkPair pair(LinkSettings.Builder left, LinkSettings.Builder right) {
        return pair(left, right, SEED);
    }

    private static LinkPair pair(LinkSettings.Builder left, LinkSettings.Builder right, long seed) {
        LinkPair pair = new LinkPair(left.build(), right.build(), seed).secret("alice", "wonderland");
        pair.left.poolAddress = CLIENT_ADDRESS;
        return pair;
    }

    private static void assertBothUp(LinkPair pair) {
        assertThat(pair.left.link.phase()).as("%s", pair.left.events).isEqualTo(Phase.NETWORK);
        assertThat(pair.right.link.phase()).as("%s", pair.right.events).isEqualTo(Phase.NETWORK);
        assertThat(pair.left.ipv4.orElseThrow().peer())
                .isEqualTo(pair.right.ipv4.orElseThrow().local());
        assertThat(pair.left.ipv4.orElseThrow().local())
                .isEqualTo(pair.right.ipv4.orElseThrow().peer());
        assertThat(pair.left.ipv6.orElseThrow().peer())
                .isEqualTo(pair.right.ipv6.orElseThrow().local());
        assertThat(pair.left.ipv6.orElseThrow().local())
                .isEqualTo(pair.right.ipv6.orElseThrow().peer());
        assertThat(pair.left.link.deadlineNs()).isEqualTo(Link.NEVER);
        assertThat(pair.right.link.deadlineNs()).isEqualTo(Link.NEVER);
    }

    @Test
    void clientGetsAddressAndNameServers() {
        LinkPair pair = pair(server(), client()).open();
        assertBothUp(pair);
        assertThat(pair.right.ipv4)
                .contains(new NetworkLayer.Ipv4(CLIENT_ADDRESS, SERVER_ADDRESS, 0x08080808, 0x08080404, 0, 0));
        assertThat(pair.left.ipv4).contains(new NetworkLayer.Ipv4(SERVER_ADDRESS, CLIENT_ADDRESS, 0, 0, 0, 0));
        assertThat(pair.left.framing).contains(new Framing(1400, 1400, true, true));
        assertThat(pair.left.events)
                .containsExactly("ESTABLISH", "AUTHENTICATE", "NETWORK", "authenticated alice", "up IPV6", "up IPV4");
        assertThat(pair.right.events)
                .containsExactly("ESTABLISH", "AUTHENTICATE", "NETWORK", "authenticated ", "up IPV6", "up IPV4");
    }

    @ParameterizedTest
    @EnumSource(AuthenticationProtocol.class)
    void comesUpByEachAuthenticationProtocol(AuthenticationProtocol protocol) {
        LinkSettings.Builder client = client();
        allowOnly(client, protocol);
        assertBothUp(pair(server(), client).open());
    }

    @ParameterizedTest
    @EnumSource(AuthenticationProtocol.class)
    void wrongSecretEndsTheLink(AuthenticationProtocol protocol) {
        LinkSettings.Builder client = client();
        allowOnly(client, protocol);
        LinkPair pair = pair(server(), client);
        pair.right.secret("alice", "looking glass");
        pair.open();
        assertThat(pair.left.end.orElseThrow())
                .isEqualTo(new LinkEnd(
                        LinkEnd.Cause.PEER_NOT_AUTHENTICATED,
                        protocol == AuthenticationProtocol.PAP
                                ? "peer alice: wrong name or password"
                                : "peer alice: wrong name or secret"));
        assertThat(pair.right.end.orElseThrow().cause()).isEqualTo(LinkEnd.Cause.NOT_AUTHENTICATED_BY_PEER);
        assertThat(pair.left.link.phase()).isEqualTo(Phase.DEAD);
        assertThat(pair.right.link.phase()).isEqualTo(Phase.DEAD);
    }

    @ParameterizedTest
    @EnumSource(AuthenticationProtocol.class)
    void unknownUserEndsTheLink(AuthenticationProtocol protocol) {
        LinkSettings.Builder client = client();
        allowOnly(client, protocol);
        client.userName = "mallory";
        LinkPair pair = pair(server(), client);
        pair.right.secret("mallory", "");
        pair.open();
        assertThat(pair.left.end.orElseThrow().cause()).isEqualTo(LinkEnd.Cause.PEER_NOT_AUTHENTICATED);
    }

    @Test
    void answersMayComeLater() {
        LinkPair pair = pair(server(), client());
        pair.left.answersAtOnce = false;
        pair.right.answersAtOnce = false;
        pair.left.open();
        pair.right.open();
        for (int i = 0; i < 4; i++) {
            pair.run(1);
            pair.left.answerAll();
            pair.right.answerAll();
        }
        pair.run(60);
        assertBothUp(pair);
    }

    @Test
    void bothEndsMayAuthenticateEachOther() {
        LinkSettings.Builder server = server();
        server.userName = "lns";
        LinkSettings.Builder client = client();
        client.authPeer = true;
        client.localName = "alice";
        LinkPair pair = pair(server, client).secret("lns", "mirror").open();
        assertBothUp(pair);
        assertThat(pair.left.link.peerName()).isEqualTo("alice");
        assertThat(pair.right.link.peerName()).isEqualTo("lns");
    }

    @Test
    void chapChallengesAgain() {
        LinkSettings.Builder server = server();
        server.chapInterval = Duration.ofSeconds(60);
        LinkPair pair = pair(server, client()).open();
        assertThat(pair.left.link.phase()).isEqualTo(Phase.NETWORK);
        pair.right.secret("alice", "forgotten");
        pair.run(120);
        assertThat(pair.left.end.orElseThrow().cause()).isEqualTo(LinkEnd.Cause.PEER_NOT_AUTHENTICATED);
        assertThat(pair.left.events).contains("down IPV4", "down IPV6");
    }

    @Test
    void withoutAnyAuthenticationItComesUpToo() {
        LinkSettings.Builder server = server();
        server.authPeer = false;
        LinkPair pair = pair(server, client()).open();
        assertBothUp(pair);
        assertThat(pair.left.events).doesNotContain("AUTHENTICATE");
    }

    @Test
    void clientWithoutAccountCannotAuthenticate() {
        LinkSettings.Builder client = client();
        client.userName = "";
        LinkPair pair = pair(server(), client).open();
        assertThat(pair.left.end.orElseThrow().cause()).isEqualTo(LinkEnd.Cause.PEER_REFUSES_AUTHENTICATION);
        assertThat(pair.right.link.phase()).isEqualTo(Phase.DEAD);
    }

    @Test
    void noCommonAuthenticationProtocolEndsTheLink() {
        LinkSettings.Builder server = server();
        allowOnly(server, AuthenticationProtocol.MS_CHAP_V2);
        LinkSettings.Builder client = client();
        allowOnly(client, AuthenticationProtocol.PAP);
        LinkPair pair = pair(server, client).open();
        assertThat(pair.left.end.orElseThrow().cause()).isEqualTo(LinkEnd.Cause.PEER_REFUSES_AUTHENTICATION);
    }

    @Test
    void onlyOneNetworkLayerIfThePeerHasNotTheOther() {
        LinkSettings.Builder client = client();
        client.ipv6 = false;
        LinkPair pair = pair(server(), client).open();
        assertThat(pair.left.ipv4).isPresent();
        assertThat(pair.left.ipv6).isEmpty();
        assertThat(pair.right.ipv4).isPresent();
        assertThat(pair.left.notices).contains("the peer rejects protocol 0x8057");
    }

    @Test
    void ipv6Alone() {
        LinkSettings.Builder client = client();
        client.ipv4 = false;
        LinkPair pair = pair(server(), client).open();
        assertThat(pair.left.ipv4).isEmpty();
        assertThat(pair.left.ipv6).isPresent();
        assertThat(pair.right.ipv6).isPresent();
    }

    @Test
    void noCommonNetworkLayerEndsTheLink() {
        LinkSettings.Builder server = server();
        server.ipv6 = false;
        LinkSettings.Builder client = client();
        client.ipv4 = false;
        LinkPair pair = pair(server, client).open();
        assertThat(pair.left.end.orElseThrow().cause())
                .isIn(LinkEnd.Cause.NO_NETWORK_PROTOCOL, LinkEnd.Cause.CLOSED_BY_PEER);
        assertThat(pair.right.link.phase()).isEqualTo(Phase.DEAD);
    }

    @Test
    void emptyPoolLeavesIpv6() {
        LinkPair pair = pair(server(), client());
        pair.left.poolAddress = 0;
        pair.open();
        assertThat(pair.left.notices).contains("IPCP: no address for the peer");
        assertThat(pair.left.ipv4).isEmpty();
        assertThat(pair.right.ipv4).isEmpty();
        assertThat(pair.right.ipv6).isPresent();
    }

    @Test
    void closeIsAcknowledged() {
        LinkPair pair = pair(server(), client()).open();
        pair.right.link.close("enough", pair.right.nowNs, pair.right);
        pair.run(30);
        assertThat(pair.right.end).contains(new LinkEnd(LinkEnd.Cause.CLOSED_LOCALLY, "enough"));
        assertThat(pair.left.end.orElseThrow().cause()).isEqualTo(LinkEnd.Cause.CLOSED_BY_PEER);
        assertThat(pair.left.events).endsWith("down IPV4", "down IPV6", "TERMINATE", "DEAD", "end CLOSED_BY_PEER");
        assertThat(pair.left.link.deadlineNs()).isEqualTo(Link.NEVER);
        assertThat(pair.right.link.deadlineNs()).isEqualTo(Link.NEVER);
    }

    @Test
    void lostLowerLayerEndsTheLinkAtOnce() {
        LinkPair pair = pair(server(), client()).open();
        pair.left.link.lowerLayerDown(pair.left.nowNs, pair.left);
        assertThat(pair.left.events).endsWith("down IPV4", "down IPV6", "DEAD", "end LOWER_LAYER_DOWN");
        assertThat(pair.left.link.deadlineNs()).isEqualTo(Link.NEVER);
    }

    @Test
    void lostPeerIsNoticedByEchoes() {
        LinkSettings.Builder server = server();
        server.lcpEchoInterval = Duration.ofSeconds(10);
        LinkPair pair = pair(server, client()).open();
        assertThat(pair.left.link.phase()).isEqualTo(Phase.NETWORK);
        pair.lossy(100, 0).run(100);
        assertThat(pair.left.end).contains(new LinkEnd(LinkEnd.Cause.ECHO_LOST, "the peer did not answer 5 echoes"));
    }

    @Test
    void silentPeerIsGivenUp() {
        LinkPair pair = pair(server(), client());
        pair.left.open();
        pair.run(300);
        assertThat(pair.left.end).contains(new LinkEnd(LinkEnd.Cause.NO_ANSWER, "the peer does not answer LCP"));
        assertThat(pair.left.nowNs).isEqualTo(30_000_000_000L);
    }

    @Test
    void everySeedComesUpOverALossyLine() {
        AuthenticationProtocol[] protocols = AuthenticationProtocol.values();
        for (long seed = SEED; seed < SEED + 300; seed++) {
            LinkSettings.Builder client = client();
            allowOnly(client, protocols[(int) (seed % protocols.length)]);
            LinkPair pair = pair(server(), client, seed).lossy(30, 10).open();
            String told = "seed %d:%n%s%n%s"
                    .formatted(seed, String.join("\n", pair.left.traces), String.join("\n", pair.right.traces));
            assertThat(pair.left.end).as(() -> told).isEmpty();
            assertThat(pair.right.end).as(() -> told).isEmpty();
            assertBothUp(pair);
        }
    }

    private static void restart(LinkEndpoint end) {
        end.link.lowerLayerDown(end.nowNs, end);
        end.end = Optional.empty();
        end.open();
    }

    /// The other end, in state Opened, goes down through the layers and comes up again.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eitherEndMayBeginAnew(boolean isLeft) {
        for (long seed = SEED; seed < SEED + 20; seed++) {
            LinkPair pair = pair(server(), client(), seed).open();
            LinkEndpoint other = isLeft ? pair.right : pair.left;
            pair.lossy(20, 10);
            restart(isLeft ? pair.left : pair.right);
            pair.run(300);
            assertThat(other.events).contains("down IPV4", "down IPV6");
            assertThat(other.events.stream().filter("NETWORK"::equals).count()).isGreaterThanOrEqualTo(2);
            assertBothUp(pair);
        }
    }

    @Test
    void lateAnswersToOldQuestionsAreIgnored() {
        LinkPair pair = pair(server(), client());
        pair.left.answersAtOnce = false;
        pair.left.open();
        pair.right.open();
        pair.run(1);
        int ticket = pair.left.openSecrets.getFirst().ticket();
        pair.left.openSecrets.clear();
        restart(pair.right);
        pair.run(2);
        byte[] secret = "wrong".getBytes(StandardCharsets.UTF_8);
        pair.left.link.answerSecret(ticket, Optional.of(secret), pair.left.nowNs, pair.left);
        pair.left.link.answerAddress(77, 0, 1, pair.left.nowNs, pair.left);
        assertThat(pair.left.link.phase()).isEqualTo(Phase.AUTHENTICATE);
    }

    @Test
    void waitingForAnAddressLosesNoTime() {
        LinkPair pair = pair(server(), client());
        pair.left.open();
        pair.right.open();
        pair.left.answersAtOnce = false;
        pair.run(1);
        pair.left.answerAll();
        pair.run(1);
        pair.left.answerAll();
        pair.run(1);
        assertBothUp(pair);
        assertThat(pair.left.openAddresses).isEmpty();
    }

    @Test
    void fixedAddressesAreKept() {
        LinkSettings.Builder client = client();
        client.localAddress = 0x0A000077;
        LinkPair pair = pair(server(), client).open();
        assertThat(pair.right.ipv4).isEmpty();
        assertThat(pair.right.ipv6).isPresent();
        assertThat(pair.right.notices).contains("IPCP: the peer does not take our address");
    }

    @Test
    void neitherEndHasAnAddress() {
        LinkSettings.Builder server = server();
        server.localAddress = 0;
        LinkPair pair = pair(server, client()).open();
        assertThat(pair.left.ipv4).isEmpty();
        assertThat(pair.left.notices).contains("IPCP: the peer gives us no address");
        assertThat(pair.left.ipv6).isPresent();
    }

    @Test
    void clientWithoutSecretSaysSo() {
        LinkPair pair = pair(server(), client());
        pair.right.secrets.clear();
        pair.open();
        assertThat(pair.right.end)
                .contains(new LinkEnd(LinkEnd.Cause.NOT_AUTHENTICATED_BY_PEER, "no secret for alice"));
    }

    /// The authenticator has to prove that it knows the password, RFC 2759 §5.
    @Test
    void authenticatorWithoutThePasswordIsRefused() {
        LinkSettings.Builder client = client();
        allowOnly(client, AuthenticationProtocol.MS_CHAP_V2);
        LinkEndpoint end = new LinkEndpoint(client.build(), SEED).secret("alice", "wonderland");
        end.open();
        String request = end.next();
        end.receive(request.substring(0, 8) + "02" + request.substring(10));
        end.receive("ff03 c021 01 01 0009 0305 c22381");
        end.sent.clear();
        end.receive("ff03 c223 01 07 0018 10 00112233445566778899aabbccddeeff 6c6e73");
        assertThat(end.next()).startsWith("ff03c223" + "0207003b31");
        end.receive("ff03 c223 03 07 002e 533d 3030303030303030303030303030303030303030"
                + "3030303030303030303030303030303030303030");
        assertThat(end.notices).isEmpty();
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
        end.jump();
        end.jump();
        end.jump();
        assertThat(end.end)
                .contains(new LinkEnd(
                        LinkEnd.Cause.NOT_AUTHENTICATED_BY_PEER, "the peer does not prove that it knows our password"));
    }

    @Test
    void peerThatReflectsOurChallengeGetsNoResponse() {
        LinkSettings.Builder settings = server();
        settings.userName = "lns";
        allowOnly(settings, AuthenticationProtocol.CHAP_MD5);
        LinkEndpoint end = new LinkEndpoint(settings.build(), SEED).secret("lns", "x");
        end.open();
        String request = end.next();
        end.receive(request.substring(0, 8) + "02" + request.substring(10));
        end.receive("ff03 c021 01 01 0009 0305 c22305");
        String challenge = end.next();
        while (!challenge.startsWith("ff03c22301")) {
            challenge = end.next();
        }
        end.receive(challenge);
        assertThat(end.next()).isEmpty();
    }

    /// A peer with two links to us sends the challenge of one back in the other, to use our response
    /// as its own: secrets for any client (`*`) would let it in under any name.
    @ParameterizedTest
    @EnumSource(names = {"CHAP_MD5", "MS_CHAP_V2"})
    void challengeOfAnotherLinkOfOursIsNotAnsweredEither(AuthenticationProtocol protocol) {
        Randomness node = new Randomness(new java.util.Random(SEED)::nextLong);
        byte[] challenge = node.challenge(Chap.CHALLENGE_OCTETS);
        byte[] foreign = challenge.clone();
        foreign[15] ^= 1;
        byte[] shortOne = node.challenge(8);
        assertThat(node.isOwnChallenge(shortOne)).isTrue();
        shortOne[7] ^= 1;
        assertThat(node.isOwnChallenge(shortOne)).isFalse();
        assertThat(node.isOwnChallenge(challenge)).isTrue();
        assertThat(node.isOwnChallenge(node.challenge(Chap.CHALLENGE_OCTETS))).isTrue();
        assertThat(node.isOwnChallenge(foreign)).isFalse();
        assertThat(node.isOwnChallenge(new byte[16])).isFalse();
        assertThat(node.isOwnChallenge(new byte[0])).isFalse();

        LinkSettings.Builder settings = client();
        settings.userName = "alice";
        allowOnly(settings, protocol);
        LinkEndpoint end = new LinkEndpoint(settings.build(), node).secret("alice", "x");
        end.open();
        String request = end.next();
        end.receive(request.substring(0, 8) + "02" + request.substring(10));
        end.receive("ff03 c021 01 01 0009 0305 " + (protocol == AuthenticationProtocol.CHAP_MD5 ? "c22305" : "c22381"));
        end.sent.clear();
        String head = "ff03 c223 01 05 0018 10 ";
        String name = " 6c6e73";
        end.receive(head + java.util.HexFormat.of().formatHex(challenge) + name);
        assertThat(end.next()).isEmpty();
        end.receive(head + java.util.HexFormat.of().formatHex(foreign) + name);
        assertThat(end.next()).startsWith("ff03c22302" + "05");
    }

    /// `pap_timeout 0`: a peer that says nothing does not hold the link for ever.
    @Test
    void silentPapPeerIsGivenUpAfterTheTimeThatAPeerWouldTryFor() {
        LinkSettings.Builder settings = server();
        allowOnly(settings, AuthenticationProtocol.PAP);
        LinkEndpoint end = new LinkEndpoint(settings.build(), SEED);
        end.open();
        String request = end.next();
        end.receive(request.substring(0, 8) + "02" + request.substring(10));
        end.receive("ff03 c021 01 01 0004");
        assertThat(end.link.phase()).isEqualTo(Phase.AUTHENTICATE);
        assertThat(end.link.deadlineNs()).isEqualTo(30_000_000_000L);
        end.jump();
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    /// It may have the response from us, over another link.
    @ParameterizedTest
    @EnumSource(names = {"CHAP_MD5", "MS_CHAP_V1", "MS_CHAP_V2", "EAP"})
    void peerThatCallsItselfByOurNameIsRefused(AuthenticationProtocol protocol) {
        LinkSettings.Builder server = server();
        server.userName = "alice";
        allowOnly(server, protocol);
        LinkPair pair = pair(server, client()).open();
        assertThat(pair.left.end)
                .contains(new LinkEnd(LinkEnd.Cause.PEER_NOT_AUTHENTICATED, "peer alice: this is our own name"));
        assertThat(pair.left.events).doesNotContain("NETWORK");
    }

    @Test
    void papWithoutARequestTimesOutIfTheSettingsSay() {
        LinkSettings.Builder server = server();
        server.papTimeout = Duration.ofSeconds(20);
        allowOnly(server, AuthenticationProtocol.PAP);
        LinkPair pair = pair(server, client());
        pair.right.answersAtOnce = false;
        pair.open();
        assertThat(pair.left.end)
                .contains(new LinkEnd(LinkEnd.Cause.PEER_NOT_AUTHENTICATED, "the peer: no PAP request came"));
    }
}
