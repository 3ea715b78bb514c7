package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Links of a bundle: RFC 1990 §2, §5.1.
class MultilinkTest {
    private static LinkSettings.Builder server() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.localAddress = 0x0A000001;
        settings.peerAddress = 0x0A000002;
        settings.ipv6 = false;
        settings.mrru = 1600;
        settings.discriminator =
                new EndpointDiscriminator(EndpointDiscriminator.LOCALLY_ASSIGNED, new byte[] {10, 11, 12});
        return settings;
    }

    private static LinkSettings.Builder client() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.ipv6 = false;
        settings.mrru = 1500;
        return settings;
    }

    private static LinkEndpoint opened() {
        LinkEndpoint endpoint = new LinkEndpoint(server().build(), 1);
        endpoint.open();
        return endpoint;
    }

    private static String answer(LinkEndpoint endpoint, String request) {
        endpoint.sent.clear();
        endpoint.receive(request);
        return endpoint.next();
    }

    /// LCP, with multilink, between an end and a peer made of hexadecimal digits.
    private static LinkEndpoint agreed(BundleRole role) {
        LinkEndpoint endpoint = new LinkEndpoint(server().build(), 1);
        endpoint.role = role;
        endpoint.open();
        String request = endpoint.next();
        endpoint.receive(request.replaceFirst("ff03c02101", "ff03c02102"));
        endpoint.receive("ff03 c021 01 05 000e 1104 05dc 1306 0301 0203");
        endpoint.sent.clear();
        return endpoint;
    }

    @Test
    void bothEndsAgreeAndTellWhoTheyAre() {
        LinkPair pair = new LinkPair(server().build(), client().build(), 1).open();
        assertThat(pair.left.events)
                .contains("bundle Multilink[mrru=1600, peerMrru=1500, shortSequence=false, peer=0:]", "up IPV4");
        assertThat(pair.right.events)
                .contains("bundle Multilink[mrru=1500, peerMrru=1600, shortSequence=false, peer=1:0a0b0c]", "up IPV4");
    }

    @Test
    void theyAgreeOverALossyLine() {
        for (int seed = 0; seed < 20; seed++) {
            LinkPair pair = new LinkPair(server().build(), client().build(), seed)
                    .lossy(20, 10)
                    .open();
            assertThat(pair.left.events)
                    .as("seed %d", seed)
                    .contains("up IPV4")
                    .anyMatch(it -> it.startsWith("bundle"));
        }
    }

    @Test
    void thereIsNoMultilinkWithAPeerThatDoesNone() {
        LinkSettings.Builder plain = client();
        plain.mrru = 0;
        LinkPair pair = new LinkPair(server().build(), plain.build(), 1).open();
        assertThat(pair.left.events).contains("up IPV4").noneMatch(it -> it.startsWith("bundle"));
        assertThat(pair.right.events).contains("up IPV4").noneMatch(it -> it.startsWith("bundle"));
    }

    @Test
    void itsThreeOptionsAreAcknowledged() {
        assertThat(answer(opened(), "ff03 c021 01 07 0011 1104 05dc 1202 1307 0301 0203 04"))
                .isEqualTo("ff03c02102070011110405dc12021307030102" + "0304");
    }

    @Test
    void anMrruThatIsNoneIsNakedAndADiscriminatorThatIsNoneIsRejected() {
        assertThat(answer(opened(), "ff03 c021 01 01 0008 1104 0040")).isEqualTo("ff03c02103010008110405dc");
        assertThat(answer(opened(), "ff03 c021 01 01 0007 1103 05")).isEqualTo("ff03c02103010008110405dc");
        assertThat(answer(opened(), "ff03 c021 01 01 0006 1302")).isEqualTo("ff03c021040100061302");
        String long21 = "01" + "aa".repeat(21);
        assertThat(answer(opened(), "ff03 c021 01 01 001c 1318 " + long21)).startsWith("ff03c0210401001c1318");
    }

    @Test
    void aSmallerMrruIsTakenOverFromANak() {
        LinkEndpoint endpoint = opened();
        String request = endpoint.next();
        assertThat(request).contains("11040640" + "1306010a0b0c");
        String identifier = request.substring(10, 12);
        assertThat(answer(endpoint, "ff03 c021 03" + identifier + "0008 1104 04b0"))
                .contains("110404b0");
    }

    @Test
    void aLinkThatJoinsNegotiatesNoNetworkAndHandsItsFramesOn() {
        LinkEndpoint member = agreed(BundleRole.MEMBER);
        assertThat(member.link.phase()).isEqualTo(Phase.NETWORK);
        assertThat(member.sent).isEmpty();
        member.receive("ff03 8021 01 01 000a 0306 0a00 0002");
        assertThat(member.events).contains("frame of bundle ff0380210101000a03060a000002");
        assertThat(member.sent).isEmpty();
        assertThat(answer(member, "ff03 c021 09 07 0008 0000 0000")).startsWith("ff03c0210a070008"); // an echo
    }

    @Test
    void aLinkThatIsRefusedEnds() {
        LinkEnd why = new LinkEnd(LinkEnd.Cause.BUNDLE_FULL, "links enough");
        LinkEndpoint refused = agreed(new BundleRole.Refused(why));
        assertThat(refused.link.phase()).isEqualTo(Phase.TERMINATE);
        refused.link.lowerLayerDown(refused.nowNs, refused);
        assertThat(refused.end).contains(why);
        assertThat(refused.events).doesNotContain("leaves bundle");
    }

    /// A peer's first word on IPCP may come in a fragment before anybody but the link knows of the bundle.
    @Test
    void aWholePacketInAFragmentIsReadIfItIsOfANetworkLayer() {
        LinkEndpoint first = agreed(BundleRole.FIRST);
        assertThat(answer(first, "ff03 003d c000 0000 8021 01 01 000a 0306 0a00 0002"))
                .isEqualTo("ff0380210201000a03060a000002");
        assertThat(answer(first, "3d c000 0001 8021 01 02 000a 0306 0a00 0002")).contains("8021");
    }

    /// RFC 1990 §2: what would change the link must not come over the bundle.
    @Test
    void whatIsNoNetworkLayersOrInPiecesIsDiscarded() {
        LinkEndpoint first = agreed(BundleRole.FIRST);
        int discarded = first.link.discardedFrames();
        assertThat(answer(first, "ff03 003d c000 0000 c021 05 01 0004")).isEmpty();
        assertThat(answer(first, "ff03 003d 8000 0000 8021 01 01 000a 0306 0a00 0002"))
                .isEmpty();
        assertThat(answer(first, "ff03 003d c000")).isEmpty();
        assertThat(first.link.discardedFrames()).isEqualTo(discarded + 3);
        assertThat(first.link.phase()).isEqualTo(Phase.NETWORK);
    }

    @Test
    void withoutMultilinkAFragmentIsOfAnUnknownProtocol() {
        LinkSettings.Builder plain = server();
        plain.mrru = 0;
        LinkPair pair = new LinkPair(plain.build(), client().build(), 1).open();
        assertThat(answer(pair.left, "ff03 003d c000 0000 8021 01 01 000a 0306 0a00 0002"))
                .startsWith("ff03c02108");
    }

    @Test
    void theNetworkPassesOnAsItIsWhenItsLinkEnds() {
        LinkPair first = new LinkPair(server().build(), client().build(), 1).open();
        LinkEndpoint heir = agreed(BundleRole.MEMBER);
        first.left.heir = heir;
        first.left.events.clear();
        first.left.link.lowerLayerDown(first.left.nowNs, first.left);
        assertThat(first.left.events)
                .contains("leaves bundle", "end LOWER_LAYER_DOWN")
                .doesNotContain("down IPV4");
        assertThat(answer(heir, "ff03 8021 01 09 000a 0306 0a00 0002"))
                .startsWith("ff0380210"); // IPCP begins anew, at the heir
        assertThat(heir.events).contains("down IPV4");
    }
}
