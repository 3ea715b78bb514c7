package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @Test
    void aWrongUseOfTheCommandHasStatus2() {
        assertThat(Main.run(List.of("--no-such-option"))).isEqualTo(2);
    }

    @Test
    void aMissingConfigFileHasStatus1() {
        assertThat(Main.run(List.of("-n", "-c", "/nonexistent/prol2tpd.conf"))).isEqualTo(1);
    }

    @Test
    void everyErrorOfTheConfigFileIsTold(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.conf");
        Files.writeString(file, "system {\n  udp_port 0\n  no_such_word 1\n}\n");
        assertThat(ConfigFiles.read(Optional.of(file.toString()), 0))
                .isInstanceOfSatisfying(
                        ConfigFiles.Result.Bad.class,
                        bad -> assertThat(bad.lines())
                                .hasSize(2)
                                .allMatch(line -> line.matches(file + ":[23]:[0-9]+: .*")));
        assertThat(Main.run(List.of("-n", "-c", file.toString()))).isEqualTo(1);
    }

    @Test
    void helpHasStatus0() {
        assertThat(Main.run(List.of("-h"))).isEqualTo(0);
    }

    @Test
    void aFileThatCannotBeReadIsNamed(@TempDir Path folder) {
        assertThat(ConfigFiles.read(Optional.of(folder.toString()), 0))
                .isEqualTo(new ConfigFiles.Result.Unreadable(folder, folder + ": cannot be read: Is a directory"));
    }
}
