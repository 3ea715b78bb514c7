package org.prol2tp.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

class LogTextTest {
    /// 2026-01-31 12:34:56.007 UTC.
    private static final long AT_MS = 1_769_862_896_007L;

    private final LogText daemon = new LogText(3, "lns.example", 42);

    private static LogRecord line(LogLevel level, String text, String... fields) {
        return new LogRecord(AT_MS, level, text, List.of(fields));
    }

    private static String text(byte[] octets) {
        return new String(octets, UTF_8);
    }

    /// RFC 3164 §4.1, as syslog daemons expect it at /dev/log: priority = facility * 8 + severity.
    @Test
    void aLineForTheLocalSyslogHasPriorityTimeNameAndProcess() {
        assertThat(text(daemon.local(line(LogLevel.ERROR, "x"))))
                .matches("<27>[A-Z][a-z][a-z] [ 0-9][0-9] \\d\\d:\\d\\d:\\d\\d prol2tpd\\[42]: x");
        LogText local7 = new LogText(23, "h", 1);
        assertThat(text(local7.local(line(LogLevel.DEBUG, "x")))).startsWith("<191>");
        assertThat(text(local7.local(line(LogLevel.INFO, "x")))).startsWith("<190>");
        assertThat(text(local7.local(line(LogLevel.NOTICE, "x")))).startsWith("<189>");
        assertThat(text(local7.local(line(LogLevel.WARNING, "x")))).startsWith("<188>");
    }

    /// RFC 3164 §4.1.2: a day of one digit has a space before it.
    @Test
    void timesAreWrittenAsTheirFormsHaveThem() {
        assertThat(LogTime.rfc3164(LocalDateTime.of(2026, 2, 3, 4, 5, 6))).isEqualTo("Feb  3 04:05:06");
        assertThat(LogTime.rfc3164(LocalDateTime.of(2026, 12, 31, 23, 59, 0))).isEqualTo("Dec 31 23:59:00");
        assertThat(LogTime.local(AT_MS)).matches("2026-0[12]-\\d\\d \\d\\d:\\d\\d:56.007");
        assertThat(LogTime.rfc5424(AT_MS)).isEqualTo("2026-01-31T12:34:56.007Z");
    }

    /// RFC 5424 §6: version 1, no message id, no structured data; §6.4: a byte order mark before UTF-8.
    @Test
    void aLineForASyslogServerIsAsRfc5424HasIt() {
        assertThat(text(daemon.rfc5424(line(LogLevel.NOTICE, "tunnel up"))))
                .isEqualTo("<29>1 2026-01-31T12:34:56.007Z lns.example prol2tpd 42 - - tunnel up");
        assertThat(text(daemon.rfc5424(line(LogLevel.NOTICE, "ü")))).endsWith(" - - \ufeffü");
    }

    /// RFC 5426 §3.2: receivers should take 2048 octets.
    @Test
    void aLongLineIsCutBeforeACharacterThatDoesNotFit() {
        byte[] octets = daemon.rfc5424(line(LogLevel.NOTICE, "ü".repeat(2000)));
        assertThat(octets.length).isBetween(2047, 2048);
        assertThat(text(octets)).endsWith("ü");
        assertThat(daemon.local(line(LogLevel.NOTICE, "x".repeat(9000)))).hasSize(8192);
        assertThat(text(daemon.journal(line(LogLevel.NOTICE, "x".repeat(9000)))))
                .hasSize(8192)
                .endsWith("x\n");
    }

    @Test
    void theJournalGetsTunnelAndSessionAsFields() {
        assertThat(text(daemon.journal(line(LogLevel.WARNING, "session down", "TUNNEL=t\n1", "SESSION_ID=7"))))
                .isEqualTo("""
                        PRIORITY=4
                        SYSLOG_FACILITY=3
                        SYSLOG_IDENTIFIER=prol2tpd
                        SYSLOG_PID=42
                        TUNNEL=t?1
                        SESSION_ID=7
                        MESSAGE=session down
                        """);
    }
}
