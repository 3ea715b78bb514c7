package org.prol2tp.daemon;

import java.io.PrintStream;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// What goes wrong at the start of a daemon that logs elsewhere, told to whoever started it: `prol2tpd: cannot start:
/// …`.
final class StartLog implements LogTarget {
    private final PrintStream out;
    private volatile boolean started;

    StartLog(PrintStream out) {
        this.out = out;
    }

    /// Nobody listens any more.
    void started() {
        started = true;
    }

    @Override
    public void write(LogRecord line) {
        if (!started && line.level().compareTo(LogLevel.WARNING) <= 0) {
            out.println("prol2tpd: " + TerminalLog.printable(line.text()));
        }
    }
}
