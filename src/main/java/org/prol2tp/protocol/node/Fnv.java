package org.prol2tp.protocol.node;

import org.prol2tp.protocol.wire.Octets;

/// FNV-1a of 64 bits: tells octets apart where nobody gains by making two the same.
final class Fnv {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fnv() {}

    static long of(Octets octets) {
        long hash = OFFSET_BASIS;
        for (int i = 0; i < octets.length(); i++) {
            hash = (hash ^ octets.at(i)) * PRIME;
        }
        return hash;
    }
}
