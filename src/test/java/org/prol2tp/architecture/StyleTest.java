package org.prol2tp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the house style asks for and a machine can see.
class StyleTest {
    /// The middle file always swells; this is where it stops.
    private static final int MOST_LINES = 500;

    private static final Pattern NO_SUBJECT =
            Pattern.compile(".*(Manager|Helper|Utils?|Impl|Service)\\.java|(Base|Abstract)[A-Z].*\\.java");

    @Test
    void noFileIsLongerThanItsSubject() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : javaFiles("src")) {
            long lines = Files.readAllLines(file).size();
            if (lines > MOST_LINES) {
                tooLong.add(file + ": " + lines + " lines, at most " + MOST_LINES);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyClassNameHasASubject() throws IOException {
        assertThat(javaFiles("src").stream()
                        .map(file -> file.getFileName().toString())
                        .filter(name -> NO_SUBJECT.matcher(name).matches()))
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        List<Path> without = javaFiles("src/main").stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .toList();
        assertThat(without).isEmpty();
        for (Path file : javaFiles("src/main")) {
            if (file.endsWith("package-info.java")) {
                assertThat(Files.readString(file)).startsWith("///").contains("@NullMarked");
            }
        }
    }

    /// What differs between the versions of L2TP is behind `WireFormat`, in one room.
    @Test
    void versionsOfTheProtocolAreNamedInTheWireRoomOnly() throws IOException {
        List<Path> naming = new ArrayList<>();
        for (Path file : javaFiles("src/main")) {
            boolean wire = file.toString().contains("protocol/wire/");
            if (!wire && Files.readString(file).matches("(?s).*\\bV[23]Format\\b.*")) {
                naming.add(file);
            }
        }
        assertThat(naming).isEmpty();
    }

    private static List<Path> javaFiles(String root) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
