package org.prol2tp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ChildTest {
    @TempDir
    Path directory;

    private String shell(String commands, List<String> environment, int status) throws Exception {
        Path out = directory.resolve("out");
        try (Child child = Child.start("/bin/sh", List.of("-c", "exec >" + out + " 2>&1; " + commands), environment)) {
            assertThat(child.awaitEnd(10_000)).isTrue();
            assertThat(child.reap()).isEqualTo(status);
        }
        return Files.readString(out);
    }

    @Test
    void theExitStatusIsTold() throws Exception {
        shell("exit 7", List.of(), 7);
        shell("exit 0", List.of(), 0);
    }

    @Test
    void theSignalThatEndedItIsTold() throws Exception {
        shell("kill -KILL $$", List.of(), -9);
    }

    @Test
    void theEnvironmentIsWhatWasGivenAndNothingElse() throws Exception {
        shell("cat /proc/$$/environ | tr '\\0' '\\n'", List.of("A=b c", "D="), 0);
        assertThat(Files.readString(directory.resolve("out"))).isEqualTo("A=b c\nD=\n");
    }

    @Test
    void withoutAnEnvironmentItIsEmpty() throws Exception {
        assertThat(shell("cat /proc/$$/environ", List.of(), 0)).isEmpty();
    }

    @Test
    void theStandardStreamsAreTheNullDeviceAndNothingElseIsOpen() throws Exception {
        try (Child child = Child.start("/bin/sleep", List.of("30"), List.of())) {
            try (var descriptors = Files.list(Path.of("/proc/" + child.pid() + "/fd"))) {
                assertThat(descriptors.map(ChildTest::target))
                        .containsExactly(Path.of("/dev/null"), Path.of("/dev/null"), Path.of("/dev/null"));
            }
            assertThat(target(Path.of("/proc/" + child.pid() + "/cwd"))).isEqualTo(Path.of("/"));
            child.signalGroup(Child.SIGKILL);
            assertThat(child.awaitEnd(10_000)).isTrue();
            assertThat(child.reap()).isEqualTo(-9);
        }
    }

    @Test
    void noSignalIsBlockedOrIgnored() throws Exception {
        String status = shell("cat /proc/self/status", List.of(), 0);
        assertThat(status).containsPattern("SigBlk:\\s0{16}").containsPattern("SigIgn:\\s0{16}");
    }

    @Test
    void aSignalReachesWhatItStarted() throws Exception {
        Path pid = directory.resolve("pid");
        try (Child child = Child.start(
                "/bin/sh",
                List.of("-c", "sleep 30 & echo $! >" + pid + ".new; mv " + pid + ".new " + pid + "; wait"),
                List.of())) {
            while (!Files.exists(pid)) {
                assertThat(child.awaitEnd(5)).isFalse();
            }
            child.signalGroup(Child.SIGTERM);
            assertThat(child.awaitEnd(10_000)).isTrue();
            assertThat(child.reap()).isEqualTo(-15);
        }
        Path grandchild = Path.of("/proc/" + Files.readString(pid).strip() + "/stat");
        long byNs = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < byNs && !isOver(grandchild)) {
            Thread.onSpinWait();
        }
        assertThat(isOver(grandchild)).isTrue();
    }

    /// Gone, or a zombie that nobody has fetched yet.
    private static boolean isOver(Path stat) {
        try {
            return Files.readString(stat).contains(") Z ");
        } catch (IOException gone) {
            return true;
        }
    }

    @Test
    void aProgramThatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> Child.start("/nowhere/script", List.of(), List.of()))
                .isInstanceOf(LinuxException.class)
                .hasMessage("posix_spawn /nowhere/script: No such file or directory [errno 2]");
    }

    @Test
    void waitingHasALimit() throws Exception {
        try (Child child = Child.start("/bin/sleep", List.of("30"), List.of())) {
            assertThat(child.awaitEnd(1)).isFalse();
            child.signalGroup(Child.SIGKILL);
            assertThat(child.awaitEnd(10_000)).isTrue();
            child.reap();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
