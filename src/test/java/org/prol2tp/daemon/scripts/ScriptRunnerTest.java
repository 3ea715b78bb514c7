package org.prol2tp.daemon.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Event.Ending;
import org.prol2tp.protocol.node.Event.SessionFacts;
import org.prol2tp.protocol.node.Event.SessionRef;
import org.prol2tp.protocol.node.Event.TunnelFacts;
import org.prol2tp.protocol.node.Event.TunnelRef;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// Real scripts, run by a real shell.
@Timeout(60)
class ScriptRunnerTest {
    private static final TunnelRef TUNNEL =
            new TunnelRef(new TunnelHandle(1), new ControlConnectionId(100), Optional.of("t1"));

    private static final SessionFacts FACTS = new SessionFacts(
            Event.Pseudowire.PPP,
            Optional.of("sp"),
            Optional.of("pp"),
            Optional.empty(),
            Optional.of("l2tp0"),
            Optional.of("fred"),
            IpAddress.parse("10.0.0.1"),
            IpAddress.parse("10.0.0.2"),
            IpAddress.parse("255.255.255.255"),
            Optional.of("br0"),
            1400);

    private static final Ending OVER = new Ending(3, 0, "", false);

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    private final List<ScriptRunner> runners = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        runners.forEach(ScriptRunner::close);
    }

    private ScriptRunner runner(int mostAtOnce, Duration timeout, int mostWaiting) {
        ScriptRunner runner = new ScriptRunner(
                directory,
                mostAtOnce,
                timeout,
                Duration.ofMillis(500),
                mostWaiting,
                (level, text) -> lines.add(level + " " + text));
        runners.add(runner);
        return runner;
    }

    private ScriptRunner runner() {
        return runner(16, Duration.ofSeconds(30), 1000);
    }

    private void script(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, "#!/bin/sh\ncd " + directory + "\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static SessionRef session(int id) {
        return new SessionRef(TUNNEL, new SessionHandle(10 + id), new SessionId(id), Optional.empty());
    }

    private static Event created(int id) {
        return new Event.SessionCreated(session(id), FACTS);
    }

    private static Event up(int id) {
        return new Event.SessionUp(session(id), FACTS, new ControlConnectionId(200), new SessionId(8), List.of());
    }

    private static Event down(int id) {
        return new Event.SessionDown(session(id), FACTS, OVER, false);
    }

    private static Event deleted(int id) {
        return new Event.SessionDeleted(session(id), FACTS);
    }

    private static void until(BooleanSupplier condition) {
        long byNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < byNs) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private List<String> read(String file) {
        try {
            return Files.readAllLines(directory.resolve(file));
        } catch (IOException none) {
            return List.of();
        }
    }

    @Test
    void aSessionsScriptGetsThreeArgumentsAndAllVariables() throws IOException {
        script("session-up", "echo $# \"$@\" >args; tr '\\0' '\\n' </proc/$$/environ >env; : >done");
        runner().happened(up(7));
        until(() -> Files.exists(directory.resolve("done")));
        assertThat(read("args")).containsExactly("3 100 7 PPP");
        assertThat(read("env"))
                .containsExactly(
                        "TUNNEL_NAME=t1",
                        "INTERFACE_NAME=l2tp0",
                        "MTU=1400",
                        "LOCAL_IP_ADDRESS=10.0.0.1",
                        "PEER_IP_ADDRESS=10.0.0.2",
                        "NETMASK=255.255.255.255",
                        "BRIDGE_NAME=br0",
                        "PROFILE_NAME=sp",
                        "PPP_PROFILE_NAME=pp");
    }

    @Test
    void theScriptOfACircuitIsToldOfBothEndsBesides() throws IOException {
        script("session-circuit", "echo $# \"$@\" >args; : >done");
        runner().happened(new Event.SessionCircuit(session(7), FACTS, true, false));
        until(() -> Files.exists(directory.resolve("done")));
        assertThat(read("args")).containsExactly("5 100 7 PPP active inactive");
    }

    @Test
    void aTunnelsScriptGetsItsIdAndFourVariables() throws IOException {
        script("tunnel-up", "echo $# \"$@\" >args; tr '\\0' '\\n' </proc/$$/environ >env; : >done");
        TunnelFacts facts = new TunnelFacts(
                Version.V2,
                Encapsulation.UDP,
                Optional.of("tp"),
                IpAddress.parse("192.0.2.1"),
                IpAddress.parse("192.0.2.2"));
        runner().happened(new Event.TunnelUp(
                TUNNEL,
                facts,
                new ControlConnectionId(9),
                new org.prol2tp.protocol.node.Endpoint(IpAddress.ofIpv4(1), 1701),
                "host"));
        until(() -> Files.exists(directory.resolve("done")));
        assertThat(read("args")).containsExactly("1 100");
        assertThat(read("env"))
                .containsExactly(
                        "TUNNEL_NAME=t1", "LOCAL_IP_ADDRESS=192.0.2.1", "PEER_IP_ADDRESS=192.0.2.2", "PROFILE_NAME=tp");
    }

    @Test
    void aVariableWithoutAValueIsAbsent() {
        SessionFacts none = new SessionFacts(
                Event.Pseudowire.ETH,
                Optional.empty(),
                Optional.empty(),
                Optional.of("ep"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1460);
        TunnelRef nameless = new TunnelRef(new TunnelHandle(1), new ControlConnectionId(100), Optional.empty());
        SessionRef session = new SessionRef(nameless, new SessionHandle(3), new SessionId(7), Optional.of("s"));
        ScriptCall call = ScriptCall.of(new Event.SessionCreated(session, none)).orElseThrow();
        assertThat(call.arguments()).containsExactly("100", "7", "ETH");
        assertThat(call.environment()).containsExactly("SESSION_NAME=s", "MTU=1460", "ETHERNET_PROFILE_NAME=ep");
    }

    @Test
    void theScriptsOfASessionRunOneByOneInTheOrderOfItsEvents() throws IOException {
        for (String name : List.of("created", "up", "down", "deleted")) {
            script("session-" + name, "echo " + name + " >>order-$2; sleep 0.05; echo /" + name + " >>order-$2");
        }
        ScriptRunner runner = runner();
        for (int id = 1; id <= 8; id++) {
            runner.happened(created(id));
            runner.happened(up(id));
            runner.happened(down(id));
            runner.happened(deleted(id));
        }
        for (int id = 1; id <= 8; id++) {
            String file = "order-" + id;
            until(() -> read(file).size() == 8);
            assertThat(read(file))
                    .containsExactly("created", "/created", "up", "/up", "down", "/down", "deleted", "/deleted");
        }
    }

    @Test
    void manySessionsRunAtOnceButNoMoreThanTheLimit() throws IOException {
        script("session-up", ": >run-$2; while [ ! -e go ]; do sleep 0.02; done; rm run-$2; : >ran-$2");
        ScriptRunner runner = runner(3, Duration.ofSeconds(30), 1000);
        for (int id = 1; id <= 7; id++) {
            runner.happened(up(id));
        }
        until(() -> count("run-") == 3);
        assertThat(runner.state()).isEqualTo("running 3, waiting 4, started 3");
        script("go", "");
        until(() -> count("ran-") == 7);
        until(() -> runner.state().equals("running 0, waiting 0, started 7"));
    }

    private int count(String prefix) {
        try (var files = Files.list(directory)) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aScriptThatHangsIsEndedWithAllThatItStarted() throws IOException {
        script("session-up", "trap '' TERM; sleep 1000 & echo $! >child; : >started; wait; wait");
        script("session-down", ": >down");
        ScriptRunner runner = runner(1, Duration.ofMillis(300), 1000);
        runner.happened(up(7));
        runner.happened(down(7));
        until(() -> Files.exists(directory.resolve("down")));
        assertThat(lines)
                .contains("WARNING script did not end in time: it was ended script=" + directory
                        + "/session-up arguments=\"100 7 PPP\"");
        until(() -> !Files.exists(Path.of("/proc/" + read("child").getFirst() + "/cmdline"))
                || emptyFile("/proc/" + read("child").getFirst() + "/cmdline"));
    }

    private static boolean emptyFile(String file) {
        try {
            return Files.readAllBytes(Path.of(file)).length == 0;
        } catch (IOException gone) {
            return true;
        }
    }

    @Test
    void aScriptThatFailsIsLogged() throws IOException {
        script("session-up", "exit 3");
        runner().happened(up(7));
        until(() -> lines.size() == 1);
        assertThat(lines)
                .containsExactly(
                        "NOTICE script failed script=" + directory + "/session-up arguments=\"100 7 PPP\" status=3");
    }

    @Test
    void aFileThatIsNoProgramIsLogged() throws IOException {
        Path file = directory.resolve("session-up");
        Files.writeString(file, "#!/nowhere/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        runner().happened(up(7));
        until(() -> lines.size() == 1);
        assertThat(lines.getFirst()).startsWith("WARNING script cannot be run reason=\"posix_spawn ");
    }

    @Test
    void theOldNameCountsWhereTheNewOneIsNotThere() throws IOException {
        script("session_up", "echo old >>ran");
        script("session_down", "echo old >>ran");
        script("session-down", "echo new >>ran");
        ScriptRunner runner = runner();
        runner.happened(up(7));
        runner.happened(down(7));
        until(() -> read("ran").size() == 2);
        assertThat(read("ran")).containsExactly("old", "new");
    }

    @Test
    void aScriptThatIsPutThereLaterRuns() throws IOException {
        ScriptRunner runner = runner();
        runner.happened(up(1));
        script("session-up", ": >ran");
        until(() -> {
            runner.happened(up(7));
            return Files.exists(directory.resolve("ran"));
        });
    }

    @Test
    void withoutScriptsNothingIsKeptOrStarted() {
        ScriptRunner runner = runner();
        for (int id = 1; id <= 2000; id++) {
            runner.happened(up(id));
        }
        until(() -> runner.state().equals("running 0, waiting 0, started 0"));
        assertThat(lines).isEmpty();
    }

    /// [ScriptRunner#MAX_WAITING]: half of it for what makes something, all of it for what undoes it.
    @Test
    void whatDoesNotFitIsLeftOutAndCounted() throws IOException {
        script("session-created", "while [ ! -e go ]; do sleep 0.02; done");
        script("session-up", "echo up >>order-$2");
        script("session-down", "echo down >>order-$2");
        ScriptRunner runner = runner(1, Duration.ofSeconds(30), 8);
        runner.happened(created(1));
        runner.happened(up(1));
        runner.happened(up(2));
        runner.happened(up(3));
        runner.happened(up(4)); // The fifth that makes something.
        runner.happened(down(1));
        runner.happened(down(2));
        runner.happened(down(3));
        runner.happened(down(4));
        runner.happened(down(5)); // The ninth.
        until(() -> runner.state().equals("running 1, waiting 7, started 1, left out 2"));
        assertThat(lines).containsExactly("WARNING scripts are left out: too many events wait for theirs waiting=4");
        script("go", "");
        until(() -> lines.size() == 2);
        assertThat(lines.get(1)).isEqualTo("WARNING no event waits for its script any more left_out=2");
        assertThat(read("order-1")).containsExactly("up", "down");
        assertThat(read("order-2")).containsExactly("up", "down");
        assertThat(read("order-4")).containsExactly("down");
        assertThat(read("order-5")).isEmpty();
    }

    @Test
    void atTheEndScriptsHaveABoundedTime() throws IOException {
        script("session-up", ": >up-$2; sleep 1000");
        script("session-down", ": >down-$2");
        ScriptRunner runner = runner(2, Duration.ofSeconds(600), 1000);
        runner.happened(up(1));
        runner.happened(down(2));
        until(() -> count("up-") == 1 && count("down-") == 1);
        runner.close();
        assertThat(lines)
                .containsExactly(
                        "WARNING scripts were not done in time at the end scripts=1",
                        "WARNING script did not end in time: it was ended script=" + directory
                                + "/session-up arguments=\"100 1 PPP\"");
    }
}
