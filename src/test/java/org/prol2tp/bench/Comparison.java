package org.prol2tp.bench;

import java.util.List;
import java.util.Optional;

/// The table of the README: ours beside the others, medians.
final class Comparison {
    private static final String BEGIN = "<!-- make bench writes from here -->\n";
    private static final String END = "<!-- to here -->\n";
    private static final String NOBODY = "-";

    /// One line: of which part and case, in which unit, and who stands in each column.
    private record Row(String title, String part, String scenario, String unit, List<String> who) {}

    private static final List<Row> ROWS = List.of(
            path("TCP through one session, up, Mbit/s", "tcp-up", "Mbit/s"),
            path("the same, down", "tcp-down", "Mbit/s"),
            path("up, no segmentation offload on the wire", "tcp-up-plain-wire", "Mbit/s"),
            path("64-octet packets/s delivered, up", "packets-up", "packets/s"),
            path("the same, down", "packets-down", "packets/s"),
            path("for each CPU second of the LNS, up", "packets-up", "packets/CPU-s"),
            path("idle ping, ms", "ping", "ms"),
            row("tunnels set up per second", "setup", "tunnels", "tunnels/s", "prol2tp"),
            setup("sessions set up per second, control only", "sessions", "sessions/s", "prol2tp"),
            setup("cold: the first 20,000 after the start", "sessions-cold", "sessions/s", "prol2tp"),
            setup("CPU seconds per 1,000 sessions", "sessions-cpu", "s-per-1000", "prol2tp"),
            setup(
                    "sessions per second with PPP, one interface for all",
                    "ppp-sessions",
                    "sessions/s",
                    "prol2tp-shared"),
            setup("with PPP, an interface for each", "ppp-sessions", "sessions/s", "prol2tp"),
            row("resident, 50,000 sessions with PPP held, MB", "memory", "resident", "MB", "prol2tp-ppp-50000"),
            row("CPU for 50,000 idle sessions, % of a core", "memory", "idle", "percent-of-a-core", "prol2tp"),
            row("resident, 9,000 sessions held, MB", "setup", "resident-9000-held", "MB", NOBODY, NOBODY, "l2tpns"),
            row("start to listening, ms", "startup", "listening", "ms", "prol2tpd"));

    private Comparison() {}

    private static Row path(String title, String scenario, String unit) {
        return row(title, "datapath", scenario, unit, "prol2tp-ppp", "prol2tp-ebpf-ppp", "l2tpns", NOBODY, "vxlan");
    }

    private static Row setup(String title, String scenario, String unit, String ours) {
        String theirs = scenario.startsWith("ppp") && ours.equals("prol2tp") ? NOBODY : "l2tpns";
        return row(title, "setup", scenario, unit, ours, NOBODY, theirs, "xl2tpd");
    }

    private static Row row(String title, String part, String scenario, String unit, String... who) {
        return new Row(title, part, scenario, unit, List.of(who));
    }

    /// The table; what was not measured is left empty, a line that nobody was measured in is left out.
    static String table(List<PartResult> results) {
        StringBuilder text = new StringBuilder("""
                | | prol2tpd | by eBPF | l2tpns | xl2tpd | kernel's VXLAN |
                |---|---|---|---|---|---|
                """);
        for (Row row : ROWS) {
            StringBuilder cells = new StringBuilder();
            boolean measured = false;
            for (int i = 0; i < 5; i++) {
                String who = i < row.who.size() ? row.who.get(i) : NOBODY;
                Optional<Series> series = results.stream()
                        .filter(result -> result.part().equals(row.part))
                        .findFirst()
                        .flatMap(result -> result.find(row.scenario, who, row.unit));
                measured |= series.isPresent();
                cells.append(" |")
                        .append(series.map(each -> ' ' + Report.number(each.median()))
                                .orElse(""));
            }
            if (measured) {
                text.append("| ").append(row.title).append(cells).append(" |\n");
            }
        }
        return text.toString();
    }

    /// The text with the table between its two remarks replaced.
    ///
    /// @throws IllegalArgumentException if they are not there
    static String replace(String text, String table) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no place for the table");
        }
        return text.substring(0, begin + BEGIN.length()) + '\n' + table + '\n' + text.substring(end);
    }
}
