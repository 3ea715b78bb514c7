package org.prol2tp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The two versions of L2TP differ in `protocol.wire` alone: what is above it names neither format.
class FormatsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path WIRE = SOURCES.resolve("org/prol2tp/protocol/wire");
    private static final Pattern FORMAT = Pattern.compile("\\bV[23]Format\\b");

    @Test
    void nobodyOutsideOfWireNamesAFormatOfOneVersion() throws IOException {
        List<Path> named;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            named = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(FormatsTest::namesAFormat)
                    .toList();
        }
        assertThat(named).contains(WIRE.resolve("V2Format.java"), WIRE.resolve("V3Format.java"));
        assertThat(named).allMatch(file -> file.startsWith(WIRE));
    }

    private static boolean namesAFormat(Path file) {
        try {
            return FORMAT.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
