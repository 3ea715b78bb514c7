package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.daemon.LiveDaemon.Ended;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.UnixReceiver;

/// What a shell, an init system and logrotate see of the daemon: real processes, real signals, real files.
@Timeout(180)
class ProcessTest {
    @TempDir
    private Path folder;

    private LiveDaemon daemon;

    @BeforeEach
    void aConfigFile() throws IOException {
        daemon = new LiveDaemon(folder);
    }

    @AfterEach
    void noProcessIsLeft() throws InterruptedException {
        daemon.end();
    }

    private long lines(String file, String text) {
        try (Stream<String> lines = Files.lines(folder.resolve(file))) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static String link(ProcessHandle process, String name) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/" + name))
                .toString();
    }

    @Test
    void itGoesToTheBackgroundAndTheCommandReturnsWhenItServes() throws IOException, InterruptedException {
        Ended start = daemon.run("x", "-o", "x.log");
        assertThat(start).isEqualTo(new Ended(0, "", ""));
        assertThat(daemon.serves("x")).isTrue();
        ProcessHandle process = daemon.process("x");
        List<String> stat = List.of(Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ", 5));
        assertThat(stat.get(3)).as("session").isEqualTo(Long.toString(process.pid()));
        assertThat(List.of(link(process, "fd/0"), link(process, "fd/1"), link(process, "fd/2")))
                .containsOnly("/dev/null");
        assertThat(link(process, "cwd")).isEqualTo("/");
        assertThat(lines("x.log", " notice ready ")).isEqualTo(1);

        // A second one is refused by the pid file, and by the port where that is another.
        assertThat(daemon.run("x", "-o", "second.log"))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "prol2tpd: cannot start: another prol2tpd is running as process " + process.pid()
                                + ": it holds " + folder + "/x.pid\n"));
        daemon.writeConfig("y", "");
        Ended third = daemon.run("y", "-o", "third.log");
        assertThat(third.status()).isEqualTo(1);
        assertThat(third.err())
                .isEqualTo("prol2tpd: cannot start: bind 127.0.0.1:" + daemon.port
                        + ": Address already in use [errno 98]; is another L2TP daemon running?\n");
        assertThat(Files.exists(folder.resolve("y.pid"))).isFalse();

        // A check may run beside it.
        assertThat(daemon.run("x", "-n")).isEqualTo(new Ended(0, "Using config file: x.conf\nConfig file OK.\n", ""));
        assertThat(daemon.serves("x")).isTrue();

        process.destroy();
        LiveDaemon.until("it ends", () -> !process.isAlive());
        assertThat(folder.resolve("x.pid")).doesNotExist();
        assertThat(folder.resolve("x.sock")).doesNotExist();
        assertThat(lines("x.log", " info prol2tpd ends")).isEqualTo(1);
    }

    @Test
    void whatIsWrongIsToldOnTheTerminalAndHasStatus1() throws IOException, InterruptedException {
        daemon.writeConfig("x", "no_such_word 1");
        Ended bad = daemon.run("x");
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.err())
                .isEqualTo(folder + "/x.conf:7:5: system: unknown keyword \"no_such_word\"\nConfig file has errors.\n");
        Ended missing = daemon.run("none");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo(folder + "/none.conf: no such file\n");
        daemon.writeConfig("x", "");
        Ended noLog = daemon.run("x", "-o", "none/x.log");
        assertThat(noLog.status()).isEqualTo(1);
        assertThat(noLog.err())
                .isEqualTo("prol2tpd: the log file cannot be opened: " + folder + "/none/x.log: no such file or"
                        + " directory\n");
        assertThat(daemon.run("x", "-X").status()).isEqualTo(2);
    }

    /// And who has the PPP where nobody is named is told.
    @Test
    void pppdIsRefusedWhereTheKernelDoesNotCarryTheSessions() throws IOException, InterruptedException {
        String none = Files.readString(folder.resolve("x.conf"));
        for (String dataPlane : List.of("none", "userspace")) {
            Files.writeString(folder.resolve("x.conf"), none.replace("data_plane none", "data_plane " + dataPlane));
            Ended refused = daemon.run("x", "-o", "x.log", "-p", "ppp_unix");
            assertThat(refused)
                    .isEqualTo(new Ended(
                            1,
                            "",
                            "prol2tpd: cannot start: plugin ppp_unix needs data_plane kernel, and this one is "
                                    + dataPlane + "\n"));
        }
        Files.writeString(folder.resolve("x.conf"), none);
        assertThat(daemon.run("x", "-o", "x.log").status()).isZero();
        assertThat(lines("x.log", "ppp=\"ppp_embedded (auto: the data plane is none)\""))
                .isEqualTo(1);
    }

    @Test
    void oneThatWasKilledIsReplacedWithoutAnyCleaning() throws IOException, InterruptedException {
        assertThat(daemon.run("x", "-o", "x.log").status()).isZero();
        ProcessHandle killed = daemon.process("x");
        killed.destroyForcibly();
        LiveDaemon.until("it is gone", () -> !killed.isAlive());
        assertThat(folder.resolve("x.pid")).exists();
        assertThat(folder.resolve("x.sock")).exists();
        assertThat(daemon.run("x", "-o", "x.log").status()).isZero();
        assertThat(daemon.process("x").pid()).isNotEqualTo(killed.pid());
        assertThat(daemon.serves("x")).isTrue();
    }

    @Test
    void aStormOfHangupsIsTwoTurnsAndTheLogIsOpenedAnew() throws IOException, InterruptedException {
        assertThat(daemon.run("x", "-o", "x.log").status()).isZero();
        ProcessHandle process = daemon.process("x");
        Files.move(folder.resolve("x.log"), folder.resolve("x.log.1"));
        LiveDaemon.signal(process, "HUP", 100);
        LiveDaemon.until("the log is there again", () -> lines("x.log", "reload: done") > 0);
        TimeUnit.MILLISECONDS.sleep(3 * Reloads.REST_MS);
        assertThat(lines("x.log", "reload: done")).isBetween(1L, 3L);
        assertThat(daemon.serves("x")).isTrue();
        Files.move(folder.resolve("x.log"), folder.resolve("x.log.2"));
        LiveDaemon.signal(process, "USR1", 1);
        LiveDaemon.until("the log is there again", () -> Files.exists(folder.resolve("x.log")));
    }

    @Test
    void aFileThatTurnsBadWhileHangupsRainChangesNothing() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("x.conf"), "tunnel t { dest_ipaddr 127.0.0.2 }\n", StandardOpenOption.APPEND);
        assertThat(daemon.run("x", "-o", "x.log").status()).isZero();
        ProcessHandle process = daemon.process("x");
        String good = Files.readString(folder.resolve("x.conf"));
        Files.writeString(folder.resolve("x.conf"), good + "tunnel t2 { dest_ipaddr nowhere: }\n}\n");
        LiveDaemon.signal(process, "HUP", 100);
        LiveDaemon.until("it says so", () -> lines("x.log", "the config file has errors, nothing was changed") > 0);
        assertThat(lines("x.log", ": tunnel \"t2\": ")).isPositive();
        assertThat(daemon.ask("x", "{\"request\":\"list_tunnels\"}"))
                .contains("\"t\"")
                .doesNotContain("\"t2\"");
        Files.writeString(folder.resolve("x.conf"), good);
        LiveDaemon.signal(process, "HUP", 1);
        LiveDaemon.until("it reloads", () -> lines("x.log", "reload: done") > 0);
        assertThat(daemon.serves("x")).isTrue();
    }

    /// As `nohup` leaves it, and as shells leave INT to what they put into the background.
    @Test
    void hangupAndInterruptAreHeededThoughTheStarterHadThemIgnored() throws IOException, InterruptedException {
        daemon.start(List.of("sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh"), "x", Map.of(), "-f", "-o", "x.log");
        LiveDaemon.until("it serves", () -> daemon.serves("x"));
        ProcessHandle process = daemon.process("x");
        LiveDaemon.signal(process, "HUP", 1);
        LiveDaemon.until("it reloads", () -> lines("x.log", "reload: done") == 1);
        LiveDaemon.signal(process, "INT", 1);
        LiveDaemon.until("it ends", () -> !process.isAlive());
    }

    @Test
    void aReloadThatAClientAsksForOpensTheLogAnewToo() throws IOException, InterruptedException {
        assertThat(daemon.run("x", "-o", "x.log").status()).isZero();
        Files.move(folder.resolve("x.log"), folder.resolve("x.log.1"));
        assertThat(daemon.ask("x", "{\"request\":\"reload\",\"dry_run\":true}")).contains("\"reloaded\"");
        assertThat(folder.resolve("x.log")).doesNotExist();
        assertThat(daemon.ask("x", "{\"request\":\"reload\",\"dry_run\":false}"))
                .contains("\"reloaded\"");
        LiveDaemon.until("the log is there again", () -> lines("x.log", "reload: done") == 1);
    }

    /// `-d` is the system's mask, `-D` that of what has the profiles named default.
    @Test
    void whatTheCommandLineTracesIsInTheLog() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("x.conf"), "tunnel t { dest_ipaddr 127.0.0.2 }\n", StandardOpenOption.APPEND);
        Process first = daemon.start("x", Map.of(), "-f", "-d", "api,SYSTEM");
        LiveDaemon.until("it serves", () -> daemon.serves("x"));
        assertThat(daemon.ask("x", "{\"request\":\"show_system\"}")).contains("\"trace_flags\":[\"api\",\"system\"]");
        LiveDaemon.until("what is asked is traced", () -> lines("x.err", "API: request 2: ShowSystem") == 1);
        assertThat(lines("x.err", "SYSTEM: ")).isPositive();
        assertThat(lines("x.err", "FSM: ") + lines("x.err", "PROTOCOL: ")).isZero();
        first.toHandle().destroy();
        first.waitFor();
        daemon.start("x", Map.of(), "-f", "-D");
        LiveDaemon.until("the tunnel is traced", () -> lines("x.err", "PROTOCOL: tunl ") > 0);
        assertThat(lines("x.err", "FSM: CCE(")).isPositive();
        assertThat(lines("x.err", "API: ") + lines("x.err", "SYSTEM: ")).isZero();
    }

    /// `/dev/full` gives ENOSPC to every write.
    @Test
    void aFullDiskUnderTheLogIsToldOnceAndTheDaemonGoesOn() throws IOException, InterruptedException {
        daemon.start("x", Map.of(), "-f", "-o", "/dev/full");
        LiveDaemon.until("it serves", () -> daemon.serves("x"));
        LiveDaemon.until("lines are counted", () -> shows("log_lines_lost"));
        LiveDaemon.signal(daemon.process("x"), "HUP", 1);
        LiveDaemon.until("the turn is in memory", () -> shown().contains("reload: done"));
        assertThat(lines("x.err", "the log file cannot be written")).isEqualTo(1);
        assertThat(daemon.err("x")).contains("/dev/full: No space left on device");
    }

    private boolean shows(String text) {
        try {
            return daemon.ask("x", "{\"request\":\"show_system\"}").contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private String shown() {
        try {
            return daemon.ask("x", "{\"request\":\"show_log\"}");
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void systemdHearsOfReadinessReloadWatchdogAndEnd() throws IOException, InterruptedException, LinuxException {
        String address = folder.resolve("notify").toString();
        try (UnixReceiver systemd = new UnixReceiver(address)) {
            daemon.start("x", Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "400000"), "-f");
            assertThat(next(systemd)).isEqualTo("READY=1\nSTATUS=listening on 127.0.0.1:" + daemon.port);
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            ProcessHandle process = daemon.process("x");
            LiveDaemon.signal(process, "HUP", 1);
            assertThat(next(systemd)).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            assertThat(next(systemd)).startsWith("READY=1\n");
            process.destroy();
            assertThat(next(systemd)).startsWith("STOPPING=1\n");
            LiveDaemon.until("it ends", () -> !process.isAlive());
        }
    }

    private static String next(UnixReceiver systemd) throws LinuxException {
        for (int alive = 0; alive < 100; alive++) {
            String said = systemd.receive();
            if (!said.equals("WATCHDOG=1")) {
                return said;
            }
        }
        return "nothing but WATCHDOG=1";
    }
}
