package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

class OperatorTest {
    private final LogThread log = new LogThread(_ -> {}, LogLevel.INFO);
    private final Operator operator = new Operator(new InputQueue(), new SocketsOnly(), log);
    private final Map<Long, String> answers = new HashMap<>();

    @BeforeEach
    void answerHere() {
        operator.answerTo((ticket, line, _) -> answers.put(ticket, line.get()));
    }

    @Test
    void theLogIsShownAndClearedWithoutTheNode() {
        log.write(LogLevel.INFO, "one");
        log.write(LogLevel.WARNING, "two");
        operator.ask(1, "{\"request\":\"show_log\",\"lines\":1}");
        assertThat(answers.get(1L))
                .matches(
                        "\\{\"reply\":\"log\",\"lines\":\\[\\{\"at_ms\":\\d+,\"level\":\"warning\",\"text\":\"two\"}]}");
        operator.ask(2, "{\"request\":\"show_log\"}");
        assertThat(answers.get(2L)).contains("\"text\":\"one\"");
        operator.ask(3, "{\"request\":\"clear_log\"}");
        assertThat(answers.get(3L)).isEqualTo("{\"reply\":\"done\"}");
        operator.ask(4, "{\"request\":\"show_log\"}");
        assertThat(answers.get(4L)).isEqualTo("{\"reply\":\"log\",\"lines\":[]}");
    }
}
