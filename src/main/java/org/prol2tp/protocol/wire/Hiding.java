package org.prol2tp.protocol.wire;

/// With what the AVPs of one message are hidden.
///
/// @param secret the tunnel's
/// @param randomVector unpredictable and new for each message, 16 octets or more; sent in the clear
/// @param padding unpredictable octets. Each hidden value is filled up with the first of them to a
///     multiple of 16, so that its length does not tell what it is; as far as there are enough. Empty: no
///     padding
///
/// Source: RFC 2661 §4.3.
public record Hiding(Octets secret, Octets randomVector, Octets padding) {
    private static final int BLOCK = 16;
    private static final int LENGTH_OCTETS = 2;

    Octets hide(int type, Octets value) {
        int tail = (LENGTH_OCTETS + value.length()) % BLOCK;
        int count = Math.min(padding.length(), tail == 0 ? 0 : BLOCK - tail);
        int room = AvpFormat.MAX_VALUE_OCTETS - LENGTH_OCTETS - value.length();
        Octets filling = Octets.of(padding.shared(), 0, Math.max(0, Math.min(count, room)));
        return HiddenAvp.hide(type, secret, randomVector, value, filling);
    }
}
