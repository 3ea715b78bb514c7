package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;

/// A peer's text for our log: no line ends, no control characters, not too long.
final class Printable {
    private static final int MAX_CHARACTERS = 100;

    private Printable() {}

    static String of(byte[] octets, int start, int lengthOctets) {
        return of(new String(octets, start, lengthOctets, StandardCharsets.UTF_8));
    }

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .limit(MAX_CHARACTERS)
                .forEach(point -> printable.appendCodePoint(
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? '?' : point));
        return printable.toString();
    }
}
