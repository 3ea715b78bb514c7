package org.prol2tp.operator.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.EventKind;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// The lines of streams, each against its shape in docs/ctl.schema.json.
class StreamLineTest {
    private static final Endpoint PEER = new Endpoint(IpAddress.ofIpv4(0xc0000201), 1701);

    private static final Event.TunnelRef T1 =
            new Event.TunnelRef(new TunnelHandle(1), new ControlConnectionId(-1), Optional.of("t1"));

    private static final Event.SessionRef S1 =
            new Event.SessionRef(T1, new SessionHandle(2), new SessionId(0x80000000), Optional.empty());

    private static final Event.TunnelFacts TUNNEL =
            new Event.TunnelFacts(Version.V3, Encapsulation.UDP, Optional.empty(), Optional.empty(), Optional.empty());

    private static final Event.SessionFacts SESSION = new Event.SessionFacts(
            Event.Pseudowire.ETH,
            Optional.of("sp"),
            Optional.empty(),
            Optional.of("ep"),
            Optional.of("tap0"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("br0"),
            1400);

    private static final Event.Ending WHY = new Event.Ending(2, 4, "no \"room\"\n", true);

    private static final List<Event> STREAMED = List.of(
            new Event.TunnelCreated(T1, TUNNEL, Optional.empty()),
            new Event.TunnelUp(T1, TUNNEL, new ControlConnectionId(7), PEER, "lns"),
            new Event.TunnelDown(T1, TUNNEL, WHY),
            new Event.TunnelDeleted(T1, TUNNEL),
            new Event.SessionCreated(S1, SESSION),
            new Event.SessionUp(S1, SESSION, new ControlConnectionId(7), new SessionId(8), List.of()),
            new Event.SessionCircuit(S1, SESSION, true, false),
            new Event.SessionDown(S1, SESSION, WHY, false),
            new Event.SessionDeleted(S1, SESSION),
            new Event.Trace(TraceCategory.AVP_HIDE, Optional.empty(), Optional.empty(), "text", true),
            new Event.Trace(TraceCategory.FSM, Optional.of(T1), Optional.of(S1), "text", true),
            new Event.Packet(T1, true, new Path(0, IpAddress.ANY_IPV4, PEER), new byte[] {1, 2, 3}));

    private static StreamLine line(Event event, Optional<Event.Ending> ending) {
        return StreamLine.of(event, 1_769_862_896_000_007L, PEER, ending).orElseThrow();
    }

    @Test
    void everyLineFitsTheSchemaAndComesBack() throws IOException {
        Schema schema = Schema.ofTheControlSocket();
        Set<String> events = new TreeSet<>();
        for (Event event : STREAMED) {
            for (Optional<Event.Ending> ending : List.of(Optional.<Event.Ending>empty(), Optional.of(WHY))) {
                check(line(event, ending), schema, events);
            }
        }
        check(StreamLine.lost(3), schema, events);
        check(StreamLine.end("it is over"), schema, events);
        assertThat(schema.kinds("event")).isEqualTo(events);
        assertThat(STREAMED.stream().map(EventKind::of).flatMap(Optional::stream))
                .containsExactlyInAnyOrderElementsOf(EventKind.all());
    }

    private static void check(StreamLine line, Schema schema, Set<String> events) {
        String text = line.encode();
        assertThat(text).doesNotContain("\n");
        assertThat(schema.errors("event", text)).as(text).isEmpty();
        assertThat(StreamLine.decode(text)).contains(line);
        events.add((String) ((Map<?, ?>) Schema.json(text)).get("event"));
    }

    @Test
    void idsHaveNoSignAndWhatIsDeletedTellsWhyItWentDown() {
        assertThat(line(new Event.SessionDeleted(S1, SESSION), Optional.of(WHY)).encode())
                .isEqualTo("{\"event\":\"session_deleted\",\"time\":1769862896,\"usec\":7,\"handle\":2,"
                        + "\"tid\":4294967295,\"sid\":2147483648,\"result\":2,\"error\":4,"
                        + "\"message\":\"no \\\"room\\\"\\n\"}");
    }
}
