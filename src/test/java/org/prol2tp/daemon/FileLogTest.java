package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

class FileLogTest {
    private final List<String> toldOtherwise = new ArrayList<>();
    private final LogTarget otherWay = line -> toldOtherwise.add(line.level() + " " + line.text());

    @TempDir
    private Path folder;

    private static void write(FileLog log, String... texts) {
        for (String text : texts) {
            log.write(new LogRecord(0, LogLevel.NOTICE, text, List.of()));
        }
        log.flush();
    }

    /// The lines without the time.
    private static List<String> texts(String lines) {
        return lines.lines()
                .map(line -> line.replaceFirst("^[-0-9]+ [0-9:.]+ ", ""))
                .toList();
    }

    private static List<String> texts(Path file) throws IOException {
        return texts(Files.readString(file));
    }

    /// A disk that takes so many octets and no more.
    private static final class Disk implements WritableByteChannel {
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private int free;

        @Override
        public int write(ByteBuffer octets) throws IOException {
            int count = Math.min(free, octets.remaining());
            if (count == 0) {
                throw new IOException("No space left on device");
            }
            byte[] taken = new byte[count];
            octets.get(taken);
            content.writeBytes(taken);
            free -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}

        private String content() {
            return content.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void eachLineHasItsTimeAndLevelAndTheFileGoesOn() throws IOException {
        Path file = Files.writeString(folder.resolve("x.log"), "old\n");
        FileLog log = new FileLog(file, otherWay);
        write(log, "one", "two");
        log.close();
        assertThat(Files.readString(file))
                .matches("old\n(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.]000 notice (one|two)\n){2}");
    }

    @Test
    void aNewFileIsNotForOthersToRead() throws IOException {
        Path file = folder.resolve("x.log");
        new FileLog(file, otherWay).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .endsWith("---");
    }

    @Test
    void afterAReopeningLinesGoToANewFileOfTheOldName() throws IOException {
        Path file = folder.resolve("x.log");
        FileLog log = new FileLog(file, otherWay);
        write(log, "one");
        Files.move(file, folder.resolve("x.log.1"));
        write(log, "two");
        log.reopen();
        write(log, "three");
        assertThat(texts(folder.resolve("x.log.1"))).containsExactly("notice one", "notice two");
        assertThat(texts(file)).containsExactly("notice three");
    }

    @Test
    void whereItCannotBeOpenedAnewTheOldFileGoesOn() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("d"));
        FileLog log = new FileLog(inner.resolve("x.log"), otherWay);
        Files.move(inner, folder.resolve("e"));
        log.reopen();
        write(log, "one");
        assertThat(texts(folder.resolve("e/x.log"))).containsExactly("notice one");
        assertThat(toldOtherwise)
                .containsExactly(
                        "ERROR the log file cannot be opened anew: " + inner + "/x.log: no such file or directory");
    }

    @Test
    void oneThatCannotBeOpenedAtTheStartIsAFailure() {
        assertThatThrownBy(() -> new FileLog(folder.resolve("none/x.log"), otherWay))
                .isInstanceOf(IOException.class);
    }

    /// `/dev/full` gives ENOSPC to every write.
    @Test
    void aFullDiskIsToldOnceOnAnotherWayAndCountedAndRecovered() throws IOException {
        Path file = Files.createSymbolicLink(folder.resolve("x.log"), Path.of("/dev/full"));
        FileLog log = new FileLog(file, otherWay);
        write(log, "one", "two");
        write(log, "three");
        write(log, "four");
        assertThat(log.lost()).isEqualTo(4);
        assertThat(toldOtherwise)
                .containsExactly("ERROR the log file cannot be written, lines are lost until it can: " + file
                        + ": No space left on device");
        Files.delete(file);
        log.reopen();
        write(log, "five");
        assertThat(texts(file))
                .containsExactly(
                        "warning log lines were lost: the log file could not be written lines=4", "notice five");
        assertThat(toldOtherwise).last().isEqualTo("NOTICE the log file can be written again: " + file);
        write(log, "six");
        assertThat(toldOtherwise).hasSize(2);
    }

    @Test
    void aDiskThatFillsUpInTheMiddleOfALineRecoversWithoutAReopening() throws IOException {
        Disk disk = new Disk();
        FileLog log = new FileLog("x.log", () -> disk, otherWay);
        disk.free = 50;
        write(log, "one", "two", "three");
        assertThat(log.lost()).isEqualTo(2);
        write(log, "four");
        disk.free = 5;
        write(log, "five");
        assertThat(log.lost()).isEqualTo(4);
        disk.free = 10_000;
        write(log, "six");
        assertThat(texts(disk.content()))
                .startsWith("notice one")
                .endsWith("warning log lines were lost: the log file could not be written lines=4", "notice six");
        assertThat(disk.content()).doesNotContain("two", "three", "four", "five");
    }
}
