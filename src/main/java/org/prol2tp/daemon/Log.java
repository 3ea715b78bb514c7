package org.prol2tp.daemon;

import java.util.List;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Reply;

/// Where log lines go. May be called from any thread; never blocks for long and never throws.
public interface Log extends AutoCloseable {
    /// Writes one line. `text` has no line break.
    void write(LogLevel level, String text);

    /// Writes one line that may name a tunnel and a session for those who collect logs.
    default void write(LogLevel level, LogLine line) {
        write(level, line.toString());
    }

    /// Whether lines of this level are written at all, as the level is set now.
    default boolean writes(LogLevel level) {
        return true;
    }

    /// From now on lines of `threshold` and graver are written.
    default void level(LogLevel threshold) {}

    /// Writes what waits, then opens a log file anew, which may have been moved by then, and looks for syslog servers
    /// again. Returns at once.
    default void reopen() {}

    /// The last lines written, oldest first; at most `most`.
    default List<Reply.LoggedLine> last(int most) {
        return List.of();
    }

    /// Forgets the lines that [#last] gives.
    default void clear() {}

    /// How many lines are missing where they should be: the disk was full, nobody took them, there were too many.
    default long lost() {
        return 0;
    }

    /// Waits until what was written so far is where it should be, but not for long.
    default void flush() {}

    /// Writes what still waits, then lets go of whatever the log holds.
    @Override
    default void close() {}
}
