package org.prol2tp.daemon;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A line of the log in the forms that collectors expect.
///
/// @param facility as RFC 5424 §6.2.1 numbers it: 3 is daemon, 16 to 23 are local0 to local7
/// @param host our name
/// @param pid our process id
record LogText(int facility, String host, long pid) {
    private static final String NAME = "prol2tpd";

    /// Octets of a line to a collector on this machine: more than any line has but some of trace.
    private static final int MOST_LOCAL_OCTETS = 8_192;

    /// RFC 5426 §3.2: what every receiver should take.
    private static final int MOST_UDP_OCTETS = 2_048;

    /// The form that syslog daemons expect at their local socket: that of RFC 3164 without a host.
    byte[] local(LogRecord line) {
        return octets(
                "<" + priority(line) + ">" + LogTime.rfc3164(line.atMs()) + " " + NAME + "[" + pid + "]: "
                        + line.text(),
                MOST_LOCAL_OCTETS);
    }

    /// RFC 5424, one line a datagram (RFC 5426 §3.1). A text that is not ASCII begins with a byte order mark: §6.4.
    byte[] rfc5424(LogRecord line) {
        boolean ascii = line.text().chars().allMatch(c -> c < 0x80);
        return octets(
                "<" + priority(line) + ">1 " + LogTime.rfc5424(line.atMs()) + " " + host + " " + NAME + " " + pid
                        + " - - " + (ascii ? "" : "\ufeff") + line.text(),
                MOST_UDP_OCTETS);
    }

    /// The journal's own form, one field a line: <https://systemd.io/JOURNAL_NATIVE_PROTOCOL>.
    byte[] journal(LogRecord line) {
        StringBuilder text = new StringBuilder("PRIORITY=").append(line.severity());
        text.append("\nSYSLOG_FACILITY=").append(facility);
        text.append("\nSYSLOG_IDENTIFIER=").append(NAME);
        text.append("\nSYSLOG_PID=").append(pid);
        line.fields().forEach(field -> text.append('\n').append(TerminalLog.printable(field)));
        text.append("\nMESSAGE=").append(TerminalLog.printable(line.text()));
        byte[] most = octets(text.toString(), MOST_LOCAL_OCTETS - 1);
        byte[] ended = Arrays.copyOf(most, most.length + 1);
        ended[most.length] = '\n';
        return ended;
    }

    private int priority(LogRecord line) {
        return facility * 8 + line.severity();
    }

    /// In UTF-8, cut before the character that does not fit.
    private static byte[] octets(String text, int most) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length <= most) {
            return octets;
        }
        int end = most;
        while (end > 0 && (octets[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(octets, end);
    }
}
