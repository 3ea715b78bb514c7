package org.prol2tp.operator.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.node.Change;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.PoolStatus;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.SessionSummary;
import org.prol2tp.protocol.node.SystemStatus;
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelStatus;
import org.prol2tp.protocol.node.TunnelSummary;

/// A reply as text, in the shape of the original.
final class Text {
    /// The view of sessions that shows their users.
    static final String USERS = "users";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Text() {}

    /// @param view `config`, `status`, `statistics`; empty: all that belongs together
    /// @param detailed one paragraph for each tunnel or session instead of a list
    /// @param now for the moments that are shown, and their time zone
    static String of(Reply reply, String view, boolean detailed, Clock now) {
        return switch (reply) {
            case Reply.SystemShown(SystemStatus system) -> SystemText.of(system, view);
            case Reply.TunnelsListed(List<TunnelSummary> tunnels) -> TunnelText.list(tunnels);
            case Reply.SessionsListed(List<SessionSummary> sessions) ->
                view.equals(USERS) ? SessionText.users(sessions, now) : SessionText.list(sessions);
            case Reply.TunnelsShown(List<TunnelStatus> tunnels) -> TunnelText.of(tunnels, view, now);
            case Reply.SessionsShown(List<SessionStatus> sessions) -> SessionText.of(sessions, view, now);
            case Reply.ProfilesShown(Profile.Kind kind, List<Profile> profiles) ->
                detailed ? ProfileText.of(profiles) : ProfileText.list(kind, profiles);
            case Reply.PoolsShown(List<PoolStatus> pools) -> detailed ? PoolText.of(pools) : PoolText.list(pools);
            case Reply.LogShown(List<Reply.LoggedLine> lines) -> LogCommands.text(lines, now.getZone());
            case Reply.Reloaded(boolean _, List<Change> changes) -> changes(changes);
            case Reply.Faulty(List<String> _) -> "";
            case Reply.Done(), Reply.Following _, Reply.Watching _ -> "";
            case Reply.Refused(String _) -> "";
        };
    }

    private static String changes(List<Change> changes) {
        StringBuilder text = new StringBuilder();
        changes.forEach(change -> text.append(clean(change.text())).append('\n'));
        return text.isEmpty() ? "nothing changes\n" : text.toString();
    }

    /// What was asked for by name or id and is not there; empty if all is.
    static String missing(Request request, Reply reply) {
        if (request instanceof Request.ShowTunnels(Optional<Selector> tunnel)
                && tunnel.isPresent()
                && reply instanceof Reply.TunnelsShown(List<TunnelStatus> tunnels)
                && tunnels.isEmpty()) {
            return "there is no tunnel " + selector(tunnel.get());
        }
        if (request instanceof Request.ShowSessions(Optional<Selector> tunnel, Optional<Selector> session)
                && session.isPresent()
                && reply instanceof Reply.SessionsShown(List<SessionStatus> sessions)
                && sessions.isEmpty()) {
            return "there is no session " + selector(session.get())
                    + (tunnel.isPresent() ? " in tunnel " + selector(tunnel.get()) : "");
        }
        return "";
    }

    private static String selector(Selector selector) {
        return switch (selector) {
            case Selector.ByName(String name) -> "\"" + name + "\"";
            case Selector.ById(int id) -> "@" + Integer.toUnsignedString(id);
        };
    }

    static String yesNo(boolean value) {
        return value ? "YES" : "NO";
    }

    static String onOff(boolean value) {
        return value ? "ON" : "OFF";
    }

    /// In quotes, or NOT SET.
    static String quoted(Optional<String> value) {
        return value.isPresent() ? "\"" + value.get() + "\"" : "NOT SET";
    }

    /// As it is, or NOT SET.
    static String plain(Optional<?> value) {
        return value.isPresent() ? value.get().toString() : "NOT SET";
    }

    /// As it is, or `-`: for a column.
    static String cell(Optional<?> value) {
        return value.isPresent() ? value.get().toString() : "-";
    }

    static String limit(long value) {
        return value == 0 ? "(unlimited)" : Long.toString(value);
    }

    /// `60 seconds`, or OFF for zero.
    static String timeout(Duration value) {
        return value.isZero() ? "OFF" : seconds(value);
    }

    static String seconds(Duration value) {
        long millis = value.toMillis();
        return (millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0)) + " seconds";
    }

    /// HH:MM:SS, the hours with as many digits as they need.
    static String upTime(long seconds) {
        return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
    }

    /// The moment `seconds` ago, in local time.
    static String ago(long seconds, Clock now) {
        return MOMENT.format(ZonedDateTime.now(now).minusSeconds(seconds));
    }

    private static String two(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }

    /// `UP` for an established one; else the state as it is called, in capitals.
    static String shortState(String state) {
        return state.equals("Established") ? "UP" : state.toUpperCase(Locale.ROOT);
    }

    static String traceFlags(int mask) {
        if ((mask & TraceCategory.INHERITED) != 0) {
            return "NOT SET";
        }
        StringBuilder text = new StringBuilder();
        for (TraceCategory category : TraceCategory.values()) {
            if (category.in(mask)) {
                text.append(text.isEmpty() ? "" : " ").append(category.name());
            }
        }
        return text.isEmpty() ? "NONE" : text.toString();
    }

    static void data(StringBuilder text, DataCounters data) {
        text.append("  Data statistics:-\n");
        text.append("    rx: packets: ").append(data.rxPackets());
        text.append(", bytes: ").append(data.rxOctets());
        text.append(", errors: ").append(data.rxErrors());
        text.append(", out of sequence: ").append(data.rxOutOfSequencePackets());
        text.append(", discarded: ").append(data.rxOutOfSequenceDiscards()).append('\n');
        text.append("    tx: packets: ").append(data.txPackets());
        text.append(", bytes: ").append(data.txOctets());
        text.append(", errors: ").append(data.txErrors()).append('\n');
    }

    /// Without control characters: a peer's text must not write lines of its own, nor control the terminal.
    static String clean(String text) {
        int first = 0;
        while (first < text.length() && !Character.isISOControl(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        char[] chars = text.toCharArray();
        for (int i = first; i < chars.length; i++) {
            chars[i] = Character.isISOControl(chars[i]) ? '?' : chars[i];
        }
        return new String(chars);
    }

    /// Names and values of a paragraph, one line each.
    static void facts(StringBuilder text, Map<String, String> facts) {
        facts.forEach((name, value) -> line(text, "  ", name.replace('_', ' '), ": ", value));
    }

    /// A line of a paragraph.
    static void line(StringBuilder text, String... parts) {
        text.append("  ");
        for (String part : parts) {
            text.append(clean(part));
        }
        text.append('\n');
    }
}
