package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.SystemStatus;

class OperatorTest {
    private final LogThread log = new LogThread(_ -> {}, LogLevel.INFO);
    private final InputQueue queue = new InputQueue();
    private final Operator operator = new Operator(queue, new SocketsOnly(), log);
    private final Map<Long, String> answers = new HashMap<>();

    @BeforeEach
    void answerHere() {
        operator.answerTo((ticket, line, _) -> answers.put(ticket, line.get()));
    }

    @Test
    void whatTheDaemonAndTheDataPlaneCountIsShownToo() {
        while (queue.offer(new Input.TimePassed())) {
            assertThat(queue.refused()).isZero();
        }
        operator.answer(
                1,
                new Reply.SystemShown(new SystemStatus(
                        new SystemParameters.Builder().build(),
                        0,
                        0,
                        Map.of(),
                        Map.of("unexpected_data_frames", 2L),
                        Map.of())));
        assertThat(answers.get(1L)).contains("\"unexpected_data_frames\":7", "\"event_queue_full_errors\":1");
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
