package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    void aFolderOfIncludesMayBeMissingButNotUnknown(@TempDir Path folder) throws IOException {
        assertThat(read(folder, "include \"nothing/*.conf\"")).isInstanceOf(ConfigFiles.Result.Good.class);
        Path included = Files.createDirectory(folder.resolve("included"));
        Files.createDirectory(included.resolve("folder.conf"));
        Files.createSymbolicLink(included.resolve(".#t.conf"), Path.of("nowhere"));
        assertThat(read(folder, "include \"included/*.conf\"")).isInstanceOf(ConfigFiles.Result.Good.class);
        Files.createFile(folder.resolve("file"));
        assertThat(errors(folder, "include \"file/*.conf\""))
                .containsExactly("x.conf:1:9: include \"file/*.conf\": cannot be listed: not a directory");
        Files.createSymbolicLink(included.resolve("circle.conf"), Path.of("circle.conf"));
        assertThat(errors(folder, "include \"included/*.conf\""))
                .singleElement()
                .asString()
                .startsWith(
                        "x.conf:1:9: include \"included/*.conf\": cannot be listed: Too many levels of symbolic links");
    }

    @Test
    void whatCannotBeAPatternOrAPathIsAnErrorOfTheFile(@TempDir Path folder) throws IOException {
        assertThat(errors(folder, "include \"conf.d/[a*.conf\"\ninclude \"a\0*\"\n  include \"a\0b\""))
                .containsExactly(
                        "x.conf:1:9: include \"conf.d/[a*.conf\": cannot be a pattern: Missing ']",
                        "x.conf:2:9: include \"a?*\": cannot be a path: Nul character not allowed",
                        "x.conf:3:11: include \"a?b\": cannot be a path: Nul character not allowed");
    }

    private static ConfigFiles.Result read(Path folder, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("x.conf"), text);
        return ConfigFiles.read(Optional.of(file.toString()), 0);
    }

    /// Without the folder.
    private static List<String> errors(Path folder, String text) throws IOException {
        return read(folder, text) instanceof ConfigFiles.Result.Bad(Path _, List<String> lines)
                ? lines.stream().map(line -> line.replace(folder + "/", "")).toList()
                : List.of();
    }

    /// Java names files by the locale's character set, and in `C` that is ASCII.
    @Test
    void theLaunchersSetALocaleOfUtf8WhereThereIsNone() throws IOException, InterruptedException {
        String line = Files.readAllLines(Path.of("dev/launchers")).stream()
                .filter(each -> each.contains("locale charmap"))
                .findFirst()
                .orElseThrow()
                .replace("\\$", "$");
        for (String locale : List.of("C", "POSIX", "nowhere.UTF-8", "C.UTF-8")) {
            ProcessBuilder shell = new ProcessBuilder("sh", "-c", line + "; locale charmap");
            shell.environment().put("LC_ALL", locale);
            Process process = shell.start();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as(locale)
                    .isEqualTo("UTF-8\n");
            assertThat(process.waitFor()).isEqualTo(0);
        }
    }

    @Test
    void helpHasStatus0() {
        assertThat(Main.run(List.of("-h"))).isEqualTo(0);
    }

    @Test
    void whyAFileCannotBeUsedIsSaidInWords() {
        IOException denied = new AccessDeniedException("/a");
        assertThat(Reason.of(denied)).isEqualTo("permission denied");
        assertThat(Reason.withPath(denied)).isEqualTo("/a: permission denied");
        assertThat(Reason.withPath(new NoSuchFileException("/a"))).isEqualTo("/a: no such file or directory");
        assertThat(Reason.withPath(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("/a: No space left on device");
        assertThat(Reason.withPath(new IOException("Broken pipe"))).isEqualTo("Broken pipe");
        assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    }

    @Test
    void aFileWithoutEndIsNotReadToIt(@TempDir Path folder) throws IOException {
        Path zero = Path.of("/dev/zero");
        assertThat(ConfigFiles.read(Optional.of(zero.toString()), 0))
                .isEqualTo(new ConfigFiles.Result.Unreadable(zero, "/dev/zero: cannot be read: longer than 16 MB"));
        assertThat(errors(folder, "include \"/dev/zero\""))
                .containsExactly("x.conf:1:9: include \"/dev/zero\": cannot be read: longer than 16 MB");
    }

    @Test
    void aFileThatCannotBeReadIsNamed(@TempDir Path folder) {
        assertThat(ConfigFiles.read(Optional.of(folder.toString()), 0))
                .isEqualTo(new ConfigFiles.Result.Unreadable(folder, folder + ": cannot be read: Is a directory"));
    }
}
