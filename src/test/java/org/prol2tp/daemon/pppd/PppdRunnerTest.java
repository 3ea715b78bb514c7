package org.prol2tp.daemon.pppd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.dataplane.PppSockets;
import org.prol2tp.linux.Descriptor;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv4Addresses;
import org.prol2tp.protocol.node.FromPppProvider;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.PppTerms;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.ToPppProvider;
import org.prol2tp.protocol.ppp.LinkEnd;

/// Shell scripts in the place of pppd, which say what it would.
@Timeout(60)
class PppdRunnerTest {
    private static final PppdRunner.Limits LIMITS =
            new PppdRunner.Limits(2, Duration.ofSeconds(30), Duration.ofMillis(300));

    @TempDir
    Path directory;

    private final Queue<Input> said = new ConcurrentLinkedQueue<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Queue<String> interfaces = new ConcurrentLinkedQueue<>();
    private Optional<PppdRunner> open = Optional.empty();

    @AfterEach
    void close() {
        open.ifPresent(PppdRunner::close);
    }

    /// Each session's socket is the file `socket`.
    private final PppSockets sockets = new PppSockets() {
        @Override
        public void leavePppToOthers() {}

        @Override
        public Descriptor pppSocket(SessionHandle session) throws LinuxException {
            return Descriptor.open(directory.resolve("socket").toString());
        }

        @Override
        public void interfaceIs(SessionHandle session, String name) {
            interfaces.add(session.value() + " " + name);
        }
    };

    private PppdRunner runner(PppdRunner.Limits limits, String commands) throws Exception {
        Path program = directory.resolve("pppd");
        Files.writeString(program, "#!/bin/sh\ncd " + directory + "\n" + commands + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(directory.resolve("socket"), "the socket\n");
        PppdRunner runner = new PppdRunner(
                program.toString(), sockets, said::add, (level, text) -> lines.add(level + " " + text), limits);
        open = Optional.of(runner);
        return runner;
    }

    private static Output.TellPppProvider tell(long number, ToPppProvider what) {
        return new Output.TellPppProvider(new SessionHandle(number), number, what);
    }

    private static ToPppProvider opened() {
        PppTerms terms = new PppTerms(
                new PppParameters.Builder().build(),
                1440,
                "here",
                Optional.of("fred"),
                Optional.of(Secret.of("flintstone")),
                Optional.empty(),
                Optional.empty(),
                false);
        return PppdArgumentsTest.opened(true, terms);
    }

    private static Input said(long number, FromPppProvider what) {
        return new Input.PppProviderSaid(new SessionHandle(number), number, what);
    }

    private static void until(BooleanSupplier condition) {
        long byNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < byNs) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private boolean isThere(String file) {
        return Files.exists(directory.resolve(file));
    }

    private long started() {
        try (var files = Files.list(directory)) {
            return files.filter(it -> it.getFileName().toString().startsWith("started"))
                    .count();
        } catch (IOException e) {
            return -1;
        }
    }

    private boolean logged(String text) {
        return lines.stream().anyMatch(it -> it.contains(text));
    }

    @Test
    void itInheritsSocketLogAndPasswordAndNothingElse() throws Exception {
        PppdRunner runner = runner(
                LIMITS,
                "cat <&3 >socket-seen; cat /proc/self/fd/5 >password-seen; ls /proc/$$/fd >fds; echo oops >&2;"
                        + " tr '\\0' ' ' </proc/$$/cmdline >args; exit 2");
        runner.tell(tell(1, opened()));
        until(() -> !said.isEmpty());
        assertThat(directory.resolve("socket-seen")).hasContent("the socket");
        assertThat(directory.resolve("password-seen"))
                .hasContent("password \"\\146\\154\\151\\156\\164\\163\\164\\157\\156\\145\"");
        assertThat(Files.readAllLines(directory.resolve("fds")))
                .contains("0", "1", "2", "3", "4", "5")
                .doesNotContain("6", "7", "8", "9"); // from 10 on they are the shell's own
        assertThat(Files.readString(directory.resolve("args"))).doesNotContain("flintstone");
        assertThat(said)
                .containsExactly(said(
                        1, new FromPppProvider.Ended(LinkEnd.Cause.CLOSED_LOCALLY, "pppd: an error in its options")));
        assertThat(lines).anyMatch(it -> it.contains("pppd: oops"));
        assertThat(lines).noneMatch(it -> it.contains("flintstone"));
    }

    @Test
    void theNodeIsToldOfTheNetwork() throws Exception {
        PppdRunner runner = runner(
                LIMITS,
                "printf 'Connect: lo <-->\\nlocal  IP address 10.77.1.1\\nremote IP address 10.77.0.1\\n' >&4;"
                        + " exec sleep 100");
        runner.tell(tell(1, opened()));
        until(() -> !said.isEmpty());
        assertThat(interfaces).containsExactly("1 lo");
        Input.PppProviderSaid first = (Input.PppProviderSaid) said.element();
        FromPppProvider.Up up = (FromPppProvider.Up) first.what();
        assertThat(up.ipv4())
                .contains(new Ipv4Addresses(
                        IpAddress.parse("10.77.1.1").orElseThrow(),
                        IpAddress.parse("10.77.0.1").orElseThrow()));
        assertThat(up.mtu()).isEqualTo(1450);
        assertThat(runner.state()).isEqualTo("; pppd running: 1, started: 1, at most starting: 2");
    }

    @Test
    void onlySoManyStartAtOnce() throws Exception {
        PppdRunner runner = runner(LIMITS, ": >started$$; read line <go; echo 'Connect: lo <-->' >&4; exec sleep 100");
        new ProcessBuilder("mkfifo", directory.resolve("go").toString()).start().waitFor();
        for (long number = 1; number <= 4; number++) {
            runner.tell(tell(number, opened()));
        }
        until(() -> started() == 2 && runner.state().equals("; pppd running: 2, started: 2, at most starting: 2"));
        // The third begins when one has its interface.
        Files.writeString(directory.resolve("go"), "x\n");
        until(() -> started() >= 3);
    }

    @Test
    void aReloadMayLetMoreStart() throws Exception {
        PppdRunner runner = runner(
                new PppdRunner.Limits(1, Duration.ofSeconds(30), Duration.ofMillis(300)),
                ": >started$$; exec sleep 100");
        for (long number = 1; number <= 4; number++) {
            runner.tell(tell(number, opened()));
        }
        until(() -> started() == 1);
        runner.startAtMost(3);
        until(() -> started() == 3);
        assertThat(runner.state()).isEqualTo("; pppd running: 3, started: 3, at most starting: 3");
    }

    @Test
    void oneThatWaitsCanBeCalledOff() throws Exception {
        PppdRunner runner = runner(
                new PppdRunner.Limits(1, Duration.ofSeconds(30), Duration.ofMillis(300)),
                ": >started$$; exec sleep 100");
        runner.tell(tell(1, opened()));
        runner.tell(tell(2, opened()));
        until(() -> started() == 1);
        runner.tell(tell(2, new ToPppProvider.Closed()));
        runner.tell(tell(1, new ToPppProvider.Closed()));
        until(() -> runner.state().equals("; pppd running: 0, started: 1, at most starting: 1"));
        assertThat(said).isEmpty();
    }

    @Test
    void oneThatDoesNotEndIsKilled() throws Exception {
        PppdRunner runner = runner(LIMITS, "trap '' TERM; : >started; while :; do sleep 1; done");
        runner.tell(tell(1, opened()));
        until(() -> isThere("started"));
        runner.tell(tell(1, new ToPppProvider.Closed()));
        until(() -> logged("pppd is killed reason=\"it does not end\""));
        until(() -> runner.state().startsWith("; pppd running: 0,"));
        assertThat(said).isEmpty();
    }

    @Test
    void oneThatMakesNoInterfaceIsKilledAndItsSessionEnds() throws Exception {
        PppdRunner runner =
                runner(new PppdRunner.Limits(2, Duration.ofMillis(300), Duration.ofMillis(300)), "exec sleep 100");
        runner.tell(tell(1, opened()));
        until(() -> !said.isEmpty());
        assertThat(logged("pppd is killed reason=\"it makes no interface\"")).isTrue();
        assertThat(said)
                .containsExactly(said(
                        1, new FromPppProvider.Ended(LinkEnd.Cause.CLOSED_LOCALLY, "pppd: it was ended by signal 9")));
    }

    @Test
    void oneThatDiesTakesItsOwnSessionOnly() throws Exception {
        PppdRunner runner =
                runner(LIMITS, "echo 'Connect: lo <-->' >&4; case \"$*\" in *) read line <go; exit 15;; esac");
        new ProcessBuilder("mkfifo", directory.resolve("go").toString()).start().waitFor();
        runner.tell(tell(1, opened()));
        runner.tell(tell(2, opened()));
        until(() -> runner.state().equals("; pppd running: 2, started: 2, at most starting: 2"));
        Files.writeString(directory.resolve("go"), "x\n");
        until(() -> !said.isEmpty());
        Input.PppProviderSaid first = (Input.PppProviderSaid) said.element();
        assertThat(first.what())
                .isEqualTo(new FromPppProvider.Ended(
                        LinkEnd.Cause.ECHO_LOST, "pppd: the peer does not answer echo requests"));
        assertThat(logged("status=15 meaning=\"the peer does not answer echo requests\""))
                .isTrue();
    }

    @Test
    void aPeerThatDoesNotAnswerIsToldFromOneThatDoesNotAgree() throws Exception {
        PppdRunner runner = runner(LIMITS, "echo 'LCP: timeout sending Config-Requests' >&4; exit 10");
        runner.tell(tell(1, opened()));
        until(() -> !said.isEmpty());
        assertThat(said)
                .containsExactly(said(
                        1, new FromPppProvider.Ended(LinkEnd.Cause.NO_ANSWER, "pppd: no network protocol came up")));
    }

    @Test
    void aProgramThatIsNotThereEndsTheSession() throws Exception {
        PppdRunner runner = runner(LIMITS, "exit 0");
        Files.delete(directory.resolve("pppd"));
        runner.tell(tell(1, opened()));
        until(() -> !said.isEmpty());
        assertThat(said)
                .containsExactly(
                        said(1, new FromPppProvider.Ended(LinkEnd.Cause.CLOSED_LOCALLY, "pppd cannot be started")));
    }

    @Test
    void atTheEndNoneIsLeft() throws Exception {
        PppdRunner runner = runner(LIMITS, "trap ': >ended; exit 5' TERM; : >started; while :; do sleep 0.1; done");
        runner.tell(tell(1, opened()));
        until(() -> isThere("started"));
        runner.close();
        open = Optional.empty();
        assertThat(isThere("ended")).isTrue();
        assertThat(List.copyOf(said)).isEmpty();
    }
}
