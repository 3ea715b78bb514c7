package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        try (PidFile _ = PidFile.take(file, log)) {
            assertThat(Files.readString(file)).isEqualTo(ProcessHandle.current().pid() + "\n");
        }
        assertThat(file).doesNotExist();
        assertThat(lines).isEmpty();
    }

    @Test
    void thatOfAnotherProcessStays() throws IOException {
        Path file = folder.resolve("x.pid");
        try (PidFile _ = PidFile.take(file, log)) {
            Files.writeString(file, "1\n");
        }
        assertThat(file).hasContent("1");
    }

    @Test
    void whereItCannotBeWrittenIsToldAndNoFailure() throws IOException {
        PidFile.take(folder, log).close();
        assertThat(lines).first().asString().startsWith("WARNING the pid_file cannot be written: ");
    }

    @Test
    void oneThatWasLeftOverIsReplacedEvenIfItsNumberIsSomebodysByNow() throws IOException {
        Path file = folder.resolve("x.pid");
        Files.writeString(file, "1\n# a longer line than ours, of process 1, which lives\n");
        try (PidFile _ = PidFile.take(file, log)) {
            assertThat(Files.readString(file)).isEqualTo(ProcessHandle.current().pid() + "\n");
        }
        assertThat(file).doesNotExist();
        assertThat(lines).isEmpty();
    }

    @Test
    void thatOfALiveDaemonIsRefusedAndStays() throws IOException {
        Path file = folder.resolve("x.pid");
        long pid = ProcessHandle.current().pid();
        try (PidFile _ = PidFile.take(file, log)) {
            assertThatThrownBy(() -> PidFile.take(file, log))
                    .isInstanceOf(IOException.class)
                    .hasMessage("another prol2tpd is running as process " + pid + ": it holds " + file);
            assertThat(Files.readString(file)).isEqualTo(pid + "\n");
        }
        PidFile.take(file, log).close();
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("x.pid"), victim);
        PidFile.take(link, log).close();
        assertThat(victim).hasContent("precious");
        assertThat(lines).first().asString().startsWith("WARNING the pid_file cannot be written: open ");
    }
}
