package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv4Addresses;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.FromPppProvider;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.ToPppProvider;

/// PPP by somebody outside the node, at both ends.
class ForeignPppTest {
    private static final Duration SHORT = Duration.ofSeconds(20);

    private final Pair pair = pair();

    private static Pair pair() {
        Recipe client = Recipe.lac(1, 1);
        Recipe server = Recipe.lns(8);
        client.system.pppProvided = true;
        server.system.pppProvided = true;
        Pair pair = new Pair(1, client.build(), server.build()).start();
        pair.runUntil(
                () -> !pair.a().saidToPppProvider.isEmpty()
                        && !pair.b().saidToPppProvider.isEmpty(),
                SHORT);
        return pair;
    }

    private static void say(Pair pair, Side side, long number, FromPppProvider word) {
        Output.TellPppProvider opened = side.saidToPppProvider.getFirst();
        pair.feed(side, new Input.PppProviderSaid(opened.session(), number, word));
    }

    private void say(Side side, FromPppProvider word) {
        say(pair, side, side.saidToPppProvider.getFirst().number(), word);
    }

    private static FromPppProvider.Up up(String local, String peer, int mtu, String user) {
        Ipv4Addresses addresses = new Ipv4Addresses(
                IpAddress.parse(local).orElseThrow(), IpAddress.parse(peer).orElseThrow());
        return new FromPppProvider.Up(
                Optional.of(addresses), Optional.empty(), mtu, new PppFraming(false, false), user);
    }

    private void bothUp() {
        say(pair.a(), up("10.0.0.2", "10.0.0.1", 1400, ""));
        say(pair.b(), up("10.0.0.1", "10.0.0.2", 1400, "alice"));
        pair.run(Duration.ofSeconds(1));
    }

    @Test
    void itIsToldOfTheSessionAndSaysWhenTheNetworkIsUp() {
        ToPppProvider.Opened client =
                (ToPppProvider.Opened) pair.a().saidToPppProvider.getFirst().what();
        ToPppProvider.Opened server =
                (ToPppProvider.Opened) pair.b().saidToPppProvider.getFirst().what();
        assertThat(client.client()).isTrue();
        assertThat(server.client()).isFalse();
        assertThat(client.session().name()).contains("s1");
        assertThat(client.mtu()).isEqualTo(1460);
        assertThat(pair.a().events(Event.SessionUp.class)).isEmpty();
        bothUp();
        Event.SessionFacts facts =
                pair.b().events(Event.SessionUp.class).getFirst().facts();
        assertThat(facts.userName()).contains("alice");
        assertThat(facts.peerAddress()).isEqualTo(IpAddress.parse("10.0.0.2"));
        assertThat(facts.mtu()).isEqualTo(1400);
        assertThat(pair.a().events(Event.SessionUp.class)).hasSize(1);
    }

    @Test
    void framesGoBothWays() {
        say(pair.a(), new FromPppProvider.Send(new byte[] {(byte) 0xc0, 0x21, 9, 1, 0, 4}));
        say(pair.a(), new FromPppProvider.Send(new byte[0]));
        say(pair.a(), new FromPppProvider.Send(new byte[65_001]));
        pair.run(Duration.ofSeconds(1));
        List<Output.TellPppProvider> heard = pair.b().saidToPppProvider;
        assertThat(heard).hasSize(2);
        assertThat(heard.getLast().number()).isEqualTo(heard.getFirst().number());
        assertThat(((ToPppProvider.Frame) heard.getLast().what()).frame()).containsExactly(0xc0, 0x21, 9, 1, 0, 4);
    }

    @Test
    void itsEndEndsTheCallAndWhatItSaysLaterIsNotHeard() {
        bothUp();
        long number = pair.b().saidToPppProvider.getFirst().number();
        say(pair.b(), new FromPppProvider.Ended("no more credit"));
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), SHORT);
        Event.Ending why = pair.a().events(Event.SessionDown.class).getFirst().why();
        assertThat(why.byPeer()).isTrue();
        assertThat(why.message()).contains("no more credit");
        assertThat(pair.b().saidToPppProvider.getLast().what()).isEqualTo(new ToPppProvider.Closed());
        assertThat(pair.a().saidToPppProvider.getLast().what()).isEqualTo(new ToPppProvider.Closed());
        pair.b().events.clear();
        say(pair, pair.b(), number, up("10.0.0.1", "10.0.0.2", 1400, "alice"));
        pair.run(Duration.ofMillis(10));
        assertThat(pair.b().events(Event.SessionUp.class)).isEmpty();
    }

    /// A session of the settings has the same handle with its next call; the call has another number.
    @Test
    void whatIsSaidOfAnEarlierCallIsNotOfTheNextOne() {
        bothUp();
        long first = pair.a().saidToPppProvider.getFirst().number();
        say(pair.a(), new FromPppProvider.Ended("again"));
        pair.a().saidToPppProvider.clear();
        pair.runUntil(() -> !pair.a().saidToPppProvider.isEmpty(), Duration.ofMinutes(2));
        pair.a().events.clear();
        say(pair, pair.a(), first, up("10.0.0.2", "10.0.0.1", 1400, ""));
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.SessionUp.class)).isEmpty();
        say(pair.a(), up("10.0.0.2", "10.0.0.1", 1400, ""));
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.SessionUp.class)).hasSize(1);
    }

    @Test
    void anMtuThatThereIsNotEndsTheSession() {
        say(pair.a(), up("10.0.0.2", "10.0.0.1", 67, ""));
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), SHORT);
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().message())
                .contains("MTU of 67");
    }

    @Test
    void theNetworkMayGoAndComeBack() {
        bothUp();
        say(
                pair.a(),
                new FromPppProvider.Up(Optional.empty(), Optional.empty(), 1400, new PppFraming(false, false), ""));
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(1);
        say(pair.a(), up("10.0.0.2", "10.0.0.1", 1300, ""));
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.SessionUp.class)).hasSize(2);
    }
}
