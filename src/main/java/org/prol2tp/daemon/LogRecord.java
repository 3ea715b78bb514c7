package org.prol2tp.daemon;

import java.util.List;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// A line of the log on its way.
///
/// @param atMs milliseconds since 1970
/// @param fields `NAME=value`, for logs that keep fields apart: which tunnel and session it is about
record LogRecord(long atMs, LogLevel level, String text, List<String> fields) {
    /// Severity as RFC 5424 §6.2.1 numbers it: 3 (error) to 7 (debug).
    int severity() {
        return level.ordinal() + 3;
    }
}
