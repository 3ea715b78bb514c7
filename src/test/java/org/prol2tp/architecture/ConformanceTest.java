package org.prol2tp.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rows under docs/conformance must not lie: five columns each, and tests that exist.
class ConformanceTest {
    private static final Path ROWS = Path.of("docs/conformance");
    private static final int COLUMNS = 5;
    private static final int TEST_COLUMN = 3;

    /// `SomeTest`, `SomeTest.method`, `SomeTest#method`; a method may be cut with `…`.
    private static final Pattern CITATION = Pattern.compile("`(\\w+Test)(?:[.#](\\w+)(…?))?`");

    @Test
    void everyRowHasItsColumnsAndEveryTestItNamesExists() throws IOException {
        Map<String, String> tests = testSources();
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (Path file : files(ROWS, ".md")) {
            for (String line : Files.readAllLines(file)) {
                if (!line.startsWith("| ") || line.startsWith("| RFC section ")) {
                    continue;
                }
                rows++;
                String[] cells = line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1);
                if (cells.length != COLUMNS) {
                    wrong.add(file + ": " + cells.length + " columns: " + line);
                    continue;
                }
                Matcher cited = CITATION.matcher(cells[TEST_COLUMN]);
                while (cited.find()) {
                    if (!exists(tests, cited)) {
                        wrong.add(file + ": no such test: " + cited.group());
                    }
                }
            }
        }
        assertThat(rows).isGreaterThan(150);
        assertThat(wrong).isEmpty();
    }

    private static boolean exists(Map<String, String> tests, Matcher cited) {
        String source = tests.get(cited.group(1));
        if (source == null || cited.group(2) == null) {
            return source != null;
        }
        String method = " " + cited.group(2) + (cited.group(3).isEmpty() ? "(" : "");
        return source.contains(method);
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path file : files(Path.of("src/test/java"), "Test.java")) {
            String name = file.getFileName().toString();
            sources.merge(name.substring(0, name.length() - 5), Files.readString(file), String::concat);
        }
        return sources;
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
