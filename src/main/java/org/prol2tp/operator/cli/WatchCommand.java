package org.prol2tp.operator.cli;

import java.io.IOException;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.operator.ctl.RequestLine;
import org.prol2tp.operator.ctl.StreamLine;
import org.prol2tp.operator.ctl.StreamLine.Member;
import org.prol2tp.protocol.node.EventKind;
import org.prol2tp.protocol.node.Request;

/// `watch`: the comings and goings of tunnels and sessions as they happen.
final class WatchCommand {
    private static final String SESSIONS = "--sessions";
    private static final String TUNNELS = "--tunnels";
    private static final String SECONDS = "--for";
    private static final String EVENTS = "--events";
    private static final String VERBOSE = "--verbose";
    private static final String TIMES = "--times";
    private static final String CSV = "--csv";

    /// What is told with `-v` only.
    private static final Set<String> DETAILS =
            Set.of("version", "encap", "peer", "peer_host", "pseudowire", "interface", "user");

    /// The columns of `-c`; each line has all of them.
    private static final List<String> COLUMNS = List.of(
            "handle",
            "tid",
            "sid",
            "name",
            "profile",
            "pw_profile",
            "peer_tid",
            "peer_sid",
            "result",
            "error",
            "message",
            "version",
            "encap",
            "peer",
            "peer_host",
            "pseudowire",
            "interface",
            "user",
            "lost",
            "circuit",
            "peer_circuit");

    private WatchCommand() {}

    static Command watch() {
        return Command.running("watch", "Tunnels and sessions as they come and go.", WatchCommand::run)
                .options(
                        Option.value("-T", SECONDS, "SECONDS", "End after this long."),
                        Option.value("-n", EVENTS, "N", "End after so many events."),
                        Option.flag("-v", VERBOSE, "Tell of each more than its ids and names."),
                        Option.flag("-p", TIMES, "The time before each line."),
                        Option.flag("-c", CSV, "Comma-separated values, names in the first line."),
                        Option.value(
                                "-s",
                                SESSIONS,
                                "LIST",
                                "Which events of sessions: created, up, circuit, down, deleted, none."),
                        Option.value("-t", TUNNELS, "LIST", "Which events of tunnels, likewise."));
    }

    private static int run(Given given, Terminal terminal) throws IOException {
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        kinds.addAll(kinds(given.option(TUNNELS), "TUNNEL_"));
        kinds.addAll(kinds(given.option(SESSIONS), "SESSION_"));
        long most = given.number(EVENTS, 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        boolean counts = given.option(EVENTS).isPresent();
        int late = counts ? Main.TIME_OVER : Main.DONE;
        given.number(SECONDS, 1, 86_400 * 365L).ifPresent(seconds -> Following.endAfter(seconds, late, terminal));
        boolean csv = given.flag(CSV);
        long[] seen = {0};
        int status = Following.follow(
                RequestLine.encode(new Request.Watch(kinds)),
                terminal,
                line -> {
                    if (line.event().equals(StreamLine.END)) {
                        return false;
                    }
                    boolean lost = line.event().equals(StreamLine.LOST);
                    if (terminal.form() != Terminal.Form.TEXT) {
                        terminal.json(line.encode());
                    } else if (csv) {
                        terminal.out().println(csv(line, given.flag(TIMES)));
                    } else if (lost) {
                        terminal.complain(line.value("lost") + " events were lost");
                    } else {
                        terminal.out().println(text(line, given.flag(VERBOSE), given.flag(TIMES)));
                    }
                    return !terminal.isDeaf() && (lost || ++seen[0] < most);
                },
                csv && terminal.form() == Terminal.Form.TEXT ? csvHead(given.flag(TIMES)) : "");
        boolean tooFew = counts && seen[0] < most && !terminal.isDeaf();
        if (status == Main.DONE && tooFew) {
            terminal.complain("the daemon ended after " + seen[0] + " events");
            return Main.UNREACHABLE;
        }
        return status;
    }

    private static Set<EventKind> kinds(Optional<String> list, String prefix) {
        Map<String, EventKind> words = new LinkedHashMap<>();
        EventKind.all().stream()
                .filter(kind -> kind.name().startsWith(prefix))
                .forEach(
                        kind -> words.put(kind.name().substring(prefix.length()).toLowerCase(Locale.ROOT), kind));
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        for (String word :
                list.map(it -> it.split(",", -1)).orElseGet(() -> words.keySet().toArray(String[]::new))) {
            String name = word.strip().toLowerCase(Locale.ROOT);
            if (words.containsKey(name)) {
                kinds.add(words.get(name));
            } else if (!name.equals("none")) {
                String all = String.join(", ", words.keySet());
                throw new WrongUse("\"" + word + "\" is no event; there are " + all + ", none");
            }
        }
        return kinds;
    }

    /// `SESSION UP: handle=3 tid=1 sid=2 …`
    static String text(StreamLine line, boolean verbose, boolean time) {
        StringBuilder text = new StringBuilder();
        if (time) {
            text.append(Following.time(line.unixMicros(), ZoneId.systemDefault()))
                    .append(' ');
        }
        text.append(line.event().toUpperCase(Locale.ROOT).replace('_', ' ')).append(':');
        for (Member member : line.members()) {
            if (verbose || !DETAILS.contains(member.name())) {
                String value = Text.clean(member.value());
                text.append(' ').append(member.name()).append('=');
                text.append(member.isText() ? "'" + value.replace("'", "\\'") + "'" : value);
            }
        }
        return text.toString();
    }

    private static String csvHead(boolean time) {
        return (time ? "time," : "") + "event," + String.join(",", COLUMNS);
    }

    static String csv(StreamLine line, boolean time) {
        StringBuilder text = new StringBuilder();
        if (time) {
            text.append(Following.time(line.unixMicros(), ZoneId.systemDefault()))
                    .append(',');
        }
        text.append(line.event());
        for (String column : COLUMNS) {
            String value = Text.clean(line.value(column));
            boolean quoted = value.contains(",") || value.contains("\"");
            text.append(',').append(quoted ? "\"" + value.replace("\"", "\"\"") + "\"" : value);
        }
        return text.toString();
    }
}
