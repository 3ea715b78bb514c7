package org.prol2tp.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

@Timeout(30)
class SyslogServerLogTest {
    private static LogRecord line(String text) {
        return new LogRecord(0, LogLevel.NOTICE, text, List.of());
    }

    private static byte[] octets(LogRecord line) {
        return line.text().getBytes(UTF_8);
    }

    private static String receive(DatagramSocket server) throws IOException {
        server.setSoTimeout(10_000);
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        server.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void eachLineIsADatagramAndThoseOfTheStartWaitForTheName() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            SyslogServerLog log = new SyslogServerLog("localhost", server.getLocalPort(), SyslogServerLogTest::octets);
            log.write(line("one"));
            while (log.waiting() > 0) {
                log.flush();
                Thread.onSpinWait();
            }
            log.write(line("two"));
            assertThat(receive(server)).isEqualTo("one");
            assertThat(receive(server)).isEqualTo("two");
            assertThat(log.lost()).isZero();
            log.close();
        }
    }

    @Test
    void onlySoManyLinesWaitForANameThatIsNotFound() throws IOException {
        SyslogServerLog log = new SyslogServerLog("no-such-host.invalid", 514, SyslogServerLogTest::octets);
        for (int i = 0; i < SyslogServerLog.MAX_EARLY + 7; i++) {
            log.write(line("line"));
        }
        assertThat(log.lost()).isEqualTo(7);
        assertThat(log.waiting()).isEqualTo(500);
        log.close();
    }
}
