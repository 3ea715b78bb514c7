package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The peer's proof is judged by somebody who is not the link.
class OutsideJudgeTest {
    private static final byte[] PASSWORD = "pass".getBytes(StandardCharsets.UTF_8);

    private final LinkEndpoint client;

    private final LinkEndpoint server;

    OutsideJudgeTest() {
        LinkSettings.Builder demanding = LinkSettings.builder();
        demanding.authPeer = true;
        demanding.authPap = false;
        demanding.authChap = false;
        demanding.localAddress = 0x0A000001;
        demanding.peerAddress = 0x0A000002;
        LinkSettings.Builder user = LinkSettings.builder();
        user.userName = "dom\\user";
        server = new LinkEndpoint(demanding.build(), 1);
        client = new LinkEndpoint(user.build(), 2).secret("dom\\user", "pass");
        server.answersAtOnce = false;
        server.open();
        client.open();
        exchange();
    }

    private void exchange() {
        while (!server.sent.isEmpty() || !client.sent.isEmpty()) {
            while (!server.sent.isEmpty()) {
                client.receive(server.sent.remove());
            }
            while (!client.sent.isEmpty()) {
                server.receive(client.sent.remove());
            }
        }
    }

    /// RFC 2759 §8.7: the client wants to see that the judge knows the password too.
    @Test
    void theJudgesProofGoesToTheClient() {
        SecretQuestion question = server.openSecrets.removeFirst();
        PeerProof.MsChapV2 proof = (PeerProof.MsChapV2) question.proof().orElseThrow();
        byte[] name = "dom\\user".getBytes(StandardCharsets.UTF_8);
        assertThat(MsChapV2.isRight(proof.response(), proof.challenge(), name, PASSWORD))
                .isTrue();
        String success = MsChapV2.authenticatorResponse(proof.response(), proof.challenge(), name, PASSWORD);
        server.link.answerJudged(question.ticket(), new Verdict.Accepted(success + " M=hello"), server.nowNs, server);
        exchange();
        assertThat(server.events).contains("authenticated dom\\user", "up IPV4");
        assertThat(client.events).contains("up IPV4");
    }

    @Test
    void aJudgeWithoutProofIsNotBelieved() {
        int ticket = server.openSecrets.removeFirst().ticket();
        server.link.answerJudged(ticket, new Verdict.Accepted("S=" + "00".repeat(20)), server.nowNs, server);
        exchange();
        assertThat(client.events).contains("end NOT_AUTHENTICATED_BY_PEER").doesNotContain("up IPV4");
    }

    @Test
    void theJudgesReasonGoesToTheClient() {
        int ticket = server.openSecrets.removeFirst().ticket();
        server.link.answerJudged(ticket, new Verdict.Refused("no credit"), server.nowNs, server);
        exchange();
        assertThat(server.end.orElseThrow().text()).isEqualTo("peer dom\\user: no credit");
        assertThat(client.end.orElseThrow().text()).contains("no credit");
    }

    @Test
    void aJudgementForAnotherQuestionIsIgnored() {
        int ticket = server.openSecrets.removeFirst().ticket();
        server.link.answerJudged(ticket + 1, new Verdict.Refused("no credit"), server.nowNs, server);
        assertThat(server.end).isEmpty();
    }
}
