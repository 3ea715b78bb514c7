package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// One link, and a peer made of literal frames, in the way pppd and other peers write them.
class LinkFrameTest {
    private static LinkSettings.Builder server() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.localAddress = 0x0A000001;
        settings.peerAddress = 0x0A000002;
        settings.primaryDns = 0x01020304;
        settings.localInterfaceId = 1;
        settings.localName = "lns";
        return settings;
    }

    private static LinkEndpoint endpoint(LinkSettings.Builder settings) {
        LinkEndpoint endpoint = new LinkEndpoint(settings.build(), 1);
        endpoint.open();
        return endpoint;
    }

    /// The peer asks for nothing and takes everything.
    private static void openLcp(LinkEndpoint endpoint) {
        String request = endpoint.next();
        endpoint.receive(ackOf(request));
        endpoint.receive("ff03 c021 01 01 0004");
        assertThat(endpoint.next()).isEqualTo("ff03c02102010004");
    }

    private static String ackOf(String request) {
        return request.substring(0, 8) + "02" + request.substring(10);
    }

    /// Sends `frame` and gives the only answer.
    private static String answer(LinkEndpoint endpoint, String frame) {
        endpoint.sent.clear();
        endpoint.receive(frame);
        String answer = endpoint.next();
        assertThat(endpoint.next()).isEmpty();
        return answer;
    }

    @Test
    void requestIsOneThatPppdTakes() {
        LinkSettings.Builder settings = server();
        settings.mru = 1400;
        settings.authPeer = true;
        assertThat(endpoint(settings).next())
                .matches("ff03c021 01 01 001d 01040578 020600000000 0305c22381 0506[0-9a-f]{8} 0702 0802"
                        .replace(" ", ""));
    }

    /// pppd: asyncmap 0, magic, pcomp, accomp; and with MRU 1410 as on xl2tpd.
    @Test
    void optionsOfPppdAreAcknowledged() {
        LinkEndpoint endpoint = endpoint(server());
        assertThat(answer(endpoint, "ff03 c021 01 01 0014 0206 0000 0000 0506 1a2b 3c4d 0702 0802"))
                .isEqualTo("ff03c0210201001402060000000005061a2b3c4d07020802");
        assertThat(answer(endpoint, "ff03 c021 01 02 0018 0104 0582 0206 0000 0000 0506 1a2b 3c4d 0702 0802"))
                .isEqualTo("ff03c021020200180104058202060000000005061a2b3c4d07020802");
    }

    @Test
    void multilinkCallbackAndQualityAreRejected() {
        LinkEndpoint endpoint = endpoint(server());
        String request = "ff03 c021 01 07 0020 0104 05dc 1104 05dc 1202 1307 0301 0203 04 0d03 06 0408 c025 0000 03e8";
        assertThat(answer(endpoint, request))
                .isEqualTo("ff03c0210407001c110405dc120213070301020304" + "0d0306" + "0408c025000003e8");
    }

    @Test
    void zeroMagicNumberIsNaked() {
        LinkEndpoint endpoint = endpoint(server());
        assertThat(answer(endpoint, "ff03 c021 01 01 000a 0506 0000 0000")).matches("ff03c0210301000a0506[0-9a-f]{8}");
    }

    @Test
    void tooSmallMruAndWrongLengthsAreNaked() {
        LinkEndpoint endpoint = endpoint(server());
        assertThat(answer(endpoint, "ff03 c021 01 01 0008 0104 0010")).isEqualTo("ff03c0210301000801040080");
        assertThat(answer(endpoint, "ff03 c021 01 02 000a 0106 0000 05dc")).isEqualTo("ff03c02103020008010405dc");
        assertThat(answer(endpoint, "ff03 c021 01 03 0007 0703 00")).isEqualTo("ff03c021030300060702");
    }

    @Test
    void naksBecomeRejectsAfterMaxFailure() {
        LinkSettings.Builder settings = server();
        settings.lcp = new LinkSettings.AutomatonLimits(10, 2, 2, Duration.ofSeconds(3));
        LinkEndpoint endpoint = endpoint(settings);
        assertThat(answer(endpoint, "ff03 c021 01 01 0008 0104 0010")).startsWith("ff03c02103");
        assertThat(answer(endpoint, "ff03 c021 01 02 0008 0104 0010")).startsWith("ff03c02103");
        assertThat(answer(endpoint, "ff03 c021 01 03 0008 0104 0010")).isEqualTo("ff03c0210403000801040010");
    }

    /// A peer whose request comes again has not had our answer: that is no sign of disagreement.
    @Test
    void aLostNakIsRepeatedAndDoesNotBecomeAReject() {
        LinkSettings.Builder settings = server();
        settings.lcp = new LinkSettings.AutomatonLimits(10, 2, 2, Duration.ofSeconds(3));
        LinkEndpoint endpoint = endpoint(settings);
        answer(endpoint, "ff03 c021 01 01 0008 0104 0010");
        for (int i = 0; i < 10; i++) {
            assertThat(answer(endpoint, "ff03 c021 01 02 0008 0104 0010")).startsWith("ff03c02103");
        }
        assertThat(answer(endpoint, "ff03 c021 01 03 0008 0104 0010")).isEqualTo("ff03c0210403000801040010");
    }

    @Test
    void peerThatInsistsForEverIsGivenUp() {
        LinkEndpoint endpoint = endpoint(server());
        for (int i = 0; i < 100 && endpoint.link.phase() != Phase.TERMINATE; i++) {
            endpoint.receive("ff03 c021 01 01 0008 0104 0010");
        }
        assertThat(endpoint.link.phase()).isEqualTo(Phase.TERMINATE);
        endpoint.jump();
        endpoint.jump();
        endpoint.jump();
        assertThat(endpoint.end.orElseThrow().cause()).isEqualTo(LinkEnd.Cause.NOT_NEGOTIABLE);
    }

    @Test
    void peerThatOnlyNaksIsGivenUp() {
        LinkEndpoint endpoint = endpoint(server());
        int naks = 0;
        for (; naks < 100 && endpoint.link.phase() == Phase.ESTABLISH; naks++) {
            String request = endpoint.next();
            endpoint.receive("ff03 c021 03" + request.substring(10, 12) + "0008 0104 0400");
        }
        assertThat(naks).isLessThanOrEqualTo(22);
        assertThat(endpoint.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    @Test
    void peerThatRejectsEverythingGetsAPlainLink() {
        LinkEndpoint endpoint = endpoint(server());
        String request = endpoint.next();
        endpoint.receive("ff03 c021 04" + request.substring(10));
        assertThat(endpoint.next()).isEqualTo("ff03c02101020004");
        endpoint.receive("ff03 c021 02 02 0004");
        endpoint.receive("ff03 c021 01 01 0004");
        assertThat(endpoint.link.phase()).isEqualTo(Phase.NETWORK);
    }

    @Test
    void ackAndRejectOfWhatWasNotAskedAreDiscarded() {
        LinkEndpoint endpoint = endpoint(server());
        endpoint.next();
        endpoint.receive("ff03 c021 02 01 0004");
        endpoint.receive("ff03 c021 02 77 0004");
        endpoint.receive("ff03 c021 04 01 0008 0104 0400");
        assertThat(endpoint.next()).isEmpty();
        assertThat(endpoint.link.discardedFrames()).isEqualTo(3);
    }

    /// A retransmission is the same packet, RFC 1661 §5.1.
    @Test
    void requestIsSentAgainUnchanged() {
        LinkEndpoint endpoint = endpoint(server());
        String request = endpoint.next();
        endpoint.jump();
        assertThat(endpoint.next()).isEqualTo(request);
        assertThat(endpoint.nowNs).isEqualTo(3_000_000_000L);
    }

    @Test
    void ownFramesBackAreALoop() {
        LinkSettings.Builder settings = server();
        settings.authPeer = true;
        LinkEndpoint endpoint = endpoint(settings);
        for (int i = 0; i < 200 && endpoint.end.isEmpty(); i++) {
            byte[] frame = endpoint.sent.poll();
            if (frame == null) {
                endpoint.jump();
            } else {
                endpoint.receive(frame);
            }
        }
        assertThat(endpoint.end.orElseThrow().cause()).isEqualTo(LinkEnd.Cause.LOOPED_BACK);
    }

    @Test
    void unknownCodeIsRejected() {
        LinkEndpoint endpoint = endpoint(server());
        assertThat(answer(endpoint, "ff03 c021 63 05 0006 abcd")).isEqualTo("ff03c0210701000a63050006abcd");
    }

    @Test
    void identificationIsIgnored() {
        LinkEndpoint endpoint = endpoint(server());
        assertThat(answer(endpoint, "ff03 c021 0c 05 000a 0000 0000 4142")).isEmpty();
    }

    @Test
    void lostConfigureRequestCodeIsCatastrophic() {
        LinkEndpoint endpoint = endpoint(server());
        endpoint.receive("ff03 c021 07 01 0008 0101 0004");
        assertThat(endpoint.link.phase()).isEqualTo(Phase.DEAD);
    }

    @Test
    void echoIsAnsweredWithOurMagicNumber() {
        LinkEndpoint endpoint = endpoint(server());
        String magic =
                endpoint.sent.peek() == null ? "" : java.util.HexFormat.of().formatHex(endpoint.sent.peek());
        String ours = magic.substring(magic.indexOf("0506") + 4, magic.indexOf("0506") + 12);
        assertThat(answer(endpoint, "ff03 c021 09 01 0008 0000 0000")).isEmpty();
        endpoint.sent.clear();
        endpoint.receive(ackOf(magic));
        endpoint.receive("ff03 c021 01 01 0004");
        assertThat(answer(endpoint, "ff03 c021 09 44 000a 1111 1111 abcd"))
                .isEqualTo("ff03c0210a44000a" + ours + "abcd");
        assertThat(answer(endpoint, "ff03 c021 0b 45 0008 1111 1111")).isEmpty();
    }

    /// pppd asks for CCP with deflate and BSD compression; it must not hurt. RFC 1661 §5.7.
    @Test
    void unknownProtocolIsRejectedOnceLcpIsOpen() {
        LinkEndpoint endpoint = endpoint(server());
        String ccp = "ff03 80fd 01 01 000f 1a04 7800 1804 7800 1503 2f";
        endpoint.receive(ccp);
        assertThat(endpoint.link.discardedFrames()).isEqualTo(1);
        openLcp(endpoint);
        assertThat(answer(endpoint, ccp)).isEqualTo("ff03c0210801001580fd0101000f1a04780018047800" + "15032f");
    }

    @Test
    void ipPacketsAreIgnored() {
        LinkEndpoint endpoint = endpoint(server());
        openLcp(endpoint);
        assertThat(answer(endpoint, "ff03 0021 4500 0014")).isEmpty();
        assertThat(answer(endpoint, "21 4500 0014")).isEmpty();
        assertThat(answer(endpoint, "57 6000 0014")).isEmpty();
    }

    /// pppd's IPCP: VJ compression, its address, both DNS servers.
    @Test
    void vanJacobsonIsRejectedAndAddressesAreGiven() {
        LinkEndpoint endpoint = endpoint(server());
        openLcp(endpoint);
        assertThat(answer(endpoint, "8021 01 01 001c 0206 002d 0f01 0306 0000 0000 8106 0000 0000 8306 0000 0000"))
                .isEqualTo("ff038021" + "04010010" + "0206002d0f01" + "830600000000");
        assertThat(answer(endpoint, "8021 01 02 0010 0306 0000 0000 8106 0000 0000"))
                .isEqualTo("ff038021" + "03020010" + "03060a000002" + "810601020304");
        assertThat(answer(endpoint, "8021 01 03 0010 0306 0a00 0002 8106 0102 0304"))
                .isEqualTo("ff038021" + "02030010" + "03060a000002" + "810601020304");
    }

    /// A peer that says its address itself: not every number is one.
    @Test
    void addressThatNoHostHasIsRejected() {
        LinkSettings.Builder settings = server();
        settings.peerAddress = 0;
        LinkEndpoint endpoint = endpoint(settings);
        openLcp(endpoint);
        for (String address : new String[] {"0000 0000", "0001 0203", "7f00 0001", "e000 0001", "ffff ffff"}) {
            assertThat(answer(endpoint, "8021 01 01 000a 0306 " + address))
                    .isEqualTo("ff0380210401000a0306" + address.replace(" ", ""));
        }
        assertThat(answer(endpoint, "8021 01 02 000a 0306 dfff ff01")).isEqualTo("ff0380210202000a0306dfffff01");
    }

    /// Nor does a peer make us `127.0.0.1`.
    @Test
    void addressThatNoHostHasIsNotTakenFromAPeer() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.ipv6 = false;
        LinkEndpoint endpoint = endpoint(settings);
        openLcp(endpoint);
        String request = endpoint.next();
        assertThat(request).isEqualTo("ff0380210101000a030600000000");
        assertThat(answer(endpoint, "8021 03 01 000a 0306 7f00 0001")).isEqualTo("ff0380210102000a030600000000");
        assertThat(answer(endpoint, "8021 03 02 000a 0306 0a00 0009")).isEqualTo("ff0380210103000a03060a000009");
    }

    @Test
    void deprecatedAddressesOptionIsRejectedAndMissingAddressIsAskedFor() {
        LinkEndpoint endpoint = endpoint(server());
        openLcp(endpoint);
        assertThat(answer(endpoint, "8021 01 01 000e 010a 0000 0000 0000 0000"))
                .isEqualTo("ff0380210401000e010a0000000000000000");
        assertThat(answer(endpoint, "8021 01 02 0004")).isEqualTo("ff0380210302000a03060a000002");
    }

    @Test
    void zeroOrOurInterfaceIdentifierIsNaked() {
        LinkEndpoint endpoint = endpoint(server());
        openLcp(endpoint);
        assertThat(answer(endpoint, "8057 01 01 000e 010a 0000 0000 0000 0000"))
                .matches("ff0380570301000e010a[0-9a-f]{16}");
        assertThat(answer(endpoint, "8057 01 02 000e 010a 0000 0000 0000 0001"))
                .matches("ff0380570302000e010a(?!0000000000000001)[0-9a-f]{16}");
        assertThat(answer(endpoint, "8057 01 03 000e 010a 0000 0000 0000 0002"))
                .isEqualTo("ff0380570203000e010a0000000000000002");
    }

    @Test
    void protocolRejectOfIpv6cpClosesIt() {
        LinkEndpoint endpoint = endpoint(server());
        openLcp(endpoint);
        endpoint.sent.clear();
        endpoint.receive("ff03 c021 08 02 0014 8057 0101 000e 010a 0000 0000 0000 0001");
        for (int i = 0; i < 9; i++) {
            endpoint.jump();
        }
        assertThat(endpoint.sent).noneMatch(frame -> (frame[3] & 0xFF) == 0x57);
    }

    @Test
    void echoesWithoutMagicNumberAreDiscarded() {
        LinkEndpoint endpoint = endpoint(server());
        openLcp(endpoint);
        assertThat(answer(endpoint, "ff03 c021 09 01 0004")).isEmpty();
    }

    @Test
    void terminateRequestIsAcknowledgedAndWaitedFor() {
        LinkEndpoint endpoint = endpoint(server());
        openLcp(endpoint);
        assertThat(answer(endpoint, "ff03 c021 05 09 0004")).isEqualTo("ff03c02106090004");
        assertThat(endpoint.link.phase()).isEqualTo(Phase.TERMINATE);
        endpoint.jump();
        assertThat(endpoint.events).endsWith("DEAD", "end CLOSED_BY_PEER");
    }

    /// Renegotiation: the layers go down and come up again.
    @Test
    void requestInStateOpenedRenegotiates() {
        LinkEndpoint endpoint = endpoint(server());
        openLcp(endpoint);
        String ipcp = endpoint.next();
        while (!ipcp.startsWith("ff038021")) {
            ipcp = endpoint.next();
        }
        endpoint.receive(ackOf(ipcp));
        endpoint.receive("8021 01 03 000a 0306 0a00 0002");
        assertThat(endpoint.events).endsWith("up IPV4");
        endpoint.sent.clear();
        endpoint.receive("ff03 c021 01 02 0004");
        assertThat(endpoint.events).endsWith("down IPV4", "ESTABLISH");
        String request = endpoint.next();
        endpoint.receive(ackOf(request));
        assertThat(endpoint.events).endsWith("NETWORK", "authenticated ");
    }

    @Test
    void compressionIsUsedForAllButLcp() {
        LinkEndpoint endpoint = endpoint(server());
        endpoint.receive(ackOf(endpoint.next()));
        endpoint.sent.clear();
        endpoint.receive("ff03 c021 01 01 0008 0702 0802");
        assertThat(endpoint.next()).startsWith("ff03c021");
        assertThat(endpoint.next()).startsWith("8021");
        assertThat(endpoint.next()).startsWith("8057");
    }

    /// Whatever a peer says instead of proving itself: no network layer opens.
    @Test
    void nothingButAProofOpensTheNetwork() {
        LinkSettings.Builder settings = server();
        settings.authPeer = true;
        settings.userName = "lns";
        LinkEndpoint endpoint = endpoint(settings).secret("lns", "x").secret("", "x");
        endpoint.receive("ff03 c021 01 01 0004");
        for (int round = 1; round <= 2; round++) {
            String request = endpoint.next();
            while (!request.startsWith("ff03c02101")) {
                request = endpoint.next();
            }
            endpoint.receive(ackOf(request));
            assertThat(endpoint.link.phase()).isEqualTo(Phase.AUTHENTICATE);
            for (String code : new String[] {"03", "02", "04", "01"}) {
                for (int identifier = 0; identifier < 256; identifier++) {
                    String head = code + "%02x 0004".formatted(identifier);
                    endpoint.receive("c223 " + head);
                    endpoint.receive("c023 " + head);
                }
            }
            endpoint.receive("8021 01 01 000a 0306 0a00 0002");
            endpoint.receive("8057 01 01 000e 010a 0000 0000 0000 0002");
            assertThat(endpoint.link.phase()).isEqualTo(Phase.AUTHENTICATE);
            // The second round: LCP once more, in the hope that we forget.
            endpoint.sent.clear();
            endpoint.receive("ff03 c021 01 0" + (round + 1) + " 0004");
        }
        assertThat(endpoint.events).doesNotContain("NETWORK", "up IPV4", "up IPV6");
    }

    @Test
    void peerThatRejectsAuthenticationIsGivenUp() {
        LinkSettings.Builder settings = server();
        settings.authPeer = true;
        LinkEndpoint endpoint = endpoint(settings);
        String request = endpoint.next();
        endpoint.receive("ff03 c021 04" + request.substring(10, 12) + "0009 0305 c22381");
        assertThat(endpoint.link.phase()).isEqualTo(Phase.TERMINATE);
        endpoint.receive("ff03 c021 02" + request.substring(10));
        endpoint.receive("ff03 c021 01 01 0004");
        assertThat(endpoint.events).doesNotContain("NETWORK");
    }

    /// Every protocol that is allowed is tried once, then the link ends.
    @Test
    void peerThatNaksEveryAuthenticationIsGivenUp() {
        LinkSettings.Builder settings = server();
        settings.authPeer = true;
        LinkEndpoint endpoint = endpoint(settings);
        int naks = 0;
        for (; endpoint.link.phase() == Phase.ESTABLISH; naks++) {
            String request = endpoint.next();
            endpoint.receive("ff03 c021 03" + request.substring(10, 12) + "0008 0304 c281"); // nobody's
        }
        assertThat(naks).isEqualTo(5);
        assertThat(endpoint.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    @Test
    void tracesHideSecrets() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.userName = "joe";
        LinkEndpoint endpoint = endpoint(settings).secret("joe", "hidden");
        endpoint.receive(ackOf(endpoint.next()));
        endpoint.receive("ff03 c021 01 01 0008 0304 c023");
        assertThat(endpoint.traces).contains("out PAP Authenticate-Request id=1 …");
    }
}
