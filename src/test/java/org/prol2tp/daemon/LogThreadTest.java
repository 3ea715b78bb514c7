package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Reply;

@Timeout(20)
class LogThreadTest {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Test
    void allThatWasWrittenIsThereAfterClose() {
        LogThread log = new LogThread(line -> lines.add(line.text()), LogLevel.INFO).start();
        log.write(LogLevel.INFO, "one");
        log.write(LogLevel.INFO, "two");
        log.close();
        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void allThatWasWrittenIsThereAfterAFlush() {
        LogThread log = new LogThread(line -> lines.add(line.text()), LogLevel.INFO).start();
        for (int i = 0; i < 1000; i++) {
            log.write(LogLevel.INFO, "line");
        }
        log.flush();
        assertThat(lines).hasSize(1000);
        log.close();
    }

    @Test
    void theLevelCanBeChangedAtAnyTime() {
        LogThread log = new LogThread(line -> lines.add(line.text()), LogLevel.NOTICE).start();
        log.write(LogLevel.INFO, "one");
        log.level(LogLevel.DEBUG);
        log.write(LogLevel.DEBUG, "two");
        log.level(LogLevel.ERROR);
        log.write(LogLevel.WARNING, "three");
        log.close();
        assertThat(lines).containsExactly("two");
    }

    @Test
    void aTargetThatHangsCostsLinesAndNotTime() {
        CountDownLatch hanging = new CountDownLatch(1);
        LogThread log = new LogThread(
                line -> {
                    try {
                        hanging.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    lines.add(line.text());
                },
                LogLevel.INFO);
        for (int i = 0; i < LogThread.MAX_WAITING + 5; i++) {
            log.write(LogLevel.INFO, "line " + i);
        }
        assertThat(log.lost()).isEqualTo(5);
        assertThat(log.last(1)).extracting(Reply.LoggedLine::text).containsExactly("line 10004");
        log.start();
        hanging.countDown();
        log.close();
        assertThat(lines).hasSize(LogThread.MAX_WAITING + 1);
        assertThat(lines.getLast()).isEqualTo("log lines were lost: the log is too slow lines=5");
    }

    @Test
    void linesWrittenBeforeAReopeningGoToTheOldFileAndLaterOnesToTheNew() {
        LogThread log = new LogThread(
                new LogTarget() {
                    @Override
                    public void write(LogRecord line) {
                        lines.add(line.text());
                    }

                    @Override
                    public void reopen() {
                        lines.add("reopened");
                    }
                },
                LogLevel.INFO);
        log.write(LogLevel.INFO, "before");
        log.reopen();
        log.write(LogLevel.INFO, "after");
        log.reopen();
        log.start();
        log.flush();
        log.reopen();
        log.close();
        assertThat(lines).containsExactly("before", "reopened", "after", "reopened");
    }

    @Test
    void aLineThatNamesATunnelCarriesItAsAField() {
        List<LogRecord> records = new ArrayList<>();
        LogThread log = new LogThread(records::add, LogLevel.INFO).start();
        log.write(
                LogLevel.INFO,
                new LogLine("tunnel up")
                        .with("tunnel", "t 1")
                        .with("tunnel_id", 5)
                        .with("x", 1));
        log.close();
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().text()).isEqualTo("tunnel up tunnel=\"t 1\" tunnel_id=5 x=1");
        assertThat(records.getFirst().fields()).containsExactly("TUNNEL=t 1", "TUNNEL_ID=5");
    }

    @Test
    void aTargetThatThrowsCostsLinesAndNotTheLog() {
        LogThread log = new LogThread(
                line -> {
                    if (line.text().equals("bad")) {
                        throw new IllegalStateException("a bug");
                    }
                    lines.add(line.text());
                },
                LogLevel.INFO);
        log.write(LogLevel.INFO, "bad");
        log.start();
        log.flush();
        log.write(LogLevel.INFO, "good");
        log.close();
        assertThat(lines).containsExactly("good", "log lines were lost: the log is too slow lines=1");
    }
}
