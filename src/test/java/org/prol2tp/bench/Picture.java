package org.prol2tp.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Pictures of the results, as SVG.
final class Picture {
    private static final int WIDTH = 760;
    private static final int NAMES = 190;
    private static final int BAR = 16;
    private static final String STYLE = """
            <style>text{font:12px sans-serif;fill:#24292f}.title{font-weight:bold}.ours{fill:#0969da}.other{fill:#8c959f}\
            .line{fill:none;stroke:#0969da;stroke-width:2}.axis{stroke:#8c959f}</style>
            <rect width="100%" height="100%" fill="#fff"/>
            """;

    /// One panel of bars: a case of one part, all who were measured in it.
    private record Panel(String title, String part, String scenario, String unit) {}

    private static final List<Panel> PANELS = List.of(
            new Panel("TCP through one session, one stream: Mbit/s", "datapath", "tcp-up", "Mbit/s"),
            new Panel(
                    "The same, no segmentation offload on the wire: Mbit/s", "datapath", "tcp-up-plain-wire", "Mbit/s"),
            new Panel("64-octet packets delivered: packets/s", "datapath", "packets-up", "packets/s"),
            new Panel("Sessions set up, control only: sessions/s", "setup", "sessions", "sessions/s"),
            new Panel("Sessions set up, with PPP up to IPCP: sessions/s", "setup", "ppp-sessions", "sessions/s"),
            new Panel("Resident memory, sessions held as the name says: MB", "memory", "resident", "MB"));

    private Picture() {}

    /// Bars of what users ask first: TCP, packets, sessions per second, memory; ours beside the peers.
    static String comparison(List<PartResult> results) {
        StringBuilder body = new StringBuilder();
        int y = 10;
        for (Panel panel : PANELS) {
            List<Series> bars = results.stream()
                    .filter(result -> result.part().equals(panel.part))
                    .flatMap(result -> result.series().stream())
                    .filter(each -> each.scenario().equals(panel.scenario)
                            && each.unit().equals(panel.unit))
                    .toList();
            double most = bars.stream().mapToDouble(Series::median).max().orElse(0);
            if (most > 0) {
                y += 18;
                body.append(text(10, y, "title", panel.title));
                for (Series bar : bars) {
                    y += BAR + 4;
                    double width = (WIDTH - NAMES - 90) * bar.median() / most;
                    body.append(text(20, y, "name", bar.who()));
                    body.append(String.format(
                            Locale.ROOT,
                            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                            bar.who().startsWith("prol2tp") ? "ours" : "other",
                            NAMES,
                            y - BAR + 4,
                            Math.max(width, 1),
                            BAR));
                    body.append(text(NAMES + (int) width + 6, y, "value", Report.number(bar.median())));
                }
                y += 14;
            }
        }
        return svg(y + 10, body);
    }

    /// The curve of what a session costs, from few to many: cases `1000`, `2000`, … of the part `cost`, one line for
    /// each unit.
    static String cost(List<PartResult> results) {
        List<Series> points = results.stream()
                .filter(result -> result.part().equals("cost"))
                .flatMap(result -> result.series().stream())
                .toList();
        StringBuilder body = new StringBuilder();
        int y = 0;
        for (String unit : points.stream().map(Series::unit).distinct().toList()) {
            List<Series> line =
                    points.stream().filter(each -> each.unit().equals(unit)).toList();
            body.append(curve(line, unit, y));
            y += 190;
        }
        return svg(Math.max(y, 20), body);
    }

    private static String curve(List<Series> line, String unit, int top) {
        double most = line.stream().mapToDouble(Series::median).max().orElse(1);
        double least = Math.log10(number(line.getFirst()).orElse(1.0));
        double span = Math.max(Math.log10(number(line.getLast()).orElse(10.0)) - least, 0.1);
        int bottom = top + 155;
        List<String> points = new ArrayList<>();
        StringBuilder body = new StringBuilder(text(10, top + 20, "title", unit + ", by sessions held"));
        body.append(String.format(
                "<line class=\"axis\" x1=\"60\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", bottom, WIDTH - 30, bottom));
        for (Series each : line) {
            int x = 70 + (int) ((WIDTH - 150) * (Math.log10(number(each).orElse(1.0)) - least) / span);
            int y = bottom - (int) (100 * each.median() / Math.max(most, 1e-9));
            points.add(x + "," + y);
            body.append(text(x - 15, bottom + 16, "name", each.scenario()));
            body.append(text(x - 8, y - 6, "value", Report.number(each.median())));
        }
        return body + "<polyline class=\"line\" points=\"" + String.join(" ", points) + "\"/>\n";
    }

    private static Optional<Double> number(Series series) {
        return series.scenario().matches("[0-9]+") ? Optional.of(Double.valueOf(series.scenario())) : Optional.empty();
    }

    private static String text(int x, int y, String style, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
        return String.format("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", style, x, y, escaped);
    }

    private static String svg(int height, CharSequence body) {
        return String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n%s%s</svg>%n",
                WIDTH, height, WIDTH, height, STYLE, body);
    }
}
