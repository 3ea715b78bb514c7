package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// EAP, octet by octet; `LinkPairTest` has two of our own ends.
class EapTest {
    private static final long SEED = 7;

    private static LinkSettings.Builder only(LinkSettings.Builder settings) {
        settings.authPap = false;
        settings.authChap = false;
        settings.authMschapv1 = false;
        settings.authMschapv2 = false;
        return settings;
    }

    /// A client whose LCP is open, and which the peer wants to authenticate by EAP.
    private static LinkEndpoint client() {
        LinkSettings.Builder settings = only(LinkSettings.builder());
        settings.userName = "alice";
        LinkEndpoint end = new LinkEndpoint(settings.build(), SEED).secret("alice", "wonderland");
        end.open();
        String request = end.next();
        end.receive(request.substring(0, 8) + "02" + request.substring(10));
        end.receive("ff03 c021 01 01 0008 0304 c227");
        assertThat(end.next()).startsWith("ff03c02102");
        assertThat(end.link.phase()).isEqualTo(Phase.AUTHENTICATE);
        return end;
    }

    /// A server whose LCP is open, with its first request.
    private static LinkEndpoint server() {
        LinkSettings.Builder settings = only(LinkSettings.builder());
        settings.authPeer = true;
        settings.localName = "lns";
        LinkEndpoint end = new LinkEndpoint(settings.build(), SEED).secret("alice", "wonderland");
        end.open();
        String request = end.next();
        assertThat(request).contains("0304c227");
        end.receive(request.substring(0, 8) + "02" + request.substring(10));
        end.receive("ff03 c021 01 01 0004");
        assertThat(end.next()).startsWith("ff03c02102");
        return end;
    }

    @Test
    void theClientSaysWhoItIsAndAnswersTheChallengeAndEachRequestAgain() {
        LinkEndpoint end = client();
        end.receive("ff03 c227 01 01 0005 01");
        assertThat(end.next()).isEqualTo("ff03c227" + "0201000a01" + "616c696365");
        end.receive("ff03 c227 01 01 0005 01");
        assertThat(end.next()).isEqualTo("ff03c227" + "0201000a01" + "616c696365");
        String challenge = "ff03 c227 01 02 0016 04 10 000102030405060708090a0b0c0d0e0f";
        end.receive(challenge);
        String response = end.next();
        assertThat(response).startsWith("ff03c227" + "0202001b" + "0410").endsWith("616c696365");
        end.receive(challenge);
        assertThat(end.next()).isEqualTo(response);
        end.receive("ff03 c227 03 02 0004");
        assertThat(end.link.phase()).isEqualTo(Phase.NETWORK);
    }

    /// RFC 3748 §5.3.1: a method that is not known is answered by the one that is; §5.2: a notification is
    /// acknowledged.
    @Test
    void theClientAsksForTheMethodsThatItKnows() {
        LinkEndpoint end = client();
        end.receive("ff03 c227 01 01 0006 0d 20");
        assertThat(end.next()).isEqualTo("ff03c227" + "0201000703" + "1a04");
        end.receive("ff03 c227 01 02 0007 02 6869");
        assertThat(end.next()).isEqualTo("ff03c227" + "0202000502");
        assertThat(end.notices).containsExactly("EAP: hi");
    }

    /// RFC 3748 §4.2: who has shown nothing is not accepted; Success may be lost.
    @Test
    void successCountsOnlyAfterAMethodAndMayBeLost() {
        LinkEndpoint end = client();
        end.receive("ff03 c227 03 01 0004");
        assertThat(end.link.phase()).isEqualTo(Phase.AUTHENTICATE);
        end.receive("ff03 c227 01 02 0016 04 10 000102030405060708090a0b0c0d0e0f");
        assertThat(end.next()).startsWith("ff03c22702");
        end.receive("ff03 8021 01 01 000a 0306 0a000001");
        assertThat(end.link.phase()).isEqualTo(Phase.NETWORK);
    }

    /// draft-kamath-pppext-eap-mschapv2-02 §2.
    @Test
    void theClientAnswersMsChapV2AndWantsAProof() {
        LinkEndpoint end = client();
        byte[] challenge = HexFormat.of().parseHex("5b5d7c7d7b3f2f3e3c2c602132262628");
        end.receive("ff03 c227 01 09 001d 1a 01 07 0018 10 5b5d7c7d7b3f2f3e3c2c602132262628 6c6e73");
        String response = end.next();
        assertThat(response).startsWith("ff03c227" + "0209" + "0040" + "1a" + "0207" + "003b" + "31");
        byte[] value = HexFormat.of().parseHex(response.substring(28, 28 + 98));
        byte[] alice = "alice".getBytes(StandardCharsets.UTF_8);
        byte[] password = "wonderland".getBytes(StandardCharsets.UTF_8);
        assertThat(MsChapV2.isRight(value, challenge, alice, password)).isTrue();
        assertThat(response.substring(28 + 98)).isEqualTo("616c696365");
        end.receive("ff03 c227 03 09 0004");
        assertThat(end.link.phase()).as("success without a proof").isEqualTo(Phase.AUTHENTICATE);
        String proof = MsChapV2.authenticatorResponse(value, challenge, alice, password);
        String text = HexFormat.of().formatHex((proof + " M=hi").getBytes(StandardCharsets.UTF_8));
        end.receive("ff03 c227 01 0a 0038 1a 03 07 0033" + text);
        assertThat(end.next()).isEqualTo("ff03c227" + "020a0006" + "1a03");
        end.receive("ff03 c227 03 0a 0004");
        assertThat(end.link.phase()).isEqualTo(Phase.NETWORK);
    }

    @Test
    void anAuthenticatorThatCannotProveItselfIsLeft() {
        LinkEndpoint end = client();
        end.receive("ff03 c227 01 09 001d 1a 01 07 0018 10 5b5d7c7d7b3f2f3e3c2c602132262628 6c6e73");
        end.next();
        end.receive("ff03 c227 01 0a 0033 1a 03 07 002e 533d" + "30".repeat(40));
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    @Test
    void failureEndsTheClientsLink() {
        LinkEndpoint end = client();
        end.receive("ff03 c227 04 01 0004");
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    @Test
    void theServerAsksWhoThenChallengesAndRepeatsItsSuccess() {
        LinkEndpoint end = server();
        String identity = end.next();
        assertThat(identity).startsWith("ff03c22701").endsWith("000501");
        end.receive("ff03 c227 02 " + identity.substring(10, 12) + " 000a 01 616c696365");
        String challenge = end.next();
        assertThat(challenge).startsWith("ff03c22701").contains("0410").endsWith("6c6e73");
        String id = challenge.substring(10, 12);
        byte[] value = java.util.HexFormat.of().parseHex(challenge.substring(20, 52));
        byte[] digest = Chap.md5Response(
                Integer.parseInt(id, 16), "wonderland".getBytes(java.nio.charset.StandardCharsets.UTF_8), value);
        String response =
                "ff03 c227 02 " + id + " 001b 04 10" + java.util.HexFormat.of().formatHex(digest) + "616c696365";
        end.receive(response);
        assertThat(end.next()).isEqualTo("ff03c22703" + id + "0004");
        assertThat(end.link.phase()).isEqualTo(Phase.NETWORK);
        assertThat(end.link.peerName()).isEqualTo("alice");
        end.sent.clear();
        end.receive(response);
        assertThat(end.next()).isEqualTo("ff03c22703" + id + "0004");
    }

    @Test
    void aPeerThatWantsAnotherMethodIsRefused() {
        LinkEndpoint end = server();
        String id = end.next().substring(10, 12);
        end.receive("ff03 c227 02 " + id + " 000a 01 616c696365");
        id = end.next().substring(10, 12);
        end.receive("ff03 c227 02 " + id + " 0006 03 0d");
        assertThat(end.next()).isEqualTo("ff03c22704" + id + "0004");
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    @Test
    void aPeerThatIsSilentIsAskedAgainAndGivenUp() {
        LinkEndpoint end = server();
        int requests = 0;
        while (end.link.phase() == Phase.AUTHENTICATE) {
            requests += end.next().startsWith("ff03c22701") ? 1 : 0;
            end.jump();
        }
        assertThat(requests).isEqualTo(10);
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }
}
