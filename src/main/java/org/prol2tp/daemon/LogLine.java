package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One fact as text: a sentence, then `key=value`. Values with spaces or quotes are quoted. What a peer
/// said may be in any of it: control characters are escaped, and its length is bounded.
public final class LogLine {
    /// Characters of a sentence, or of a value; the rest is `…`.
    static final int MAX_CHARACTERS = 512;

    private final StringBuilder text = new StringBuilder();
    private final List<String> fields = new ArrayList<>(0);

    /// Begins with this sentence.
    public LogLine(String sentence) {
        printable(sentence);
    }

    public LogLine with(String key, Object value) {
        text.append(' ').append(key).append('=');
        append(value.toString());
        if (isField(key)) {
            fields.add(key.toUpperCase(Locale.ROOT) + "=" + value);
        }
        return this;
    }

    public LogLine with(String key, Optional<?> value) {
        value.ifPresent(present -> with(key, present));
        return this;
    }

    /// `TUNNEL=t1` and the like: which tunnel and session it is about.
    List<String> fields() {
        return fields;
    }

    private static boolean isField(String key) {
        return switch (key) {
            case "tunnel", "tunnel_id", "session", "session_id" -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void append(String value) {
        boolean plain = !value.isEmpty();
        for (int i = 0; i < value.length() && plain; i++) {
            char c = value.charAt(i);
            plain = c > ' ' && c != '"' && c != '=' && c != '\\';
        }
        if (plain) {
            printable(value);
            return;
        }
        text.append('"');
        printable(value.replace("\\", "\\\\").replace("\"", "\\\""));
        text.append('"');
    }

    /// Appends what can be printed as it is, and in hexadecimal, `\{1b}`, what would move a cursor, turn the
    /// direction of writing or is no character at all.
    private void printable(String raw) {
        int end = Math.min(raw.length(), MAX_CHARACTERS);
        for (int i = 0; i < end; ) {
            int point = raw.codePointAt(i);
            i += Character.charCount(point);
            if (point >= ' ' && point < 0x7f || isPrintable(point)) {
                text.appendCodePoint(point);
            } else {
                text.append("\\{").append(Integer.toHexString(point)).append('}');
            }
        }
        text.append(end < raw.length() ? "…" : "");
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
