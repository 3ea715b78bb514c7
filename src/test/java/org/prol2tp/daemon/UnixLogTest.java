package org.prol2tp.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.UnixReceiver;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

@Timeout(30)
class UnixLogTest {
    @TempDir
    private Path folder;

    private String address = "";
    private UnixLog log = new UnixLog("", _ -> new byte[0]);

    @BeforeEach
    void aCollectorAt() {
        address = folder.resolve("log").toString();
        log = new UnixLog(address, line -> line.text().getBytes(UTF_8));
    }

    private void write(String text) {
        log.write(new LogRecord(0, LogLevel.NOTICE, text, List.of()));
    }

    @Test
    void eachLineIsADatagram() throws LinuxException {
        try (UnixReceiver syslog = new UnixReceiver(address)) {
            assertThat(log.connect()).isEmpty();
            write("one");
            write("x".repeat(5000));
            assertThat(syslog.receive()).isEqualTo("one");
            assertThat(syslog.receive()).hasSize(5000);
        }
    }

    @Test
    void oneThatIsNotThereAtTheStartIsToldAndTriedAgainWithEveryLine() throws LinuxException {
        assertThat(log.connect()).hasValueSatisfying(why -> assertThat(why).startsWith("connect " + address));
        write("one");
        write("two");
        assertThat(log.lost()).isEqualTo(2);
        try (UnixReceiver syslog = new UnixReceiver(address)) {
            write("three");
            assertThat(syslog.receive()).isEqualTo("log lines were lost: nobody took them lines=2");
            assertThat(syslog.receive()).isEqualTo("three");
        }
    }

    @Test
    void oneThatGoesAndComesBackIsFoundAgain() throws LinuxException, IOException {
        try (UnixReceiver syslog = new UnixReceiver(address)) {
            write("one");
            assertThat(syslog.receive()).isEqualTo("one");
        }
        write("lost");
        Files.delete(Path.of(address));
        write("lost too");
        try (UnixReceiver syslog = new UnixReceiver(address)) {
            write("two");
            assertThat(syslog.receive()).isEqualTo("log lines were lost: nobody took them lines=2");
            assertThat(syslog.receive()).isEqualTo("two");
            assertThat(log.lost()).isEqualTo(2);
        }
    }

    @Test
    void oneThatWasReplacedWithoutAGapCostsNoLine() throws LinuxException, IOException {
        UnixReceiver first = new UnixReceiver(address);
        write("one");
        Files.delete(Path.of(address));
        try (UnixReceiver second = new UnixReceiver(address)) {
            first.close();
            write("two");
            assertThat(second.receive()).isEqualTo("two");
            assertThat(log.lost()).isZero();
        }
    }

    /// unix(7): a datagram socket holds only so many datagrams that nobody reads.
    @Test
    void oneThatTakesNothingIsWaitedForOnceAndThenCostsLinesOnly() throws LinuxException {
        try (UnixReceiver syslog = new UnixReceiver(address)) {
            for (int i = 0; i < 5_000; i++) {
                write("line");
            }
            assertThat(log.lost()).isGreaterThan(1_000);
            while (!syslog.isEmpty()) {
                // what had been taken
            }
            write("again");
            assertThat(syslog.receive()).isEqualTo("log lines were lost: nobody took them lines=" + log.lost());
            assertThat(syslog.receive()).isEqualTo("again");
        }
    }
}
