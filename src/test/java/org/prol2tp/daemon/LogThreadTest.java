package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

@Timeout(20)
class LogThreadTest {
    @Test
    void allThatWasWrittenIsThereAfterClose() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        LogThread log = new LogThread((_, text) -> lines.add(text)).start();
        log.write(LogLevel.INFO, "one");
        log.write(LogLevel.INFO, "two");
        log.close();
        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void aTargetThatHangsCostsLinesAndNotTime() {
        CountDownLatch hanging = new CountDownLatch(1);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        LogThread log = new LogThread((_, text) -> {
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            lines.add(text);
        });
        for (int i = 0; i < LogThread.MAX_WAITING + 5; i++) {
            log.write(LogLevel.INFO, "line");
        }
        log.start();
        hanging.countDown();
        log.close();
        assertThat(lines).hasSize(LogThread.MAX_WAITING + 1);
        assertThat(lines.getLast()).isEqualTo("log lines were lost: the log is too slow lines=5");
    }
}
