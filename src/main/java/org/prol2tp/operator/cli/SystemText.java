package org.prol2tp.operator.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.SystemStatus;
import org.prol2tp.protocol.node.SystemStatus.MessageCounters;

/// `show system` as text.
final class SystemText {
    private SystemText() {}

    /// A line of the counters: its title, then name and label of each counter.
    private record Group(String title, List<String> namesAndLabels) {}

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "Total messages",
                    List.of(
                            "total_sent_control_frames",
                            "sent",
                            "total_rcvd_control_frames",
                            "received",
                            "total_retransmitted_control_frames",
                            "retransmitted",
                            "illegal_messages",
                            "illegal",
                            "unsupported_messages",
                            "unsupported",
                            "ignored_avps",
                            "ignored AVPs",
                            "vendor_avps",
                            "vendor AVPs")),
            new Group(
                    "Setup failures",
                    List.of(
                            "tunnel_setup_failures",
                            "tunnels",
                            "session_setup_failures",
                            "sessions",
                            "auth_fails",
                            "authentication")),
            new Group(
                    "Resource failures",
                    List.of(
                            "no_control_frame_resources",
                            "control frames",
                            "no_peer_resources",
                            "peers",
                            "no_tunnel_resources",
                            "tunnels",
                            "no_session_resources",
                            "sessions",
                            "no_ppp_resources",
                            "PPP")),
            new Group("In use", List.of("num_tunnels", "tunnels", "num_sessions", "sessions")),
            new Group("Limit exceeded errors", List.of("too_many_tunnels", "tunnels", "too_many_sessions", "sessions")),
            new Group(
                    "Frame errors",
                    List.of(
                            "short_frames",
                            "short frames",
                            "wrong_version_frames",
                            "wrong version",
                            "unexpected_data_frames",
                            "unexpected data",
                            "bad_rcvd_frames",
                            "bad frames")),
            new Group(
                    "Discarded",
                    List.of(
                            "no_matching_tunnel_id_discards",
                            "no such tunnel",
                            "no_matching_session_id_discards",
                            "no such session",
                            "mismatched_tunnel_ids",
                            "mismatched tunnel ids",
                            "mismatched_session_ids",
                            "mismatched session ids")),
            new Group(
                    "Internal",
                    List.of(
                            "total_control_frame_send_fails",
                            "message send failures",
                            "encode_message_fails",
                            "message encode failures",
                            "event_queue_full_errors",
                            "event queue full")));

    static String of(SystemStatus status, String view) {
        StringBuilder text = new StringBuilder();
        switch (view) {
            case "statistics" -> statistics(text, status);
            case "config" -> config(text, status);
            default -> {
                config(text, status);
                text.append("L2TP service status:-\n");
                Text.line(text, "tunnels: " + status.tunnels() + ", sessions: " + status.sessions());
            }
        }
        return text.toString();
    }

    private static void config(StringBuilder text, SystemStatus status) {
        SystemParameters p = status.parameters();
        text.append("L2TP configuration:-\n");
        Text.line(text, "UDP port: ", Integer.toString(p.udpPort()));
        Text.line(text, "host name: \"", p.hostName(), "\"");
        Text.line(text, "router id: ", p.routerId() == 0 ? "NOT SET" : Integer.toUnsignedString(p.routerId()));
        Text.line(text, "max tunnels: ", Text.limit(p.maxTunnels()), ", max sessions: ", Text.limit(p.maxSessions()));
        Text.line(text, "drain tunnels: ", Text.yesNo(p.drainTunnels()));
        Text.line(text, "tunnel establish timeout: ", Text.seconds(p.tunnelEstablishTimeout()));
        Text.line(text, "session establish timeout: ", Text.seconds(p.sessionEstablishTimeout()));
        Text.line(text, "tunnel persist pend timeout: ", Text.seconds(p.tunnelPersistPendTimeout()));
        Text.line(text, "session persist pend timeout: ", Text.seconds(p.sessionPersistPendTimeout()));
        Text.line(
                text,
                "deny local tunnel creates: ",
                Text.yesNo(p.denyLocalTunnelCreates()),
                ", deny remote tunnel creates: ",
                Text.yesNo(p.denyRemoteTunnelCreates()));
        Text.line(text, "trace flags: ", Text.traceFlags(p.traceFlags()));
        status.daemon().forEach((name, fact) -> Text.line(text, name.replace('_', ' '), ": ", fact));
    }

    private static void statistics(StringBuilder text, SystemStatus status) {
        text.append("L2TP counters:-\n");
        Map<String, Long> rest = new LinkedHashMap<>(status.counters());
        for (Group group : GROUPS) {
            List<String> labelled = new ArrayList<>();
            List<String> names = group.namesAndLabels;
            for (int i = 0; i < names.size(); i += 2) {
                Long value = rest.remove(names.get(i));
                if (value != null) {
                    labelled.add(names.get(i + 1) + ": " + value);
                }
            }
            if (!labelled.isEmpty()) {
                Text.line(text, group.title, ": ", String.join(", ", labelled));
            }
        }
        for (Map.Entry<String, Long> entry : rest.entrySet()) {
            Text.line(
                    text,
                    entry.getKey().replace('_', ' '),
                    ": ",
                    entry.getValue().toString());
        }
        text.append("\nMessage counters:-\n");
        Table table = new Table("Message", ">RX Good", ">RX Bad", ">TX");
        for (Map.Entry<String, MessageCounters> entry : status.messages().entrySet()) {
            MessageCounters counters = entry.getValue();
            table.row(
                    entry.getKey(),
                    Long.toString(counters.rx()),
                    Long.toString(counters.rxBad()),
                    Long.toString(counters.tx()));
        }
        table.printTo(text, "  ");
    }
}
