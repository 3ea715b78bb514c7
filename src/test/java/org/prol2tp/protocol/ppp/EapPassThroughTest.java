package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// EAP whose method somebody else knows, octet by octet: RFC 3748 §2.3, RFC 3579 §2.
class EapPassThroughTest {
    private final LinkEndpoint end;

    /// The identifier of the first request.
    private final String id;

    EapPassThroughTest() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.authPap = false;
        settings.authChap = false;
        settings.authMschapv1 = false;
        settings.authMschapv2 = false;
        settings.eapOutside = true;
        settings.authPeer = true;
        settings.localName = "lns";
        end = new LinkEndpoint(settings.build(), 7);
        end.answersAtOnce = false;
        end.open();
        String request = end.next();
        end.receive(request.substring(0, 8) + "02" + request.substring(10));
        end.receive("ff03 c021 01 01 0004");
        assertThat(end.next()).startsWith("ff03c02102");
        String identity = end.next();
        assertThat(identity).startsWith("ff03c22701").endsWith("000501");
        id = identity.substring(10, 12);
    }

    private SecretQuestion saysWhoItIs() {
        end.receive("ff03 c227 02 " + id + " 000a 01 616c696365");
        return end.openSecrets.removeFirst();
    }

    private void asksOn(SecretQuestion question, String request, String state) {
        HexFormat hex = HexFormat.of();
        Verdict verdict = new Verdict.AsksOn(hex.parseHex(request), hex.parseHex(state));
        end.link.answerJudged(question.ticket(), verdict, end.nowNs, end);
    }

    private static String proof(SecretQuestion question) {
        PeerProof.Eap proof = (PeerProof.Eap) question.proof().orElseThrow();
        return HexFormat.of().formatHex(proof.packet()) + " " + HexFormat.of().formatHex(proof.state());
    }

    @Test
    void requestsAndAnswersGoThroughAsTheyAre() {
        SecretQuestion first = saysWhoItIs();
        assertThat(first.peerName()).isEqualTo("alice");
        assertThat(proof(first)).isEqualTo("02" + id + "000a01616c696365 ");
        asksOn(first, "01c8000819a1b2c3", "5354");
        assertThat(end.next()).isEqualTo("ff03c227" + "01c8000819a1b2c3");
        end.receive("ff03 c227 02 c8 0007 19 dead");
        SecretQuestion second = end.openSecrets.removeFirst();
        assertThat(second.peerName()).isEqualTo("alice");
        assertThat(proof(second)).isEqualTo("02c8000719dead 5354");
        end.link.answerJudged(second.ticket(), new Verdict.Accepted(""), end.nowNs, end);
        assertThat(end.next()).isEqualTo("ff03c227" + "03c80004");
        assertThat(end.link.phase()).isEqualTo(Phase.NETWORK);
        assertThat(end.link.peerName()).isEqualTo("alice");
        end.sent.clear();
        end.receive("ff03 c227 02 c8 0007 19 dead");
        assertThat(end.next()).as("Success may be lost").isEqualTo("ff03c227" + "03c80004");
    }

    @Test
    void aRequestIsRepeatedUntilItIsAnswered() {
        SecretQuestion first = saysWhoItIs();
        asksOn(first, "01c8000819a1b2c3", "");
        assertThat(end.next()).isEqualTo("ff03c227" + "01c8000819a1b2c3");
        end.jump();
        assertThat(end.next()).isEqualTo("ff03c227" + "01c8000819a1b2c3");
        end.receive("ff03 c227 02 c7 0007 19 dead");
        assertThat(end.openSecrets).as("an answer to another request").isEmpty();
        while (end.link.phase() == Phase.AUTHENTICATE) {
            end.jump();
        }
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    @Test
    void aRefusalIsAFailureWithTheIdentifierOfTheAnswer() {
        SecretQuestion first = saysWhoItIs();
        end.link.answerJudged(first.ticket(), new Verdict.Refused("no credit"), end.nowNs, end);
        assertThat(end.next()).isEqualTo("ff03c227" + "04" + id + "0004");
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    @Test
    void whatIsNoRequestOfEapRefuses() {
        asksOn(saysWhoItIs(), "02c8000819a1b2c3", "");
        assertThat(end.next()).startsWith("ff03c22704");
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }

    /// The limit: [EapPassThrough#MAX_REQUESTS].
    @Test
    void aMethodThatDoesNotEndIsEnded() {
        SecretQuestion question = saysWhoItIs();
        int requests = 0;
        for (asksOn(question, "01c8000519", "");
                end.link.phase() == Phase.AUTHENTICATE;
                asksOn(question, "01c8000519", "")) {
            requests++;
            end.receive("ff03 c227 02 c8 0005 19");
            question = end.openSecrets.removeFirst();
        }
        assertThat(requests).isEqualTo(100);
    }

    /// The limit: [EapPassThrough#MAX_RESPONSE].
    @Test
    void anAnswerThatIsTooLongIsDropped() {
        asksOn(saysWhoItIs(), "01c8000519", "");
        end.receive("ff03 c227 02 c8 0801 19" + "00".repeat(2044));
        assertThat(end.openSecrets).isEmpty();
        end.receive("ff03 c227 02 c8 0800 19" + "00".repeat(2043));
        assertThat(end.openSecrets).hasSize(1);
    }

    @Test
    void withoutSomebodyWhoKnowsTheMethodThePeerIsRefused() {
        SecretQuestion question = saysWhoItIs();
        end.link.answerSecret(question.ticket(), java.util.Optional.of(new byte[] {1}), end.nowNs, end);
        assertThat(end.link.phase()).isEqualTo(Phase.TERMINATE);
    }
}
