package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        assertThat(pair.left.events).endsWith("down IPV4", "down IPV6", "ESTABLISH", "DEAD", "end LOWER_LAYER_DOWN");
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
}
