package org.prol2tp.dataplane.userspace;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Room for fragments that wait for others, of all bundles together. Belongs to the receiver.
final class FragmentPool {
    /// The longest fragment that may wait: what PPP Multilink asks of peers is no longer than that.
    static final int CHUNK_OCTETS = 2048;

    /// Eight megabytes in all, which are only there once they were needed: a peer with many bundles could make us keep
    /// [Reassembler#FRAGMENTS] for each.
    static final int CHUNKS = 4096;

    private final ArrayDeque<byte[]> free = new ArrayDeque<>();
    private int made;

    /// Null: all are in use. Rather than an Optional, since this is asked for every fragment.
    byte @Nullable [] take() {
        byte[] chunk = free.pollLast();
        if (chunk == null && made < CHUNKS) {
            made++;
            return new byte[CHUNK_OCTETS];
        }
        return chunk;
    }

    void giveBack(byte[] chunk) {
        free.addLast(chunk);
    }

    int inUse() {
        return made - free.size();
    }
}
