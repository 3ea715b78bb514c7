package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    private final List<String> lines = new ArrayList<>();
    private final Log log = (level, text) -> lines.add(level + " " + text);

    @TempDir
    private Path folder;

    @Test
    void itIsThereWhileWeRun() throws IOException {
        Path file = folder.resolve("run/x.pid");
        try (PidFile _ = new PidFile(file, log)) {
            assertThat(Files.readString(file)).isEqualTo(ProcessHandle.current().pid() + "\n");
        }
        assertThat(file).doesNotExist();
        assertThat(lines).isEmpty();
    }

    @Test
    void thatOfAnotherProcessStays() throws IOException {
        Path file = folder.resolve("x.pid");
        try (PidFile _ = new PidFile(file, log)) {
            Files.writeString(file, "1\n");
        }
        assertThat(file).hasContent("1");
    }

    @Test
    void whereItCannotBeWrittenIsToldAndNoFailure() {
        new PidFile(folder, log).close();
        assertThat(lines).first().asString().startsWith("WARNING the pid_file cannot be written: ");
    }
}
