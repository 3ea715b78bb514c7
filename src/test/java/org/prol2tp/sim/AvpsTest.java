package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.AddedAvp;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.RawAvp;

/// AVPs of vendors that are added to messages, and AVPs that are told of.
class AvpsTest {
    private static final int VENDOR = 32473;

    private static final Duration SHORT = Duration.ofSeconds(20);

    private final Recipe server = Recipe.lns(8);

    private static AddedAvp text(MessageType message, boolean mandatory, String text) {
        return new AddedAvp(message, VENDOR, 1, mandatory, true, Octets.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Pair pair(AddedAvp... added) {
        Pair pair = new Pair(1, Recipe.lac(1, 1).build(), server.build());
        pair.feed(pair.a(), new Input.AddAvps(List.of(added)));
        return pair.start();
    }

    private static void untilUp(Pair pair) {
        pair.runUntil(
                () -> !pair.a().events(Event.SessionUp.class).isEmpty()
                        && !pair.b().events(Event.SessionUp.class).isEmpty(),
                SHORT);
    }

    private static Optional<String> fromVendor(Pair pair, MessageType message) {
        return pair.b().events(Event.AvpsReceived.class).stream()
                .filter(it -> it.message() == message)
                .flatMap(it -> it.avps().stream())
                .filter(it -> it.vendorId() == VENDOR && it.type() == 1)
                .map(it -> new String(it.value().toArray(), StandardCharsets.UTF_8))
                .findFirst();
    }

    @Test
    void addedAvpsArriveWithTheirVariablesReplaced() {
        server.system.tellsAvps = true;
        Pair pair = pair(
                text(MessageType.SCCRQ, false, "${tunnel_name} of ${host_name}, ${nothing}${"),
                text(MessageType.ICRQ, false, "${session_name} ${session_id}"));
        untilUp(pair);
        assertThat(fromVendor(pair, MessageType.SCCRQ)).contains("t1 of lac, ${");
        String id =
                pair.a().events(Event.SessionUp.class).getFirst().session().id().toString();
        assertThat(fromVendor(pair, MessageType.ICRQ)).contains("s1 " + id);
        assertThat(fromVendor(pair, MessageType.ICCN)).isEmpty();
        ScenarioTest.shutDown(pair);
    }

    @Test
    void allAvpsOfAMessageAreToldAsTheyCame() {
        server.system.tellsAvps = true;
        Pair pair = pair();
        untilUp(pair);
        Event.AvpsReceived first = pair.b().events(Event.AvpsReceived.class).getFirst();
        assertThat(first.message()).isEqualTo(MessageType.SCCRQ);
        assertThat(first.tunnel().id())
                .isEqualTo(pair.b()
                        .events(Event.TunnelUp.class)
                        .getFirst()
                        .tunnel()
                        .id());
        assertThat(first.avps().getFirst()).isEqualTo(new RawAvp(0, 0, true, false, Octets.of(new byte[] {0, 1})));
        assertThat(first.avps()).anyMatch(avp -> avp.type() == 7 && avp.value().toArray().length == 3);
    }

    @Test
    void nothingIsToldUnlessSomebodyWantsIt() {
        Pair pair = pair();
        untilUp(pair);
        assertThat(pair.b().events(Event.AvpsReceived.class)).isEmpty();
    }

    /// RFC 2661 §4.2: an unknown AVP with the M bit ends the tunnel.
    @Test
    void anAvpThatMustBeKnownEndsTheTunnelOfAPeerThatDoesNotKnowIt() {
        Pair pair = pair(text(MessageType.SCCRQ, true, "x"));
        pair.runUntil(() -> !pair.a().events(Event.TunnelDown.class).isEmpty(), SHORT);
        Event.Ending why = pair.a().events(Event.TunnelDown.class).getFirst().why();
        assertThat(why.result()).isEqualTo(2);
        assertThat(why.error()).isEqualTo(8);
    }

    @Test
    void theLastListCounts() {
        server.system.tellsAvps = true;
        Pair pair = new Pair(1, Recipe.lac(1, 1).build(), server.build());
        pair.feed(pair.a(), new Input.AddAvps(List.of(text(MessageType.ICRQ, false, "a"))));
        pair.feed(pair.a(), new Input.AddAvps(List.of()));
        pair.start();
        untilUp(pair);
        assertThat(fromVendor(pair, MessageType.ICRQ)).isEmpty();
    }
}
