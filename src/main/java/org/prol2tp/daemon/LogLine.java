package org.prol2tp.daemon;

import java.util.Optional;

/// One fact as text: a sentence, then `key=value`. Values with spaces or quotes are quoted.
final class LogLine {
    private final StringBuilder text;

    LogLine(String sentence) {
        text = new StringBuilder(sentence);
    }

    LogLine with(String key, Object value) {
        text.append(' ').append(key).append('=');
        append(value.toString());
        return this;
    }

    LogLine with(String key, Optional<?> value) {
        value.ifPresent(present -> with(key, present));
        return this;
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
            text.append(value);
            return;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }
}
