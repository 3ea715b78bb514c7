package org.prol2tp.daemon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.prol2tp.protocol.node.Reply;

/// The last lines of the log, for `prol2tp show log`. Its owner sees to it that one thread at a time is in here.
final class LogRing {
    /// Lines kept: what an operator may want to scroll through.
    static final int MAX_LINES = 2_000;

    /// Characters kept, of all lines: long trace lines do not make it grow over half a megabyte.
    static final int MAX_CHARACTERS = 256 << 10;

    private final ArrayDeque<LogRecord> lines = new ArrayDeque<>();
    private int characters;

    /// Adds a line; the oldest go where there are too many.
    void add(LogRecord line) {
        lines.addLast(line);
        characters += line.text().length();
        while (lines.size() > MAX_LINES || characters > MAX_CHARACTERS && lines.size() > 1) {
            characters -= lines.removeFirst().text().length();
        }
    }

    /// The last `most` lines, oldest first.
    List<Reply.LoggedLine> last(int most) {
        List<Reply.LoggedLine> last = new ArrayList<>();
        int skip = lines.size() - most;
        for (LogRecord line : lines) {
            if (skip-- <= 0) {
                last.add(new Reply.LoggedLine(line.atMs(), line.level().name().toLowerCase(Locale.ROOT), line.text()));
            }
        }
        return last;
    }

    void clear() {
        lines.clear();
        characters = 0;
    }
}
