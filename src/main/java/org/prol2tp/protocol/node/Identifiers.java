package org.prol2tp.protocol.node;

import java.util.OptionalInt;
import java.util.function.IntPredicate;

/// Chooses ids of 16 bits that nobody can foretell: an attacker who does not see the packets must guess
/// them (RFC 2661 §9.2). 0 is never chosen, it means "none" in a header (RFC 2661 §3.1).
final class Identifiers {
    /// How many ids there are: 1..65535.
    static final int COUNT = 65_535;

    /// Random tries before the space is searched in order. With half of the ids free the chance to fail
    /// is 2^-16.
    private static final int RANDOM_TRIES = 16;

    private Identifiers() {}

    /// An id that is not `taken`; empty if all are.
    static OptionalInt choose(Entropy entropy, IntPredicate taken) {
        long bits = 0;
        for (int attempt = 0; attempt < RANDOM_TRIES; attempt++) {
            bits = (attempt & 3) == 0 ? entropy.nextLong() : bits >>> 16;
            int id = (int) bits & 0xffff;
            if (id != 0 && !taken.test(id)) {
                return OptionalInt.of(id);
            }
        }
        int start = (int) Long.remainderUnsigned(entropy.nextLong(), COUNT);
        for (int i = 0; i < COUNT; i++) {
            int id = (start + i) % COUNT + 1;
            if (!taken.test(id)) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }
}
