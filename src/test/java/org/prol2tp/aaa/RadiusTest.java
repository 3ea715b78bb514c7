package org.prol2tp.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// Against a stand-in for a server, on loopback.
class RadiusTest extends RadiusCase {
    @Test
    void aPasswordIsAskedAboutWithWhoAsks() throws Exception {
        StandIn server = standIn(request -> StandIn.answer(request, Packet.ACCESS_ACCEPT));
        Radius radius = radius(settings(server));
        assertThat(ask(radius, PASSWORD)).isEqualTo(new AaaAnswer.Accepted(AaaAnswer.Grant.NONE, ""));
        Packet asked = server.next();
        assertThat(asked.attributes().getFirst().type()).isEqualTo(Attribute.MESSAGE_AUTHENTICATOR);
        assertThat(asked.text(Attribute.USER_NAME)).contains("fred");
        assertThat(asked.first(Attribute.USER_PASSWORD).orElseThrow().value())
                .isEqualTo(Seal.hidePassword(
                        "flintstone".getBytes(StandardCharsets.UTF_8), asked.authenticator(), StandIn.SECRET));
        assertThat(asked.text(Attribute.NAS_IDENTIFIER)).contains("lns");
        assertThat(asked.text(Attribute.CALLED_STATION_ID)).contains("4711");
        assertThat(asked.text(Attribute.CALLING_STATION_ID)).contains("0815");
        assertThat(asked.number(Attribute.TUNNEL_TYPE)).contains(3L);
        assertThat(asked.number(Attribute.TUNNEL_MEDIUM_TYPE)).contains(1L);
        assertThat(asked.text(Attribute.TUNNEL_CLIENT_ENDPOINT)).contains("\0" + "192.0.2.1");
        assertThat(asked.text(Attribute.TUNNEL_CLIENT_AUTH_ID)).contains("\0lac");
        assertThat(asked.number(Attribute.NAS_PORT)).contains(0x12345678L);
        assertThat(asked.number(Attribute.SERVICE_TYPE)).contains(2L);
        assertThat(radius.state()).contains("accepted 1");
    }

    @Test
    void challengesAndResponsesAreSentOn() throws Exception {
        StandIn server = standIn(request -> StandIn.answer(request, Packet.ACCESS_ACCEPT));
        byte[] challenge = new byte[16];
        byte[] response = new byte[16];
        Arrays.fill(challenge, (byte) 1);
        Arrays.fill(response, (byte) 2);
        ask(radius(settings(server)), new AaaQuestion.Chap(9, challenge, response));
        Packet asked = server.next();
        byte[] password = asked.first(Attribute.CHAP_PASSWORD).orElseThrow().value();
        assertThat(password).hasSize(17);
        assertThat(password[0]).isEqualTo((byte) 9);
        assertThat(asked.first(Attribute.CHAP_CHALLENGE).orElseThrow().value()).isEqualTo(challenge);
    }

    @Test
    void theServersProofGoesBackToTheUser() throws Exception {
        String proof = "S=407A5589115FD0D6209F510FE9C04566932CDA56";
        byte[] success = ("\5" + proof).getBytes(StandardCharsets.UTF_8);
        StandIn server = standIn(request -> StandIn.answer(
                request, Packet.ACCESS_ACCEPT, Attribute.ofMicrosoft(Attribute.MS_CHAP2_SUCCESS, success)));
        byte[] response = new byte[49];
        Arrays.fill(response, 0, 16, (byte) 3);
        Arrays.fill(response, 24, 48, (byte) 4);
        AaaQuestion.Proof shown = new AaaQuestion.MsChapV2(5, new byte[16], response);
        assertThat(ask(radius(settings(server)), shown)).isEqualTo(new AaaAnswer.Accepted(AaaAnswer.Grant.NONE, proof));
        byte[] sent = server.next().ofMicrosoft(Attribute.MS_CHAP2_RESPONSE).orElseThrow();
        assertThat(sent).hasSize(50);
        assertThat(sent[0]).isEqualTo((byte) 5);
        assertThat(sent[1]).isZero();
        assertThat(Arrays.copyOfRange(sent, 2, 50)).isEqualTo(Arrays.copyOf(response, 48));
    }

    @Test
    void aServerThatCannotProveItselfIsNotBelieved() throws Exception {
        StandIn server = standIn(request -> StandIn.answer(request, Packet.ACCESS_ACCEPT));
        assertThat(ask(radius(settings(server)), new AaaQuestion.MsChapV2(5, new byte[16], new byte[49])))
                .isInstanceOf(AaaAnswer.Refused.class);
    }

    @Test
    void whatTheServerGrantsTheSessionGets() throws Exception {
        StandIn server = standIn(request -> StandIn.answer(
                request,
                Packet.ACCESS_ACCEPT,
                Attribute.address(Attribute.FRAMED_IP_ADDRESS, ADDRESS),
                Attribute.number(Attribute.FRAMED_IP_NETMASK, 0xFFFFFF00L),
                Attribute.text(Attribute.FRAMED_ROUTE, "10.20.0.0/16 0.0.0.0 2"),
                Attribute.text(Attribute.FRAMED_ROUTE, "nonsense"),
                Attribute.text(Attribute.FRAMED_POOL, "gold"),
                Attribute.number(Attribute.SESSION_TIMEOUT, 3600),
                Attribute.number(Attribute.IDLE_TIMEOUT, 60),
                Attribute.ofMicrosoft(Attribute.MS_PRIMARY_DNS_SERVER, new byte[] {9, 9, 9, 9}),
                Attribute.ofMicrosoft(Attribute.MS_SECONDARY_DNS_SERVER, new byte[] {8, 8, 8, 8})));
        assertThat(ask(radius(settings(server)), PASSWORD))
                .isEqualTo(new AaaAnswer.Accepted(
                        new AaaAnswer.Grant(
                                Optional.of(ADDRESS),
                                Optional.of("gold"),
                                Optional.of(Duration.ofHours(1)),
                                Optional.of(Duration.ofMinutes(1)),
                                List.of(IpAddress.ofIpv4(0x09090909), IpAddress.ofIpv4(0x08080808)),
                                List.of(
                                        new Route(IpAddress.ofIpv4(0x0A090900), 24, 0),
                                        new Route(IpAddress.ofIpv4(0x0A140000), 16, 2))),
                        ""));
    }

    @Test
    void aChallengeThatPppCannotCarryIsAReject() throws Exception {
        StandIn server = standIn(request -> StandIn.answer(request, Packet.ACCESS_CHALLENGE));
        assertThat(ask(radius(settings(server)), PASSWORD))
                .isEqualTo(new AaaAnswer.Refused("the RADIUS server asks a question that PPP cannot carry"));
    }

    @Test
    void aRejectSaysWhy() throws Exception {
        StandIn server = standIn(request ->
                StandIn.answer(request, Packet.ACCESS_REJECT, Attribute.text(Attribute.REPLY_MESSAGE, "pay first")));
        Radius radius = radius(settings(server));
        assertThat(ask(radius, PASSWORD)).isEqualTo(new AaaAnswer.Refused("pay first"));
        assertThat(radius.state()).contains("rejected 1");
    }

    @Test
    void aServerThatIsSilentIsAskedAgainThenTheNext() throws Exception {
        StandIn silent = standIn(_ -> Optional.empty());
        StandIn other = standIn(request -> StandIn.answer(request, Packet.ACCESS_ACCEPT));
        Radius radius = radius(settings(silent, other));
        assertThat(ask(radius, PASSWORD)).isInstanceOf(AaaAnswer.Accepted.class);
        Packet first = silent.next();
        Packet again = silent.next();
        assertThat(again.encode()).isEqualTo(first.encode());
        assertThat(silent.received).isEmpty();
        assertThat(ask(radius, PASSWORD)).isInstanceOf(AaaAnswer.Accepted.class);
        assertThat(silent.received).as("it is asked last for a while").isEmpty();
    }

    @Test
    void wherEveryServerIsSilentTheUserIsRefusedAndCounted() throws Exception {
        Radius radius = radius(settings(standIn(_ -> Optional.empty())));
        assertThat(ask(radius, PASSWORD)).isEqualTo(new AaaAnswer.Refused("no RADIUS server answers"));
        assertThat(radius.state()).contains("without an answer 1");
        assertThat(notices).containsExactly("RADIUS: no server answers: users refused so far: 1");
    }

    @Test
    void aForgedAnswerIsDropped() throws Exception {
        StandIn server = standIn(request -> Optional.of(Seal.answer(
                Packet.ACCESS_ACCEPT, request.identifier(), request.authenticator(), List.of(), Secret.of("other"))));
        Radius radius = radius(settings(server));
        assertThat(ask(radius, PASSWORD)).isInstanceOf(AaaAnswer.Refused.class);
        assertThat(radius.state()).contains("answers discarded 2");
    }

    @Test
    void anAnswerWithoutAMessageAuthenticatorIsDroppedWhereOneIsDemanded() throws Exception {
        StandIn server = standIn(request -> StandIn.unsealed(request, Packet.ACCESS_ACCEPT));
        RadiusSettings.Builder lax = settings(server);
        assertThat(ask(radius(lax), PASSWORD)).isInstanceOf(AaaAnswer.Accepted.class);
        RadiusSettings.Builder strict = settings(server);
        strict.demandsAuthenticator = true;
        assertThat(ask(radius(strict), PASSWORD)).isInstanceOf(AaaAnswer.Refused.class);
    }

    @Test
    void aSessionIsToldFromItsBeginToItsEnd() throws Exception {
        StandIn server = standIn(RadiusTest::accepts);
        RadiusSettings.Builder settings = settings(server);
        settings.accounting = true;
        settings.interimInterval = Duration.ofMillis(200);
        Radius radius = radius(settings);
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(7L);
        ask(radius, PASSWORD);
        radius.happened(up());
        Packet start = nextRecord(server);
        assertThat(start.number(Attribute.ACCT_STATUS_TYPE)).contains(1L);
        assertThat(start.first(Attribute.CLASS).orElseThrow().value()).containsExactly(1, 2, 3);
        assertThat(Access.address(start, Attribute.FRAMED_IP_ADDRESS)).contains(ADDRESS);
        assertThat(start.text(Attribute.ACCT_TUNNEL_CONNECTION)).contains("4660/22136");
        String id = start.text(Attribute.ACCT_SESSION_ID).orElseThrow();
        counters = new DataCounters(7, 0x1_0000_0005L, 0, 0, 0, 8, 0x2_0000_0006L, 0);
        Packet interim = nextRecord(server);
        assertThat(interim.number(Attribute.ACCT_STATUS_TYPE)).contains(3L);
        radius.leaves(SESSION);
        counters = DataCounters.ZERO;
        radius.happened(down(3, "administrative reasons: \"the session may last no longer\"", false));
        Packet stop = nextRecord(server);
        while (stop.number(Attribute.ACCT_STATUS_TYPE).orElseThrow() == 3) {
            stop = nextRecord(server);
        }
        assertThat(stop.number(Attribute.ACCT_STATUS_TYPE)).contains(2L);
        assertThat(stop.text(Attribute.ACCT_SESSION_ID)).contains(id);
        assertThat(stop.number(Attribute.ACCT_INPUT_OCTETS)).contains(5L);
        assertThat(stop.number(Attribute.ACCT_INPUT_GIGAWORDS)).contains(1L);
        assertThat(stop.number(Attribute.ACCT_OUTPUT_OCTETS)).contains(6L);
        assertThat(stop.number(Attribute.ACCT_OUTPUT_GIGAWORDS)).contains(2L);
        assertThat(stop.number(Attribute.ACCT_INPUT_PACKETS)).contains(7L);
        assertThat(stop.number(Attribute.ACCT_OUTPUT_PACKETS)).contains(8L);
        assertThat(stop.number(Attribute.ACCT_TERMINATE_CAUSE)).contains(5L);
        radius.close();
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(8L);
    }

    @Test
    void aSessionThatNegotiatesAnewIsToldAsAnother() throws Exception {
        StandIn server = standIn(RadiusTest::accepts);
        Radius radius = accounting(server);
        ask(radius, PASSWORD);
        radius.happened(up());
        Packet first = nextRecord(server);
        counters = new DataCounters(5, 500, 0, 0, 0, 6, 600, 0);
        radius.happened(negotiatesAnew());
        assertIsStop(nextRecord(server), first, 500, 6);
        radius.happened(up());
        Packet second = nextRecord(server);
        assertIsStartAfter(first, second);
        assertThat(second.first(Attribute.CLASS).orElseThrow().value()).containsExactly(1, 2, 3);
        counters = new DataCounters(7, 720, 0, 0, 0, 9, 900, 0);
        radius.happened(negotiatesAnew());
        assertIsStop(nextRecord(server), second, 220, 3);
        ask(radius, PASSWORD); // LCP was negotiated too
        radius.happened(up());
        Packet third = nextRecord(server);
        assertIsStartAfter(second, third);
        counters = new DataCounters(8, 750, 0, 0, 0, 11, 1000, 0);
        radius.leaves(SESSION);
        counters = DataCounters.ZERO;
        radius.happened(down(1, "loss of carrier", true));
        assertIsStop(nextRecord(server), third, 30, 2);
        radius.close();
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(8L);
    }

    @Test
    void theStopHasAnAddressThatTheStartHadNotYet() throws Exception {
        StandIn server = standIn(RadiusTest::accepts);
        Radius radius = accounting(server);
        ask(radius, PASSWORD);
        radius.happened(upWithoutIpv4());
        Packet start = nextRecord(server);
        assertThat(Access.address(start, Attribute.FRAMED_IP_ADDRESS)).isEmpty();
        radius.happened(down(1, "loss of carrier", true));
        Packet stop = nextRecord(server);
        assertIsStop(stop, start, 0, 0);
        assertThat(Access.address(stop, Attribute.FRAMED_IP_ADDRESS)).contains(ADDRESS);
    }

    /// With accounting, which has begun.
    private Radius accounting(StandIn server) throws Exception {
        RadiusSettings.Builder settings = settings(server);
        settings.accounting = true;
        Radius radius = radius(settings);
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(7L);
        return radius;
    }

    private static void assertIsStop(Packet stop, Packet start, long receivedOctets, long sentPackets) {
        assertThat(stop.number(Attribute.ACCT_STATUS_TYPE)).contains(2L);
        assertThat(stop.text(Attribute.ACCT_SESSION_ID)).isEqualTo(start.text(Attribute.ACCT_SESSION_ID));
        assertThat(stop.number(Attribute.ACCT_INPUT_OCTETS)).contains(receivedOctets);
        assertThat(stop.number(Attribute.ACCT_OUTPUT_PACKETS)).contains(sentPackets);
    }

    private static void assertIsStartAfter(Packet before, Packet start) {
        assertThat(start.number(Attribute.ACCT_STATUS_TYPE)).contains(1L);
        assertThat(start.text(Attribute.ACCT_SESSION_ID))
                .isPresent()
                .isNotEqualTo(before.text(Attribute.ACCT_SESSION_ID));
    }

    /// The node says down once only, and a configured session stays for its next call.
    @Test
    void aCallThatEndsWhileItsUserNegotiatesAnewLeavesNoAccount() throws Exception {
        StandIn server = standIn(RadiusTest::accepts);
        Radius radius = accounting(server);
        ask(radius, PASSWORD);
        radius.happened(up());
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(1L);
        radius.happened(negotiatesAnew());
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(2L);
        radius.leaves(SESSION);
        radius.happened(up());
        radius.close();
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(8L);
    }

    @Test
    void whatWasLetInByOthersIsNotTold() throws Exception {
        StandIn server = standIn(RadiusTest::accepts);
        Radius radius = accounting(server);
        radius.happened(up());
        radius.happened(down(3, "", true));
        radius.close();
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(8L);
    }

    @Test
    void aUserWhomTheServerLetsInAfterTheSessionsEndHasNoAccount() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        StandIn server = standIn(request -> {
            if (request.code() == Packet.ACCESS_REQUEST) {
                awaits(gone);
            }
            return accepts(request);
        });
        RadiusSettings.Builder settings = settings(server);
        settings.accounting = true;
        settings.timeout = Duration.ofSeconds(20);
        Radius radius = radius(settings);
        nextRecord(server);
        CompletableFuture<AaaAnswer> answer = new CompletableFuture<>();
        radius.ask(SESSION, user(PASSWORD), answer::complete);
        radius.happened(down(1, "the peer closes the link", true));
        gone.countDown();
        assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(AaaAnswer.Accepted.class);
        assertThat(radius.state()).contains("accepted 0");
        radius.happened(up());
        radius.close();
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE))
                .as("Accounting-Off, no Start")
                .contains(8L);
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aQuestionThatIsTooLongForAPacketIsRefusedAndTheNextOneIsAsked() throws Exception {
        Radius radius = radius(settings(standIn(RadiusTest::accepts)));
        AaaQuestion.Proof tooLong = new AaaQuestion.Chap(1, new byte[254], new byte[16]);
        assertThat(ask(radius, tooLong)).isInstanceOf(AaaAnswer.Refused.class);
        assertThat(ask(radius, PASSWORD)).isInstanceOf(AaaAnswer.Accepted.class);
        assertThat(ask(radius, tooLong)).isInstanceOf(AaaAnswer.Refused.class);
        assertThat(ask(radius, tooLong)).isInstanceOf(AaaAnswer.Refused.class);
        assertThat(notices)
                .filteredOn(it -> it.contains("could not be sent"))
                .containsExactly(
                        "RADIUS: requests that could not be sent so far: 1, the last: "
                                + "java.lang.IllegalArgumentException: attribute 60 of 254 octets",
                        "RADIUS: requests that could not be sent so far: 2, the last: "
                                + "java.lang.IllegalArgumentException: attribute 60 of 254 octets");
    }

    /// A server gave so much to be said of the session that there is no room for anything else.
    @Test
    void aRecordThatIsTooLongForAPacketIsLostAndTheNextOneIsTold() throws Exception {
        Attribute[] classes = Collections.nCopies(16, new Attribute(Attribute.CLASS, new byte[250]))
                .toArray(new Attribute[0]);
        StandIn server = standIn(request -> request.code() == Packet.ACCESS_REQUEST
                ? StandIn.answer(request, Packet.ACCESS_ACCEPT, classes)
                : StandIn.answer(request, Packet.ACCOUNTING_RESPONSE));
        Radius radius = accounting(server);
        ask(radius, PASSWORD);
        radius.happened(up());
        radius.close();
        assertThat(nextRecord(server).number(Attribute.ACCT_STATUS_TYPE)).contains(8L);
        assertThat(notices)
                .anyMatch(it -> it.contains("could not be sent"))
                .contains("RADIUS: accounting records lost so far: 1");
    }

    @Test
    void causesOfTheEndAreThoseOfTheRfc() {
        assertThat(TerminateCause.of(new Event.Ending(1, 0, "loss of carrier: \"the peer closes the link\"", false)))
                .isEqualTo(1);
        assertThat(TerminateCause.of(new Event.Ending(1, 0, "loss of carrier", true)))
                .isEqualTo(2);
        assertThat(TerminateCause.of(new Event.Ending(3, 0, "deleted by the operator", false)))
                .isEqualTo(6);
        assertThat(TerminateCause.of(new Event.Ending(0, 0, "shutting down", false)))
                .isEqualTo(7);
    }
}
