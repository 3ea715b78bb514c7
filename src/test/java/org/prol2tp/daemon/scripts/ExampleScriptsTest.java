package org.prol2tp.daemon.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The scripts of examples/scripts, run with an `ip` that writes down what it is told.
@Timeout(30)
class ExampleScriptsTest {
    private static final Path EXAMPLES = Path.of("examples/scripts").toAbsolutePath();

    @TempDir
    Path directory;

    /// Returns what `ip` was called with; the script must succeed.
    private List<String> run(String script, Map<String, String> environment) throws Exception {
        Path ip = directory.resolve("ip");
        Path calls = directory.resolve("calls");
        Files.deleteIfExists(calls);
        Files.createFile(calls);
        Files.writeString(ip, "#!/bin/sh\necho \"$@\" >>" + calls + "\n");
        Files.setPosixFilePermissions(ip, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder builder = new ProcessBuilder(EXAMPLES.resolve(script).toString(), "100", "7", "ETH");
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", directory + ":/usr/bin:/bin");
        assertThat(builder.inheritIO().start().waitFor()).isZero();
        return Files.readAllLines(calls);
    }

    @Test
    void everyExampleIsAShellScriptThatParsesAndMayBeRun() throws Exception {
        List<Path> scripts;
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            scripts = files.filter(file -> file.getFileName().toString().startsWith("session-"))
                    .toList();
        }
        assertThat(scripts).hasSize(3);
        for (Path script : scripts) {
            assertThat(script).isExecutable();
            assertThat(new ProcessBuilder("sh", "-n", script.toString())
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    @Test
    void theInterfaceGoesIntoTheBridge() throws Exception {
        assertThat(run("bridge/session-up", Map.of("BRIDGE_NAME", "br0", "INTERFACE_NAME", "eth7", "MTU", "1460")))
                .containsExactly("link set dev eth7 mtu 1446", "link set dev eth7 master br0", "link set dev eth7 up");
    }

    @Test
    void withoutABridgeNothingIsDone() throws Exception {
        assertThat(run("bridge/session-up", Map.of("INTERFACE_NAME", "eth7"))).isEmpty();
    }

    @Test
    void theRoutesOfASessionAreSetAndTakenBack() throws Exception {
        Files.writeString(directory.resolve("office"), "# two\n10.1.0.0/16\n\n10.2.0.0/16 comment\n");
        Map<String, String> environment =
                Map.of("ROUTES", directory.toString(), "SESSION_NAME", "office", "INTERFACE_NAME", "ppp0");
        assertThat(run("routes/session-up", environment))
                .containsExactly("route replace 10.1.0.0/16 dev ppp0", "route replace 10.2.0.0/16 dev ppp0");
        assertThat(run("routes/session-down", environment))
                .containsExactly("route del 10.1.0.0/16 dev ppp0", "route del 10.2.0.0/16 dev ppp0");
    }

    @Test
    void aSessionWithoutANameIsKnownByItsPeersAddress() throws Exception {
        Files.writeString(directory.resolve("10.0.0.2"), "10.1.0.0/16\n");
        Map<String, String> environment =
                Map.of("ROUTES", directory.toString(), "PEER_IP_ADDRESS", "10.0.0.2", "INTERFACE_NAME", "l2tp0");
        assertThat(run("routes/session-up", environment)).containsExactly("route replace 10.1.0.0/16 dev l2tp0");
    }

    @Test
    void aSessionWithoutRoutesIsLeftAlone() throws Exception {
        Map<String, String> environment =
                Map.of("ROUTES", directory.toString(), "SESSION_NAME", "other", "INTERFACE_NAME", "ppp0");
        assertThat(run("routes/session-up", environment)).isEmpty();
    }
}
