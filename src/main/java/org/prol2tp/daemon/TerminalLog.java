package org.prol2tp.daemon;

import java.io.PrintStream;
import java.util.Locale;

/// Log lines on a terminal: `2026-01-31 12:34:56.789 notice tunnel up …`. Control characters, which may stem from a
/// peer, are shown as `?`.
final class TerminalLog implements LogTarget {
    private final PrintStream out;

    /// Writes to `out`.
    TerminalLog(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(LogRecord line) {
        out.println(text(line));
    }

    @Override
    public void close() {
        out.flush();
    }

    /// A line as terminals and files show it.
    static String text(LogRecord line) {
        return LogTime.local(line.atMs())
                + ' '
                + line.level().name().toLowerCase(Locale.ROOT)
                + ' '
                + printable(line.text());
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
}
