package org.prol2tp.daemon;

import java.util.List;
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
        int status = run(List.of(args));
        System.out.flush();
        System.exit(status);
    }

    /// Runs it. Returns the exit status.
    static int run(List<String> words) {
        return switch (CommandLine.parse(words)) {
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

    private static int run(CommandLine.Run run) {
        return switch (ConfigFiles.read(run.configFile(), run.traceFlags())) {
            case ConfigFiles.Result.Bad(var file, var lines) -> {
                if (run.checkOnly()) {
                    System.out.println("Using config file: " + file);
                    System.out.flush();
                }
                lines.forEach(System.err::println);
                System.err.println("Config file has errors.");
                yield FAILED;
            }
            case ConfigFiles.Result.Unreadable(var file, var why) -> {
                if (run.checkOnly()) {
                    System.out.println("Using config file: " + file);
                    System.out.flush();
                }
                System.err.println(why);
                yield FAILED;
            }
            case ConfigFiles.Result.Good(var file, var parsed) -> {
                if (run.checkOnly()) {
                    System.out.println("Using config file: " + file);
                    System.out.println("Config file OK.");
                    yield DONE;
                }
                DaemonSettings settings = parsed.daemon();
                try (Log log = new LogThread(new TerminalLog(System.err, settings.logLevel())).start()) {
                    log.write(
                            DaemonSettings.LogLevel.INFO,
                            new LogLine("prol2tpd " + Version.TEXT + " starts")
                                    .with("config", file)
                                    .toString());
                    yield Daemon.run(Overrides.apply(run, parsed.settings()), settings, log) ? DONE : FAILED;
                }
            }
        };
    }
}
