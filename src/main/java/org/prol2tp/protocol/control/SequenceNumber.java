package org.prol2tp.protocol.control;

/// Arithmetic of Ns and Nr: 16 bits, 0..65535, in a circle.
///
/// Source: RFC 2661 §5.8.
final class SequenceNumber {
    private static final int MASK = 0xffff;
    private static final int HALF = 0x8000;

    private SequenceNumber() {}

    /// The number before `number`.
    static int previous(int number) {
        return (number - 1) & MASK;
    }

    /// The number after `number`.
    static int next(int number) {
        return (number + 1) & MASK;
    }

    /// How many steps forward lead from `from` to `to`, 0..65535.
    static int distance(int from, int to) {
        return (to - from) & MASK;
    }

    /// Whether `number` is one of the 32767 numbers before `reference`, or the one half a circle
    /// away: what comes so was there before.
    static boolean precedes(int number, int reference) {
        return distance(reference, number) >= HALF;
    }
}
