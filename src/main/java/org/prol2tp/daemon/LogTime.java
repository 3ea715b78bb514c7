package org.prol2tp.daemon;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of a line as text, by hand: a formatter's classes cost a tenth of the start-up time.
final class LogTime {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private LogTime() {}

    /// The local time: `2026-01-31 12:34:56.789`.
    static String local(long atMs) {
        return full(at(atMs, ZoneId.systemDefault()), ' ', atMs).toString();
    }

    /// The local time as RFC 3164 §4.1.2 has it: `Jan  1 12:34:56`.
    static String rfc3164(long atMs) {
        return rfc3164(at(atMs, ZoneId.systemDefault()));
    }

    static String rfc3164(LocalDateTime at) {
        StringBuilder text = new StringBuilder(16);
        int month = (at.getMonthValue() - 1) * 3;
        text.append(MONTHS, month, month + 3).append(at.getDayOfMonth() < 10 ? "  " : " ");
        text.append(at.getDayOfMonth()).append(' ');
        return clock(text, at).toString();
    }

    /// Universal time as RFC 5424 §6.2.3 has it: `2026-01-31T12:34:56.789Z`.
    static String rfc5424(long atMs) {
        return full(at(atMs, ZoneOffset.UTC), 'T', atMs).append('Z').toString();
    }

    private static LocalDateTime at(long atMs, ZoneId zone) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(atMs), zone);
    }

    private static StringBuilder full(LocalDateTime at, char between, long atMs) {
        StringBuilder text = new StringBuilder(24);
        digits(text, at.getYear(), 4).append('-');
        digits(text, at.getMonthValue(), 2).append('-');
        digits(text, at.getDayOfMonth(), 2).append(between);
        return digits(clock(text, at).append('.'), Math.floorMod(atMs, 1_000), 3);
    }

    private static StringBuilder clock(StringBuilder text, LocalDateTime at) {
        digits(text, at.getHour(), 2).append(':');
        digits(text, at.getMinute(), 2).append(':');
        return digits(text, at.getSecond(), 2);
    }

    private static StringBuilder digits(StringBuilder text, int number, int width) {
        String plain = Integer.toString(number);
        return text.repeat('0', Math.max(0, width - plain.length())).append(plain);
    }
}
