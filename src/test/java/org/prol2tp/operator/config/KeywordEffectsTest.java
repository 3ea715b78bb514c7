package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every keyword of every block has something that shows what it does: docs/conformance/keywords.md. That the tests it
/// names exist is held by the test of all such tables.
class KeywordEffectsTest {
    private static final Path ROWS = Path.of("docs/conformance/keywords.md");
    private static final Path CASES = Path.of("interop/cases");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(ROWS).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| block "))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| "))
                .toList();
    }

    private static List<String> words(String cell) {
        List<String> words = new ArrayList<>();
        Matcher code = CODE.matcher(cell);
        while (code.find()) {
            words.add(code.group(1));
        }
        return words;
    }

    @Test
    void everyKeywordHasOneRow() throws IOException {
        List<String> listed = new ArrayList<>();
        for (String[] row : rows()) {
            for (String block : row[0].split(", ", -1)) {
                words(row[1]).forEach(keyword -> listed.add(block + " " + keyword));
            }
        }
        Set<String> grammar = new TreeSet<>();
        for (BlockType type : BlockType.values()) {
            Grammar.of(type).keywords().forEach(keyword -> grammar.add(type.words() + " " + keyword.name()));
        }
        assertThat(listed).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(listed)).isEqualTo(grammar);
    }

    @Test
    void everyRowNamesTestsOrCasesThatThereAre() throws IOException {
        for (String[] row : rows()) {
            assertThat(words(row[3]))
                    .as(row[1])
                    .isNotEmpty()
                    .allSatisfy(shown -> assertThat(
                                    shown.matches("\\w+Test(\\.\\w+)?") || Files.exists(CASES.resolve(shown + ".sh")))
                            .as(shown)
                            .isTrue());
        }
    }
}
