package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Puts the fragments that arrive over the links of a bundle into order and together. A fragment is lost if every link
/// has brought a later one, or if others have waited for it too long; then its packet is dropped. Knows no clock.
/// Belongs to the receiver. A whole packet that is in order is passed on from where it is.
///
/// Source: RFC 1990 §3, §4.1.
final class Reassembler {
    /// Fragments that wait at most; what is ahead of the next one by more than that makes us give up what is missing.
    /// A power of two.
    static final int FRAGMENTS = 128;

    /// How long a fragment is waited for: links may differ so much.
    static final long WAIT_NS = 200_000_000;

    /// So many late fragments in a row, each following the one before, mean that the peer counts anew.
    static final int RESTART_AFTER = 16;

    static final int SEQUENCE_NUMBERS = 1 << 24;

    private static final int MASK = SEQUENCE_NUMBERS - 1;
    private static final int UNUSED_BITS = Integer.SIZE - 24;
    private static final byte FIRST = 1;
    private static final byte LAST = 2;

    /// The protocol field before the packet, at most.
    private static final int PROTOCOL_OCTETS = 2;

    /// What `staging` has room for: MRRU is a number of 16 bits (RFC 1990 §5.1.1).
    static final int MOST_OCTETS = 65_535 + PROTOCOL_OCTETS;

    private final int mostOctets;
    private final FragmentPool pool;
    private final byte[] @Nullable [] chunks = new byte[FRAGMENTS][];
    private final int[] octets = new int[FRAGMENTS];
    private final byte[] ends = new byte[FRAGMENTS];
    private boolean started;
    private int expected;
    private int held;
    private int lateRun;
    private int lastLate;
    private long deadlineNs;
    private long lost;

    /// Where packets go to.
    interface Packets {
        /// A frame without FF 03, which is there while this runs.
        void packet(MemorySegment memory, long at, int octets);
    }

    /// @param mrru the longest packet that is taken, octets, at most 65,535
    Reassembler(int mrru, FragmentPool pool) {
        this.mostOctets = mrru + PROTOCOL_OCTETS;
        this.pool = pool;
    }

    /// How far `sequence` is ahead of `other`; negative: behind it.
    static int distance(int sequence, int other) {
        return sequence - other << UNUSED_BITS >> UNUSED_BITS;
    }

    /// The next number that is waited for.
    int expected() {
        return expected;
    }

    int held() {
        return held;
    }

    /// Packets of which something did not arrive, late fragments, and packets that were too long.
    long lost() {
        return lost;
    }

    /// When to call [#giveUp], if anything is held.
    long deadlineNs() {
        return deadlineNs;
    }

    /// A fragment arrived.
    ///
    /// @param least the least of the numbers that came last over each link: whatever is before it comes no more
    /// @param staging where packets are put together
    void fragment(
            int sequence,
            boolean first,
            boolean last,
            MemorySegment memory,
            long at,
            int length,
            int least,
            long nowNs,
            MemorySegment staging,
            Packets packets) {
        if (!started) {
            started = true;
            expected = sequence < FRAGMENTS ? 0 : sequence; // a new bundle counts from 0
        }
        if (distance(sequence, expected) < 0 && !countsAnew(sequence)) {
            lost++;
            return;
        }
        if (distance(sequence, expected) >= FRAGMENTS) {
            while (held > 0) {
                giveUpGap();
                release(expected, nowNs, staging, packets);
            }
            expected = sequence;
        }
        if (length > mostOctets) {
            lost++;
            return;
        }
        if (sequence == expected && held == 0 && first && last) {
            expected = expected + 1 & MASK;
            packets.packet(memory, at, length);
            return;
        }
        hold(sequence, (byte) ((first ? FIRST : 0) | (last ? LAST : 0)), memory, at, length, nowNs);
        release(least, nowNs, staging, packets);
    }

    /// Gives up what has been waited for long enough.
    void giveUp(long nowNs, MemorySegment staging, Packets packets) {
        if (held > 0 && nowNs - deadlineNs >= 0) {
            giveUpGap();
            deadlineNs = nowNs + WAIT_NS;
            release(expected, nowNs, staging, packets);
        }
    }

    /// Drops what is held.
    void clear() {
        for (int i = 0; i < FRAGMENTS; i++) {
            drop(i);
        }
    }

    private boolean countsAnew(int sequence) {
        lateRun = sequence == (lastLate + 1 & MASK) ? lateRun + 1 : 1;
        lastLate = sequence;
        if (lateRun < RESTART_AFTER) {
            return false;
        }
        clear();
        lateRun = 0;
        expected = sequence;
        return true;
    }

    private void hold(int sequence, byte itsEnds, MemorySegment memory, long at, int length, long nowNs) {
        int slot = sequence % FRAGMENTS;
        byte[] chunk = chunks[slot] != null || length > FragmentPool.CHUNK_OCTETS ? null : pool.take();
        if (chunk == null) {
            lost++;
            return;
        }
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
        chunks[slot] = chunk;
        octets[slot] = length;
        ends[slot] = itsEnds;
        if (held++ == 0) {
            deadlineNs = nowNs + WAIT_NS;
        }
    }

    /// Passes on whatever is complete, up to the first gap that may still be filled.
    private void release(int least, long nowNs, MemorySegment staging, Packets packets) {
        while (held > 0) {
            int end = expected;
            int length = 0;
            boolean complete = false;
            while (!complete
                    && isHeld(end)
                    && (end == expected ? has(end, FIRST) : !has(end, FIRST))
                    && length + octets[end % FRAGMENTS] <= mostOctets) {
                length += octets[end % FRAGMENTS];
                complete = has(end, LAST);
                end = complete ? end : end + 1 & MASK;
            }
            if (complete) {
                deadlineNs = nowNs + WAIT_NS;
                assemble(end, staging);
                packets.packet(staging, 0, length);
            } else if (isHeld(end)) { // a beginning is missing before it, or an end, or it is too long
                skipTo(end == expected ? end + 1 & MASK : end);
                lost++;
            } else if (distance(least, end) > 0) {
                skipTo(end + 1 & MASK);
                lost++;
            } else {
                return;
            }
        }
    }

    private void assemble(int end, MemorySegment staging) {
        int at = 0;
        for (int i = expected; distance(i, end) <= 0; i = i + 1 & MASK) {
            byte[] chunk = chunks[i % FRAGMENTS];
            if (chunk != null) {
                MemorySegment.copy(chunk, 0, staging, ValueLayout.JAVA_BYTE, at, octets[i % FRAGMENTS]);
                at += octets[i % FRAGMENTS];
            }
        }
        skipTo(end + 1 & MASK);
    }

    /// Gives up the first number that is missing, with the packet it belongs to.
    private void giveUpGap() {
        int gap = expected;
        while (isHeld(gap)) {
            gap = gap + 1 & MASK;
        }
        skipTo(gap);
        while (held > 0 && !isHeld(expected)) {
            expected = expected + 1 & MASK;
        }
        lost++;
    }

    private void skipTo(int sequence) {
        while (expected != sequence) {
            drop(expected % FRAGMENTS);
            expected = expected + 1 & MASK;
        }
    }

    private void drop(int slot) {
        byte[] chunk = chunks[slot];
        if (chunk != null) {
            chunks[slot] = null;
            pool.giveBack(chunk);
            held--;
        }
    }

    private boolean isHeld(int sequence) {
        return distance(sequence, expected) < FRAGMENTS && chunks[sequence % FRAGMENTS] != null;
    }

    private boolean has(int sequence, byte end) {
        return (ends[sequence % FRAGMENTS] & end) != 0;
    }
}
