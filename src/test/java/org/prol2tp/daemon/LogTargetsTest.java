package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogTargetsTest {
    /// systemd.exec(5), JOURNAL_STREAM: device and inode, to be compared with those of the stream.
    @Test
    void standardErrorIsTheJournalIfItIsTheFileThatSystemdNamed() throws IOException {
        Map<String, Object> error = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
        assertThat(LogTargets.isJournal(error.get("dev") + ":" + error.get("ino")))
                .isTrue();
        assertThat(LogTargets.isJournal(error.get("dev") + ":1")).isFalse();
        assertThat(LogTargets.isJournal("")).isFalse();
        assertThat(LogTargets.isJournal(null)).isFalse();
    }
}
