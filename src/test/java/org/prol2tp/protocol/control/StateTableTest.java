package org.prol2tp.protocol.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;

/// The state tables of RFC 2661 §7, transcribed into tables of text, compared cell by cell with what the
/// machines do.
/// Every state with every event stands in the text, so that no cell of a machine goes unread.
class StateTableTest {
    private static final Ending WHY = new Ending(1, 0, "because", false);
    private static final SessionId PEER = new SessionId(5);
    private static final CallDetails CALL = CallDetails.UNKNOWN;

    private static final Map<String, CallEvent> CALL_EVENTS = new LinkedHashMap<>();

    static {
        for (CallEvent event : List.of(
                new CallEvent.LocalOpen(CALL),
                new CallEvent.TunnelOpened(CALL),
                new CallEvent.RequestAcceptable(PEER, CALL, false),
                new CallEvent.RequestNotAcceptable(WHY),
                new CallEvent.Answered(CALL),
                new CallEvent.ReplyAcceptable(PEER, CallDetails.UNKNOWN),
                new CallEvent.ReplyNotAcceptable(WHY),
                new CallEvent.ConnectedAcceptable(CALL),
                new CallEvent.ConnectedNotAcceptable(WHY),
                new CallEvent.CdnReceived(WHY),
                new CallEvent.LocalClose(WHY))) {
            CALL_EVENTS.put(event.getClass().getSimpleName(), event);
        }
        for (MessageType message : List.of(
                MessageType.ICRQ,
                MessageType.ICRP,
                MessageType.ICCN,
                MessageType.OCRQ,
                MessageType.OCRP,
                MessageType.OCCN)) {
            CALL_EVENTS.put("Foreign:" + message, new CallEvent.Foreign(message));
        }
    }

    private record Row(String state, String event, String actions, String next) {}

    /// RFC 2661 §7.2.1
    @Test
    void controlConnectionStepsAsItsTable() {
        Map<String, ConnectionTable.State> states = byName(List.of(
                new ConnectionTable.Idle(),
                new ConnectionTable.WaitCtlReply(Optional.empty(), OptionalLong.empty()),
                new ConnectionTable.WaitCtlConn(Optional.empty()),
                new ConnectionTable.Established(),
                new ConnectionTable.Draining()));
        Map<String, ConnectionTable.Event> events = byName(List.of(
                new ConnectionTable.LocalOpen(new ConnectionTable.WaitCtlReply(Optional.empty(), OptionalLong.empty())),
                new ConnectionTable.SccrqAcceptable(new ConnectionTable.WaitCtlConn(Optional.empty())),
                new ConnectionTable.SccrqNotAcceptable(WHY),
                new ConnectionTable.TieLost(WHY),
                new ConnectionTable.SccrpAcceptable(),
                new ConnectionTable.SccrpNotAcceptable(WHY),
                new ConnectionTable.ScccnAcceptable(),
                new ConnectionTable.ScccnNotAcceptable(WHY),
                new ConnectionTable.LocalClose(WHY),
                new ConnectionTable.StopCcnReceived(WHY),
                new ConnectionTable.TransportDown(WHY),
                new ConnectionTable.Drained()));
        assertThat(ConnectionTable.State.class.getPermittedSubclasses()).hasSize(states.size());
        assertThat(ConnectionTable.Event.class.getPermittedSubclasses()).hasSize(events.size());

        compare("connection-states.tsv", states.keySet(), events.keySet(), (state, event) -> {
            ConnectionTable.Step step =
                    ConnectionTable.step(requireNonNull(states.get(state)), requireNonNull(events.get(event)));
            return new Row(state, event, names(step.actions()), step.next().title());
        });
    }

    /// RFC 2661 §7.4.1
    @Test
    void incomingCallAtTheLacStepsAsItsTable() {
        Map<String, IncomingCallSender.State> states = byName(List.of(
                new IncomingCallSender.Idle(),
                new IncomingCallSender.WaitTunnel(CALL),
                new IncomingCallSender.WaitReply(CALL),
                new IncomingCallSender.Established(PEER)));
        compare(
                "incoming-call-sender.tsv",
                states.keySet(),
                eventsOf(IncomingCallSender.Event.class, "Foreign:ICRQ", "Foreign:ICCN"),
                (state, event) -> row(
                        state,
                        event,
                        IncomingCallSender.step(requireNonNull(states.get(state)), (IncomingCallSender.Event)
                                requireNonNull(CALL_EVENTS.get(event)))));
    }

    /// RFC 2661 §7.4.2
    @Test
    void incomingCallAtTheLnsStepsAsItsTable() {
        Map<String, IncomingCallRecipient.State> states = byName(List.of(
                new IncomingCallRecipient.Idle(),
                new IncomingCallRecipient.WaitAnswer(PEER, CALL),
                new IncomingCallRecipient.WaitConnect(PEER, CALL),
                new IncomingCallRecipient.Established(PEER)));
        compare(
                "incoming-call-recipient.tsv",
                states.keySet(),
                eventsOf(IncomingCallRecipient.Event.class, "Foreign:ICRP"),
                (state, event) -> row(
                        state,
                        event,
                        IncomingCallRecipient.step(requireNonNull(states.get(state)), (IncomingCallRecipient.Event)
                                requireNonNull(CALL_EVENTS.get(event)))));
    }

    /// RFC 2661 §7.5.1
    @Test
    void outgoingCallAtTheLacStepsAsItsTable() {
        Map<String, OutgoingCallRecipient.State> states = byName(List.of(
                new OutgoingCallRecipient.Idle(),
                new OutgoingCallRecipient.WaitCsAnswer(PEER, CALL),
                new OutgoingCallRecipient.Established(PEER)));
        compare(
                "outgoing-call-recipient.tsv",
                states.keySet(),
                eventsOf(OutgoingCallRecipient.Event.class, "Foreign:OCRP", "Foreign:OCCN"),
                (state, event) -> row(
                        state,
                        event,
                        OutgoingCallRecipient.step(requireNonNull(states.get(state)), (OutgoingCallRecipient.Event)
                                requireNonNull(CALL_EVENTS.get(event)))));
    }

    /// RFC 2661 §7.5.2
    @Test
    void outgoingCallAtTheLnsStepsAsItsTable() {
        Map<String, OutgoingCallSender.State> states = byName(List.of(
                new OutgoingCallSender.Idle(),
                new OutgoingCallSender.WaitTunnel(CALL),
                new OutgoingCallSender.WaitReply(CALL),
                new OutgoingCallSender.WaitConnect(PEER, CALL),
                new OutgoingCallSender.Established(PEER)));
        compare(
                "outgoing-call-sender.tsv",
                states.keySet(),
                eventsOf(OutgoingCallSender.Event.class, "Foreign:OCRQ"),
                (state, event) -> row(
                        state,
                        event,
                        OutgoingCallSender.step(requireNonNull(states.get(state)), (OutgoingCallSender.Event)
                                requireNonNull(CALL_EVENTS.get(event)))));
    }

    private interface Machine {
        Row step(String state, String event);
    }

    private static void compare(String table, Set<String> states, Set<String> events, Machine machine) {
        List<Row> expected = read(table);
        assertThat(expected.stream().map(Row::state)).hasSameElementsAs(states);
        assertThat(expected.stream().map(Row::event)).hasSameElementsAs(events);
        assertThat(expected).hasSize(states.size() * events.size()).doesNotHaveDuplicates();
        assertThat(expected.stream().map(it -> machine.step(it.state(), it.event())))
                .containsExactlyElementsOf(expected);
    }

    private static Row row(String state, String event, CallStep step) {
        // Whoever ends a call says why, and nobody else does.
        assertThat(step.why().isPresent()).isEqualTo(step.actions().contains(CallStep.Action.CLEAN_UP));
        return new Row(state, event, names(step.actions()), step.next().title());
    }

    private static String names(List<? extends Enum<?>> actions) {
        return actions.isEmpty() ? "-" : actions.stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    private static Set<String> eventsOf(Class<?> machine, String... foreign) {
        Set<String> names = new LinkedHashSet<>(List.of(foreign));
        for (Class<?> event : machine.getPermittedSubclasses()) {
            if (event != CallEvent.Foreign.class) {
                names.add(event.getSimpleName());
            }
        }
        return names;
    }

    private static <T> Map<String, T> byName(List<T> values) {
        Map<String, T> map = new LinkedHashMap<>();
        values.forEach(it -> map.put(it.getClass().getSimpleName(), it));
        return map;
    }

    private static List<Row> read(String table) {
        List<Row> rows = new ArrayList<>();
        try (InputStream in = StateTableTest.class.getResourceAsStream(table);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    String[] cells = line.split("\t", -1);
                    rows.add(new Row(cells[0], cells[1], cells[2], cells[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
