package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// RFC 1661 §4.1. `automaton.tsv` was transcribed state by state, the table in the code row by row.
class AutomatonTableTest {
    @Test
    void tableIsTheTranscription() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            State state = State.of(number);
            for (AutomatonEvent event : AutomatonEvent.values()) {
                rows.add(number + "\t" + event.abbreviation() + "\t"
                        + AutomatonTable.cell(event, state)
                                .map(AutomatonTableTest::print)
                                .orElse("-\t-"));
            }
        }
        assertThat(rows).hasSize(160).containsExactlyElementsOf(transcription());
    }

    private static String print(AutomatonTable.Cell cell) {
        String actions =
                cell.actions().stream().map(AutomatonAction::abbreviation).collect(Collectors.joining(","));
        return (actions.isEmpty() ? "-" : actions) + "\t" + numberOf(cell.next());
    }

    private static int numberOf(State state) {
        return List.of(State.values()).indexOf(state);
    }

    private static List<String> transcription() throws IOException {
        try (InputStream file = Objects.requireNonNull(AutomatonTableTest.class.getResourceAsStream("automaton.tsv"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        }
    }

    @Test
    void tableWithAMissingRowDoesNotLoad() {
        assertThatThrownBy(() -> AutomatonTable.read("   |  0  1\n Up | 2 -\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a cell is missing");
    }

    @Test
    void rowWithAMissingCellDoesNotLoad() {
        assertThatThrownBy(() -> AutomatonTable.read("   |  0  1\n Up | 2\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("row Up: 1 cells");
    }

    @Test
    void unknownActionDoesNotLoad() {
        assertThatThrownBy(() -> AutomatonTable.read("   |  0\n Up | xyz/2\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("action xyz");
    }
}
