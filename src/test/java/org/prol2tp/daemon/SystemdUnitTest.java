package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.daemon.keep.SystemdStore;

@Timeout(60)
class SystemdUnitTest {
    private static final Path UNIT = Path.of("packaging/systemd/prol2tpd.service");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @Test
    void theUnitSaysWhatTheDaemonDoes() throws IOException {
        assertThat(Files.readAllLines(UNIT))
                .contains(
                        "Type=notify",
                        "ExecStart=/usr/sbin/prol2tpd -f $PROL2TPD_OPTIONS",
                        "ExecReload=/bin/kill -HUP $MAINPID",
                        "RestartPreventExitStatus=2",
                        "CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_NET_BIND_SERVICE");
    }

    @Test
    void itsTimeToStopIsLongerThanTheDaemonTakesAtMost() throws IOException {
        String line = Files.readAllLines(UNIT).stream()
                .filter(it -> it.startsWith("TimeoutStopSec="))
                .findFirst()
                .orElseThrow();
        long seconds = Long.parseLong(line.substring("TimeoutStopSec=".length()));
        assertThat(seconds).isGreaterThan(Loop.SHUTDOWN_LIMIT_NS / 1_000_000_000);
    }

    @Test
    void itKeepsAsManyDescriptorsAsItIsGiven() throws IOException {
        assertThat(Files.readAllLines(UNIT)).contains("FileDescriptorStoreMax=" + SystemdStore.MOST_DESCRIPTORS);
    }

    /// systemd-analyze ends with 0 whatever it has to say.
    @Test
    void systemdHasNoObjection(@TempDir Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(ANALYZE), "no systemd-analyze here");
        Path unit = folder.resolve("prol2tpd.service");
        Files.writeString(unit, Files.readString(UNIT).replace("/usr/sbin/prol2tpd", "/bin/true"));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(ANALYZE.toString(), "verify", "--man=no", unit.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        // It may complain of other units of this machine.
        assertThat(Files.readAllLines(said)).noneMatch(line -> line.contains("prol2tpd"));
    }

    /// The status is 1 above the threshold (tenths of the score, 100 is the worst).
    @Test
    void whatItMayDoIsHeldNarrow(@TempDir Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(ANALYZE), "no systemd-analyze here");
        for (String threshold : List.of("28", "20")) {
            Process process = new ProcessBuilder(
                            ANALYZE.toString(),
                            "security",
                            "--offline=true",
                            "--no-pager",
                            "--threshold=" + threshold,
                            UNIT.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile())
                    .start();
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("said")))
                    .isEqualTo(threshold.equals("28") ? 0 : 1);
        }
    }
}
