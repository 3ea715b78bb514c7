package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Reply;

class LogRingTest {
    private final LogRing ring = new LogRing();

    private void add(String text) {
        ring.add(new LogRecord(1, LogLevel.INFO, text, List.of()));
    }

    private List<String> last(int most) {
        return ring.last(most).stream().map(Reply.LoggedLine::text).toList();
    }

    @Test
    void theLastLinesAreKeptInOrder() {
        add("a");
        add("b");
        add("c");
        assertThat(last(2)).containsExactly("b", "c");
        assertThat(last(0)).isEmpty();
        assertThat(ring.last(Integer.MAX_VALUE))
                .startsWith(new Reply.LoggedLine(1, "info", "a"))
                .hasSize(3);
        ring.clear();
        assertThat(last(9)).isEmpty();
        add("d");
        assertThat(last(9)).containsExactly("d");
    }

    @Test
    void noMoreLinesAreKeptThanTheLimit() {
        for (int i = 0; i < LogRing.MAX_LINES + 3; i++) {
            add("line " + i);
        }
        assertThat(last(Integer.MAX_VALUE)).hasSize(2_000).startsWith("line 3").endsWith("line 2002");
    }

    @Test
    void noMoreCharactersAreKeptThanTheLimit() {
        for (int i = 0; i < 300; i++) {
            add("x".repeat(1024));
        }
        assertThat(last(Integer.MAX_VALUE)).hasSize(256);
        add("y".repeat(LogRing.MAX_CHARACTERS + 1));
        assertThat(last(Integer.MAX_VALUE)).hasSize(1);
    }
}
