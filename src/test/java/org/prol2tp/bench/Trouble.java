package org.prol2tp.bench;

import java.util.ArrayDeque;
import java.util.Random;

/// A bad path in one direction: loses datagrams, duplicates some, and lets some be overtaken. The seed is fixed, so
/// that every peer meets the
/// same.
final class Trouble {
    private final int lossPercent;
    private final int duplicatePercent;
    private final int disorderPercent;
    private final Random random;
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private record Held(int socket, byte[] octets) {}

    /// Takes a datagram, `octets[0..length)`, valid during the call only.
    interface Onward {
        void pass(int socket, byte[] octets, int length);
    }

    Trouble(int lossPercent, int duplicatePercent, int disorderPercent, long seed) {
        this.lossPercent = lossPercent;
        this.duplicatePercent = duplicatePercent;
        this.disorderPercent = disorderPercent;
        random = new Random(seed);
    }

    /// Passes the datagram on once, twice, or not; or with the next [#release].
    void pass(int socket, byte[] octets, int length, Onward onward) {
        if (lossPercent + duplicatePercent + disorderPercent == 0) {
            onward.pass(socket, octets, length);
            return;
        }
        int fate = random.nextInt(100);
        if (fate < lossPercent) {
            return;
        }
        if (fate < lossPercent + disorderPercent) {
            held.addLast(new Held(socket, java.util.Arrays.copyOf(octets, length)));
            return;
        }
        onward.pass(socket, octets, length);
        if (fate < lossPercent + disorderPercent + duplicatePercent) {
            onward.pass(socket, octets, length);
        }
    }

    /// What was overtaken goes on, behind what came after it.
    void release(Onward onward) {
        while (!held.isEmpty()) {
            Held each = held.removeFirst();
            onward.pass(each.socket, each.octets, each.octets.length);
        }
    }
}
