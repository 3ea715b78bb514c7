package org.prol2tp.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;

/// RFC 3579: the method of EAP is between user and server.
class EapMessageTest extends RadiusCase {
    private static final byte[] IDENTITY = {2, 1, 0, 9, 1, 'f', 'r', 'e', 'd'};

    private static AaaAnswer say(Radius radius, byte[] packet, byte[] state) throws Exception {
        return ask(radius, new AaaQuestion.Eap(packet, state));
    }

    @Test
    void theServersRequestGoesToTheUserAndItsStateBackToTheServer() throws Exception {
        byte[] request = {1, 7, 0, 6, 4, 9};
        byte[] state = {5, 5};
        StandIn server = standIn(asked -> asked.first(Attribute.STATE).isEmpty()
                ? StandIn.answer(
                        asked,
                        Packet.ACCESS_CHALLENGE,
                        new Attribute(Attribute.EAP_MESSAGE, request),
                        new Attribute(Attribute.STATE, state))
                : StandIn.answer(
                        asked, Packet.ACCESS_ACCEPT, new Attribute(Attribute.EAP_MESSAGE, new byte[] {3, 7, 0, 4})));
        Radius radius = radius(settings(server));
        assertThat(say(radius, IDENTITY, new byte[0])).isInstanceOfSatisfying(AaaAnswer.AsksOn.class, it -> {
            assertThat(it.request()).isEqualTo(request);
            assertThat(it.state()).isEqualTo(state);
        });
        Packet first = server.next();
        assertThat(first.text(Attribute.USER_NAME)).contains("fred");
        assertThat(first.first(Attribute.EAP_MESSAGE).orElseThrow().value()).isEqualTo(IDENTITY);
        assertThat(first.first(Attribute.MESSAGE_AUTHENTICATOR)).isPresent();
        assertThat(say(radius, new byte[] {2, 7, 0, 6, 4, 8}, state)).isInstanceOf(AaaAnswer.Accepted.class);
        Packet second = server.next();
        assertThat(second.first(Attribute.STATE).orElseThrow().value()).isEqualTo(state);
        assertThat(second.text(Attribute.ACCT_SESSION_ID))
                .as("one session")
                .isEqualTo(first.text(Attribute.ACCT_SESSION_ID));
        assertThat(radius.state()).contains("questions 2, accepted 1, rejected 0");
    }

    @Test
    void aLongPacketIsCutIntoAttributesAndPutTogether() {
        byte[] packet = new byte[600];
        Arrays.fill(packet, (byte) 1);
        List<Attribute> attributes = EapMessage.attributes(packet, new byte[0]);
        assertThat(attributes).extracting(it -> it.value().length).containsExactly(253, 253, 94);
        packet[2] = 2;
        packet[3] = 0x58;
        Packet challenge =
                new Packet(Packet.ACCESS_CHALLENGE, 0, new byte[16], EapMessage.attributes(packet, new byte[] {1}));
        assertThat(EapMessage.asksOn(challenge))
                .isInstanceOfSatisfying(
                        AaaAnswer.AsksOn.class, it -> assertThat(it.request()).isEqualTo(packet));
    }

    @Test
    void aChallengeWithoutARequestRefuses() throws Exception {
        StandIn server = standIn(asked -> StandIn.answer(
                asked, Packet.ACCESS_CHALLENGE, new Attribute(Attribute.EAP_MESSAGE, new byte[] {1, 7, 0, 9, 4, 9})));
        assertThat(say(radius(settings(server)), IDENTITY, new byte[0])).isInstanceOf(AaaAnswer.Refused.class);
    }

    /// RFC 3579 §3.2: EAP's octets are believed with a Message-Authenticator only.
    @Test
    void aMessageWithoutAnAuthenticatorIsDropped() throws Exception {
        StandIn server = standIn(asked -> StandIn.unsealed(
                asked, Packet.ACCESS_ACCEPT, new Attribute(Attribute.EAP_MESSAGE, new byte[] {3, 7, 0, 4})));
        CompletableFuture<AaaAnswer> answer = new CompletableFuture<>();
        Radius radius = radius(settings(server));
        radius.ask(SESSION, user(new AaaQuestion.Eap(IDENTITY, new byte[0])), answer::complete);
        assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(new AaaAnswer.Refused("no RADIUS server answers"));
    }
}
