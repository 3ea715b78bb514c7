package org.prol2tp.daemon;

import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// Where log lines go. May be called from any thread; never blocks for long and never throws.
public interface Log extends AutoCloseable {
    /// Writes one line. `text` has no line break.
    void write(LogLevel level, String text);

    /// Writes what still waits, then lets go of whatever the log holds.
    @Override
    default void close() {}
}
