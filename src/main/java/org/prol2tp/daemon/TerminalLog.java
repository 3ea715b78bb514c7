package org.prol2tp.daemon;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// Log lines on a terminal: `2026-01-31 12:34:56.789 notice tunnel up …`. Control characters, which may stem from a
/// peer, are shown as `?`.
public final class TerminalLog implements Log {
    private final PrintStream out;
    private final LogLevel threshold;

    /// Writes lines of `threshold` and graver to `out`.
    public TerminalLog(PrintStream out, LogLevel threshold) {
        this.out = out;
        this.threshold = threshold;
    }

    @Override
    public void write(LogLevel level, String text) {
        if (level.compareTo(threshold) <= 0) {
            out.println(timestamp(LocalDateTime.now(ZoneId.systemDefault()))
                    + ' '
                    + level.name().toLowerCase(Locale.ROOT)
                    + ' '
                    + printable(text));
        }
    }

    @Override
    public void close() {
        out.flush();
    }

    /// `text` with every control character replaced, so that a peer's host name cannot drive the terminal.
    static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> Character.isISOControl(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    /// `2026-01-31 12:34:56.789`, by hand: a formatter's classes cost a tenth of the start-up time.
    static String timestamp(LocalDateTime at) {
        StringBuilder text = new StringBuilder(24);
        digits(text, at.getYear(), 4).append('-');
        digits(text, at.getMonthValue(), 2).append('-');
        digits(text, at.getDayOfMonth(), 2).append(' ');
        digits(text, at.getHour(), 2).append(':');
        digits(text, at.getMinute(), 2).append(':');
        digits(text, at.getSecond(), 2).append('.');
        return digits(text, at.getNano() / 1_000_000, 3).toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int width) {
        String plain = Integer.toString(number);
        return text.repeat('0', Math.max(0, width - plain.length())).append(plain);
    }
}
