package org.prol2tp.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// Several groups of servers, reloads, and what waits for them.
class ServersTest extends RadiusCase {
    @Test
    void aProfileWithServersOfItsOwnAsksThoseAndTellsThose() throws Exception {
        StandIn system = standIn(RadiusTest::accepts);
        StandIn gold = standIn(RadiusTest::accepts);
        RadiusSettings.Builder ofGold = settings(gold);
        ofGold.accounting = true;
        ofGold.defaultRealm = Optional.of("gold.example");
        ofGold.nasIdentifier = Optional.of("gold-lns");
        ofGold.bindAddress = IpAddress.parse("127.0.0.1");
        Radius radius = radius(settings(system), Map.of("/gold", ofGold.build()));
        assertThat(nextRecord(gold).number(Attribute.ACCT_STATUS_TYPE)).contains(7L);
        assertThat(ask(radius, userOf("/gold"))).isInstanceOf(AaaAnswer.Accepted.class);
        Packet asked = gold.next();
        assertThat(asked.text(Attribute.USER_NAME)).contains("fred@gold.example");
        assertThat(asked.text(Attribute.NAS_IDENTIFIER)).contains("gold-lns");
        radius.happened(up());
        Packet start = nextRecord(gold);
        assertThat(start.number(Attribute.ACCT_STATUS_TYPE)).contains(1L);
        assertThat(start.text(Attribute.USER_NAME)).contains("fred@gold.example");
        assertThat(system.received).isEmpty();
        assertThat(ask(radius, userOf("/silver"))).isEqualTo(new AaaAnswer.Refused("no RADIUS server is configured"));
    }

    /// Each server has its own secret, and gets its own proof.
    @Test
    void theNextServerIsAskedWithItsSecret() throws Exception {
        StandIn silent = standIn(_ -> Optional.empty());
        StandIn other = standIn(request -> StandIn.answer(request, Packet.ACCESS_ACCEPT));
        RadiusSettings.Builder settings = settings(silent, other);
        settings.servers = List.of(
                new RadiusSettings.Server(
                        silent.server().host(), silent.server().port(), Optional.of(Secret.of("first"))),
                other.server());
        assertThat(ask(radius(settings), PASSWORD)).isInstanceOf(AaaAnswer.Accepted.class);
        Packet first = silent.next();
        Packet second = other.next();
        assertThat(second.authenticator()).isNotEqualTo(first.authenticator());
        assertThat(second.first(Attribute.USER_PASSWORD).orElseThrow().value())
                .isEqualTo(Seal.hidePassword(
                        "flintstone".getBytes(StandardCharsets.UTF_8), second.authenticator(), StandIn.SECRET));
    }

    @Test
    void anAddressThatIsNotOursToBindToRefusesUsersAndNothingElse() throws Exception {
        RadiusSettings.Builder settings = settings(standIn(RadiusTest::accepts));
        settings.bindAddress = IpAddress.parse("192.0.2.1");
        Radius radius = radius(settings);
        assertThat(ask(radius, PASSWORD)).isEqualTo(new AaaAnswer.Refused("no RADIUS server answers"));
        assertThat(ask(radius, PASSWORD)).isEqualTo(new AaaAnswer.Refused("no RADIUS server answers"));
    }

    /// A reload with other servers while a session is up: it stays, and ends where the new ones hear of it.
    @Test
    void otherServersAreAskedAndToldFromAReloadOn() throws Exception {
        StandIn before = standIn(RadiusTest::accepts);
        StandIn after = standIn(RadiusTest::accepts);
        RadiusSettings.Builder settings = settings(before);
        settings.accounting = true;
        Radius radius = radius(settings);
        ask(radius, PASSWORD);
        radius.happened(up());
        Packet start = nextRecord(before);
        while (start.number(Attribute.ACCT_STATUS_TYPE).orElseThrow() != 1) {
            start = nextRecord(before);
        }
        RadiusSettings.Builder changed = settings(after);
        changed.accounting = true;
        radius.configure(changed.build(), Map.of());
        radius.happened(down(3, "", true));
        Packet stop = nextRecord(after);
        assertThat(stop.number(Attribute.ACCT_STATUS_TYPE)).contains(2L);
        assertThat(stop.text(Attribute.ACCT_SESSION_ID)).isEqualTo(start.text(Attribute.ACCT_SESSION_ID));
        assertThat(ask(radius, PASSWORD)).isInstanceOf(AaaAnswer.Accepted.class);
        assertThat(after.next().code()).isEqualTo(Packet.ACCESS_REQUEST);
        assertThat(before.received).isEmpty();
        assertThat(ended).isEmpty();
    }

    @Test
    void serversThatAReloadTakesAwayHearOfTheirLastSessions() throws Exception {
        StandIn gold = standIn(RadiusTest::accepts);
        RadiusSettings.Builder ofGold = settings(gold);
        ofGold.accounting = true;
        Radius radius = radius(settings(standIn(RadiusTest::accepts)), Map.of("/gold", ofGold.build()));
        ask(radius, userOf("/gold"));
        radius.happened(up());
        radius.configure(settings(standIn(RadiusTest::accepts)).build(), Map.of());
        radius.happened(down(3, "", true));
        Packet stop = nextRecord(gold);
        while (stop.number(Attribute.ACCT_STATUS_TYPE).orElseThrow() != 2) {
            stop = nextRecord(gold);
        }
        assertThat(ask(radius, userOf("/gold"))).isEqualTo(new AaaAnswer.Refused("no RADIUS server is configured"));
    }

    /// The limit: [Servers#MAX_RECORDS].
    @Test
    void moreRecordsThanTheLimitAreLostAndCounted() throws Exception {
        Client records = new Client(
                Packet.ACCOUNTING_REQUEST,
                3,
                Duration.ofMinutes(10),
                settings(standIn(_ -> Optional.empty())).build(),
                notices::add);
        open.addFirst(records);
        LinkedBlockingQueue<Optional<Packet>> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            records.send((_, _) -> List.of(), answers::add);
        }
        assertThat(answers).isEmpty();
        records.send((_, _) -> List.of(), answers::add);
        assertThat(answers).containsExactly(Optional.empty());
        assertThat(records.counts().unanswered()).isEqualTo(1);
    }

    /// The limit: [Client#MAX_SENT] requests are on their way, the others wait their turn.
    @Test
    void noMoreRequestsAreOnTheirWayThanThereAreIdentifiers() throws Exception {
        StandIn server = standIn(_ -> Optional.empty());
        RadiusSettings.Builder settings = settings(server);
        settings.timeout = Duration.ofSeconds(60);
        Client client = new Client(Packet.ACCESS_REQUEST, 4096, Duration.ZERO, settings.build(), notices::add);
        open.addFirst(client);
        for (int i = 0; i < Client.MAX_SENT + 10; i++) {
            client.send((_, _) -> List.of(), _ -> {});
        }
        int heard = 0;
        while (server.received.poll(1, TimeUnit.SECONDS) != null) {
            heard++;
        }
        assertThat(heard).isLessThanOrEqualTo(Client.MAX_SENT).isPositive();
    }

    /// The limit: [Servers#MAX_QUESTIONS].
    @Test
    void moreQuestionsThanTheLimitAreRefusedAtOnce() throws Exception {
        RadiusSettings.Builder settings = settings(standIn(_ -> Optional.empty()));
        settings.timeout = Duration.ofSeconds(60);
        Radius radius = radius(settings);
        LinkedBlockingQueue<AaaAnswer> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < Servers.MAX_QUESTIONS; i++) {
            radius.ask(SESSION, user(PASSWORD), answers::add);
        }
        assertThat(answers).isEmpty();
        radius.ask(SESSION, user(PASSWORD), answers::add);
        assertThat(answers).containsExactly(new AaaAnswer.Refused("no RADIUS server answers"));
    }
}
