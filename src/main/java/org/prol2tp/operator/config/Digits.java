package org.prol2tp.operator.config;

import java.util.Optional;

/// Numbers as text, without exceptions.
final class Digits {
    private Digits() {}

    /// A number of 0..2^62-1, decimal or `0x…`; empty if it is not that.
    static Optional<Long> parse(String text) {
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        int radix = hex ? 16 : 10;
        long value = 0;
        int start = hex ? 2 : 0;
        if (start == text.length()) {
            return Optional.empty();
        }
        for (int i = start; i < text.length(); i++) {
            int digit = digit(text.charAt(i), radix);
            if (digit < 0 || value > (1L << 62) / radix - 1) {
                return Optional.empty();
            }
            value = value * radix + digit;
        }
        return Optional.of(value);
    }

    /// Octets of two hexadecimal digits each; a `:` or `-` may stand between them.
    static Optional<byte[]> octets(String text) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (digit(c, 16) >= 0) {
                digits.append(c);
            } else if ((c != ':' && c != '-') || digits.length() % 2 != 0) {
                return Optional.empty();
            }
        }
        if (digits.length() % 2 != 0) {
            return Optional.empty();
        }
        byte[] octets = new byte[digits.length() / 2];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (digit(digits.charAt(2 * i), 16) << 4 | digit(digits.charAt(2 * i + 1), 16));
        }
        return Optional.of(octets);
    }

    private static int digit(char c, int radix) {
        return c < 128 ? Character.digit(c, radix) : -1;
    }
}
