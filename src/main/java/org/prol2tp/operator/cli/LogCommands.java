package org.prol2tp.operator.cli;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;

/// `show log` and `clear log`: the lines that the daemon keeps in memory.
final class LogCommands {
    private static final String LINES = "--lines";

    private LogCommands() {}

    static Command show() {
        return Command.asking("log", "The last lines of the daemon's log, from its memory.", LogCommands::request)
                .options(Option.value("-n", LINES, "N", "The last N lines only."));
    }

    static Command clear() {
        return Command.group(
                "clear",
                "Forget what the daemon has gathered.",
                Command.asking("log", "The log lines in the daemon's memory.", _ -> new Request.ClearLog()));
    }

    private static Request request(Given given) {
        return new Request.ShowLog(
                given.number(LINES, 0, Integer.MAX_VALUE).map(Long::intValue).orElse(Request.ShowLog.ALL));
    }

    /// One line each, as a terminal shows them: `2026-01-31 12:34:56.789 notice tunnel up …`, in the time of this zone.
    static String text(List<Reply.LoggedLine> lines, ZoneId zone) {
        StringBuilder text = new StringBuilder();
        for (Reply.LoggedLine line : lines) {
            text.append(time(line.atMs(), zone)).append(' ');
            text.append(Text.clean(line.level())).append(' ');
            text.append(Text.clean(line.text())).append('\n');
        }
        return text.toString();
    }

    /// To the millisecond, always with three digits.
    private static String time(long atMs, ZoneId zone) {
        LocalDateTime second = LocalDateTime.ofInstant(Instant.ofEpochSecond(Math.floorDiv(atMs, 1_000)), zone);
        String clock = second.toLocalTime().toString(); // HH:mm where the seconds are 0
        return second.toLocalDate()
                + " "
                + (clock.length() == 5 ? clock + ":00" : clock)
                + "."
                + Long.toString(1_000 + Math.floorMod(atMs, 1_000)).substring(1);
    }
}
