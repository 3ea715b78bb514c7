package org.prol2tp.daemon;

import java.io.IOException;
import java.util.List;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnProcess;
import org.prol2tp.operator.config.DaemonSettings;

/// prol2tpd: reads its command line and its config file, then checks or runs.
public final class Main {
    /// The exit statuses.
    private static final int DONE = 0;

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Main() {}

    /// Runs it, and ends the JVM with its exit status.
    public static void main(String[] args) {
        CommandLine line = CommandLine.parse(List.of(args));
        int status = run(line);
        System.out.flush();
        if (status == DONE && launches(line)) {
            OwnProcess.exitNow(DONE); // the JDK's thread that waits for the daemon's end would hold up System.exit
        }
        System.exit(status);
    }

    /// Runs it. Returns the exit status.
    static int run(List<String> words) {
        return run(CommandLine.parse(words));
    }

    private static int run(CommandLine line) {
        return switch (line) {
            case CommandLine.ShowHelp _ -> {
                System.out.print(CommandLine.HELP);
                yield DONE;
            }
            case CommandLine.ShowVersion _ -> {
                System.out.println("prol2tpd " + Version.TEXT);
                yield DONE;
            }
            case CommandLine.Wrong(var why) -> {
                System.err.println("prol2tpd: " + why);
                System.err.println("Try 'prol2tpd -h'.");
                yield WRONG_USE;
            }
            case CommandLine.Run run -> run(run);
        };
    }

    /// Whether this process only starts another, the daemon.
    private static boolean launches(CommandLine line) {
        return line instanceof CommandLine.Run run && !run.checkOnly() && !run.foreground() && !Background.isDaemon();
    }

    private static int run(CommandLine.Run run) {
        if (run.checkOnly()) {
            return check(run);
        }
        if (run.foreground()) {
            return serve(run, () -> {});
        }
        if (launches(run)) {
            return Background.launch(System.out, System.err);
        }
        try {
            Background.begin();
            return serve(run.withAbsolutePaths(), Background::ready);
        } catch (LinuxException e) {
            System.err.println("prol2tpd: cannot go to the background: " + e.getMessage());
            return FAILED;
        }
    }

    private static int check(CommandLine.Run run) {
        return switch (ConfigFiles.read(run.configFile(), run.traceFlags())) {
            case ConfigFiles.Result.Bad(var file, var lines) -> {
                System.out.println("Using config file: " + file);
                System.out.flush();
                yield refuse(lines);
            }
            case ConfigFiles.Result.Unreadable(var file, var why) -> {
                System.out.println("Using config file: " + file);
                System.out.flush();
                System.err.println(why);
                yield FAILED;
            }
            case ConfigFiles.Result.Good(var file, var parsed) -> {
                parsed.warnings().forEach(warning -> System.err.println("warning: " + warning));
                System.out.println("Using config file: " + file);
                System.out.println("Config file OK.");
                yield DONE;
            }
        };
    }

    private static int serve(CommandLine.Run run, Daemon.Ready ready) {
        return switch (ConfigFiles.read(run.configFile(), run.traceFlags())) {
            case ConfigFiles.Result.Bad(var _, var lines) -> refuse(lines);
            case ConfigFiles.Result.Unreadable(var _, var why) -> {
                System.err.println(why);
                yield FAILED;
            }
            case ConfigFiles.Result.Good good -> {
                yield serve(run, good, ready);
            }
        };
    }

    private static int serve(CommandLine.Run run, ConfigFiles.Result.Good good, Daemon.Ready ready) {
        DaemonSettings settings = good.parsed().daemon();
        try {
            LogTargets targets = LogTargets.choose(run, settings, System.getenv());
            try (Log log = new LogThread(targets.target(), settings.logLevel()).start();
                    SystemdNotify systemd = SystemdNotify.open(
                            System.getenv(), ProcessHandle.current().pid())) {
                log.write(
                        DaemonSettings.LogLevel.INFO,
                        new LogLine("prol2tpd " + Version.TEXT + " starts")
                                .with("config", good.file())
                                .toString());
                good.parsed()
                        .warnings()
                        .forEach(warning -> log.write(DaemonSettings.LogLevel.WARNING, warning.toString()));
                Daemon.Ready served = () -> {
                    log.flush();
                    targets.start().started();
                    ready.ready();
                };
                return Daemon.run(run, good, log, systemd, served) ? DONE : FAILED;
            }
        } catch (IOException e) {
            System.err.println("prol2tpd: the log file cannot be opened: " + e.getMessage());
            return FAILED;
        }
    }

    private static int refuse(List<String> lines) {
        lines.forEach(System.err::println);
        System.err.println("Config file has errors.");
        return FAILED;
    }
}
