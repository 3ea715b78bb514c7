package org.prol2tp.protocol.node;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.prol2tp.protocol.wire.Version;

/// Chooses ids, of 16 bits or in L2TPv3 of 32, that nobody can foretell: an attacker who does not see the
/// packets must guess them (RFC 2661 §9.2). 0 is never chosen, it means "none" in a header (RFC 2661 §3.1).
final class Identifiers {
    /// How many ids there are: 1..65535.
    static final int COUNT = 65_535;

    /// Random tries before the space is searched in order. With half of the ids free the chance to fail
    /// is 2^-16.
    private static final int RANDOM_TRIES = 16;

    private Identifiers() {}

    /// An id of 16 bits that is not `taken`; empty if all are.
    static OptionalInt choose(Entropy entropy, IntPredicate taken) {
        return choose(Version.V2, entropy, taken);
    }

    /// An id that is not `taken`, as large as the ids of that version; empty if none was found.
    static OptionalInt choose(Version version, Entropy entropy, IntPredicate taken) {
        int bits = version == Version.V2 ? 16 : 32;
        long random = 0;
        for (int attempt = 0; attempt < RANDOM_TRIES; attempt++) {
            random = attempt % (Long.SIZE / bits) == 0 ? entropy.nextLong() : random >>> bits;
            int id = (int) (random & version.largestId());
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
