package org.prol2tp.sim;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.prol2tp.protocol.wire.Text;

/// What was sent between two nodes, one line a packet: seconds since the start, who sent it, what it is.
public final class Transcript {
    private record Line(long atNs, String from, String what, byte[] octets) {}

    private final List<Line> lines = new ArrayList<>();

    private boolean kept = true;

    /// Keep nothing: for long runs.
    public void keepNothing() {
        kept = false;
        lines.clear();
    }

    void datagram(long atNs, String from, byte[] octets) {
        add(new Line(atNs, from, "", octets));
    }

    void pppFrame(long atNs, String from, FakeDataPlane.Ids ids, byte[] frame) {
        add(new Line(atNs, from, "PPP " + ids.tunnel() + "/" + ids.session(), frame));
    }

    private void add(Line line) {
        if (kept) {
            lines.add(line);
        }
    }

    /// All control datagrams.
    public List<byte[]> datagrams() {
        return lines.stream()
                .filter(line -> line.what.isEmpty())
                .map(Line::octets)
                .toList();
    }

    /// All PPP frames.
    public List<byte[]> pppFrames() {
        return lines.stream()
                .filter(line -> !line.what.isEmpty())
                .map(Line::octets)
                .toList();
    }

    /// The last `count` lines.
    public String tail(int count) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines.subList(Math.max(0, lines.size() - count), lines.size())) {
            text.append(print(line)).append('\n');
        }
        return text.toString();
    }

    /// How many datagrams with this message were sent.
    public long count(String messageName) {
        return lines.stream()
                .filter(line -> line.what.isEmpty() && Text.of(line.octets).startsWith(messageName + " "))
                .count();
    }

    /// All lines.
    public String text() {
        return tail(lines.size());
    }

    private static String print(Line line) {
        String what = line.what.isEmpty()
                ? Text.of(line.octets)
                : line.what + " " + HexFormat.of().formatHex(line.octets);
        return "%d.%03d %s %s".formatted(line.atNs / 1_000_000_000, line.atNs / 1_000_000 % 1_000, line.from, what);
    }
}
