package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.operator.config.DaemonSettings;

/// Chooses where the log goes:
///
/// - with `-o`, to that file;
/// - else in the foreground to the terminal, or to systemd's journal if that is what standard error is connected to;
/// - else to syslog;
/// - and to a syslog server as well, if one is configured.
///
/// Where this is not the terminal, it hears of what goes wrong until the daemon is ready.
record LogTargets(LogTarget target, StartLog start) {
    private static final String SYSLOG = "/dev/log";
    private static final String JOURNAL = "/run/systemd/journal/socket";

    /// @param environment the process's variables
    /// @throws IOException if the log file cannot be opened
    static LogTargets choose(CommandLine.Run run, DaemonSettings settings, Map<String, String> environment)
            throws IOException {
        LogText text = new LogText(
                run.logFacility(), hostName(), ProcessHandle.current().pid());
        StartLog start = new StartLog(System.err);
        LogTarget target;
        if (run.logFile().isPresent()) {
            LogTarget otherWay = run.foreground() ? new TerminalLog(System.err) : new UnixLog(SYSLOG, text::local);
            target = new LogTarget.Both(new FileLog(Path.of(run.logFile().get()), otherWay), start);
        } else if (!run.foreground()) {
            UnixLog syslog = new UnixLog(SYSLOG, text::local);
            syslog.connect()
                    .ifPresent(why -> System.err.println("prol2tpd: no syslog daemon is listening (" + why
                            + "): log lines wait in memory for 'prol2tp show log'"));
            target = new LogTarget.Both(syslog, start);
        } else if (isJournal(environment.get("JOURNAL_STREAM"))) {
            UnixLog journal = new UnixLog(JOURNAL, text::journal);
            target = journal.connect().isEmpty() ? journal : new TerminalLog(System.err);
        } else {
            target = new TerminalLog(System.err);
        }
        Optional<DaemonSettings.SyslogServer> server = settings.syslogServer();
        if (server.isPresent()) {
            target = new LogTarget.Both(
                    target,
                    new SyslogServerLog(server.get().host(), server.get().port(), text::rfc5424));
        }
        return new LogTargets(target, start);
    }

    /// Whether `stream`, device and inode as systemd sets them in JOURNAL_STREAM, is our standard error.
    static boolean isJournal(@org.jspecify.annotations.Nullable String stream) {
        if (stream == null) {
            return false;
        }
        try {
            Map<String, Object> error = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
            return stream.equals(error.get("dev") + ":" + error.get("ino"));
        } catch (IOException e) {
            return false;
        }
    }

    private static String hostName() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }
}
