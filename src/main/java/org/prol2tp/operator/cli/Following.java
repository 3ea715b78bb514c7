package org.prol2tp.operator.cli;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.operator.ctl.StreamLine;
import org.prol2tp.protocol.node.Reply;

/// Lines that the daemon sends as things happen, after one request.
final class Following {
    private Following() {}

    /// Takes a line of the stream.
    interface Lines {
        /// False: no more of them are wanted.
        boolean take(StreamLine line) throws IOException;
    }

    /// Asks and hands over what follows; gives the exit status.
    ///
    /// @param head printed once the daemon has agreed; empty: nothing
    static int follow(String request, Terminal terminal, Lines lines, String head) throws IOException {
        int[] status = {Main.DONE};
        boolean[] agreed = {false};
        boolean[] enough = {false};
        IOException[] failure = new IOException[1];
        terminal.daemon().follow(request, line -> {
            if (!agreed[0]) {
                agreed[0] = true;
                if (ReplyLine.decode(line) instanceof Reply.Refused(String reason)) {
                    terminal.complain(reason);
                    status[0] = Main.REFUSED;
                    enough[0] = true;
                    return false;
                }
                if (!head.isEmpty()) {
                    terminal.out().println(head);
                }
                return true;
            }
            Optional<StreamLine> read = StreamLine.decode(line);
            try {
                enough[0] = read.isPresent() && !lines.take(read.get());
                return !enough[0];
            } catch (IOException failed) {
                failure[0] = failed;
                return false;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        if (!enough[0]) {
            throw new IOException("the daemon broke off");
        }
        return status[0];
    }

    /// Ends the program in order, with this status, when this time is over.
    static void endAfter(long seconds, int status, Terminal terminal) {
        Thread end = new Thread("end") {
            @Override
            public void run() {
                try {
                    Thread.sleep(seconds * 1_000);
                } catch (InterruptedException over) {
                    return;
                }
                terminal.out().flush();
                Runtime.getRuntime().halt(status);
            }
        };
        end.setDaemon(true);
        end.start();
    }

    /// `2026-01-31 12:34:56.789012`.
    static String time(long unixMicros, ZoneId zone) {
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(unixMicros, 1_000_000L), Math.floorMod(unixMicros, 1_000_000L) * 1_000L);
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        return "%s %02d:%02d:%02d.%06d"
                .formatted(
                        local.toLocalDate(),
                        local.getHour(),
                        local.getMinute(),
                        local.getSecond(),
                        Math.floorMod(unixMicros, 1_000_000L));
    }
}
