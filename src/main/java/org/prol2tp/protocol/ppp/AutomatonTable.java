package org.prol2tp.protocol.ppp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The state transition table of RFC 1661 §4.1: 16 events × 10 states. The text below is the code; it is
/// read once, and a table that is not complete does not load.
final class AutomatonTable {
    /// Layout of the RFC. A cell is `-` (cannot happen), or actions and the next state. Letters after the
    /// state are the RFC's notes: `r` restart option, `p` passive option (neither is taken), `x` crossed
    /// connection.
    private static final String TEXT = """
                  | State
                  |    0         1         2         3         4         5
            Events| Initial   Starting  Closed    Stopped   Closing   Stopping
            ------+-----------------------------------------------------------
             Up   |    2     irc,scr/6     -         -         -         -
             Down |    -         -         0       tls/1       0         1
             Open |  tls/1       1     irc,scr/6     3r        5r        5r
             Close|    0       tlf/0       2         2         4         4
                  |
              TO+ |    -         -         -         -       str/4     str/5
              TO- |    -         -         -         -       tlf/2     tlf/3
                  |
             RCR+ |    -         -       sta/2 irc,scr,sca/8   4         5
             RCR- |    -         -       sta/2 irc,scr,scn/6   4         5
             RCA  |    -         -       sta/2     sta/3       4         5
             RCN  |    -         -       sta/2     sta/3       4         5
                  |
             RTR  |    -         -       sta/2     sta/3     sta/4     sta/5
             RTA  |    -         -         2         3       tlf/2     tlf/3
                  |
             RUC  |    -         -       scj/2     scj/3     scj/4     scj/5
             RXJ+ |    -         -         2         3         4         5
             RXJ- |    -         -       tlf/2     tlf/3     tlf/2     tlf/3
                  |
             RXR  |    -         -         2         3         4         5

                  | State
                  |    6         7         8           9
            Events| Req-Sent  Ack-Rcvd  Ack-Sent    Opened
            ------+-----------------------------------------
             Up   |    -         -         -           -
             Down |    1         1         1         tld/1
             Open |    6         7         8           9r
             Close|irc,str/4 irc,str/4 irc,str/4 tld,irc,str/4
                  |
              TO+ |  scr/6     scr/6     scr/8         -
              TO- | tlf/3p    tlf/3p    tlf/3p         -
                  |
             RCR+ |  sca/8   sca,tlu/9   sca/8   tld,scr,sca/8
             RCR- |  scn/6     scn/7     scn/6   tld,scr,scn/6
             RCA  |  irc/7     scr/6x  irc,tlu/9   tld,scr/6x
             RCN  |irc,scr/6   scr/6x  irc,scr/8   tld,scr/6x
                  |
             RTR  |  sta/6     sta/6     sta/6   tld,zrc,sta/5
             RTA  |    6         6         8       tld,scr/6
                  |
             RUC  |  scj/6     scj/7     scj/8       scj/9
             RXJ+ |    6         6         8           9
             RXJ- |  tlf/3     tlf/3     tlf/3   tld,irc,str/5
                  |
             RXR  |    6         7         8         ser/9
            """;

    private static final Map<AutomatonEvent, Map<State, Optional<Cell>>> CELLS = read(TEXT);

    private AutomatonTable() {}

    /// What an event does in a state.
    ///
    /// @param actions in the order in which they are taken
    record Cell(List<AutomatonAction> actions, State next) {}

    /// The cell; empty if the event cannot happen in this state.
    static Optional<Cell> cell(AutomatonEvent event, State state) {
        return row(CELLS, event).getOrDefault(state, Optional.empty());
    }

    /// Reads a table in the layout of [#TEXT].
    ///
    /// @throws IllegalStateException if it has not exactly one cell for each event and state
    static Map<AutomatonEvent, Map<State, Optional<Cell>>> read(String text) {
        Map<AutomatonEvent, Map<State, Optional<Cell>>> cells = new EnumMap<>(AutomatonEvent.class);
        for (AutomatonEvent event : AutomatonEvent.values()) {
            cells.put(event, new EnumMap<>(State.class));
        }
        List<State> columns = List.of();
        for (String line : text.lines().filter(line -> line.contains("|")).toList()) {
            String head = line.substring(0, line.indexOf('|')).strip();
            List<String> words = words(line.substring(line.indexOf('|') + 1));
            if (head.isEmpty() && !words.isEmpty() && words.stream().allMatch(word -> word.matches("\\d"))) {
                columns = words.stream().map(AutomatonTable::state).toList();
            } else if (!head.isEmpty() && !head.equals("Events")) {
                readRow(head, words, columns, row(cells, event(head)));
            }
        }
        if (cells.values().stream().anyMatch(row -> row.size() < State.values().length)) {
            throw new IllegalStateException("a cell is missing");
        }
        return cells;
    }

    private static Map<State, Optional<Cell>> row(
            Map<AutomatonEvent, Map<State, Optional<Cell>>> cells, AutomatonEvent event) {
        return cells.getOrDefault(event, Map.of());
    }

    private static void readRow(String head, List<String> words, List<State> columns, Map<State, Optional<Cell>> row) {
        if (words.size() != columns.size()) {
            throw new IllegalStateException("row " + head + ": " + words.size() + " cells");
        }
        for (int i = 0; i < words.size(); i++) {
            if (row.put(columns.get(i), readCell(words.get(i))) != null) {
                throw new IllegalStateException("row " + head + " twice");
            }
        }
    }

    private static List<String> words(String cells) {
        return Arrays.stream(cells.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Optional<Cell> readCell(String word) {
        if (word.equals("-")) {
            return Optional.empty();
        }
        int slash = word.indexOf('/');
        List<AutomatonAction> actions = new ArrayList<>();
        if (slash >= 0) {
            for (String abbreviation : word.substring(0, slash).split(",", -1)) {
                actions.add(action(abbreviation));
            }
        }
        return Optional.of(new Cell(List.copyOf(actions), state(word.substring(slash + 1, slash + 2))));
    }

    private static State state(String digit) {
        return State.of(Integer.parseInt(digit));
    }

    private static AutomatonEvent event(String abbreviation) {
        return Arrays.stream(AutomatonEvent.values())
                .filter(event -> event.abbreviation().equals(abbreviation))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("event " + abbreviation));
    }

    private static AutomatonAction action(String abbreviation) {
        return Arrays.stream(AutomatonAction.values())
                .filter(action -> action.abbreviation().equals(abbreviation))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("action " + abbreviation));
    }
}
