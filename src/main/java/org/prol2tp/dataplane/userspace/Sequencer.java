package org.prol2tp.dataplane.userspace;

import java.util.Arrays;
import java.util.Optional;

/// Puts received data messages of one session into the order of their sequence numbers. Owned by the
/// receiver. Only a message that is ahead of its time is kept, for at most the reorder timeout. Nr is
/// not looked at.
///
/// Source: RFC 2661 §5.4, RFC 3931 §4.6.1.
final class Sequencer {
    /// Messages held back in a session at most; a gap that is wider is given up.
    static final int CAPACITY = 64;

    /// So many late messages in a row, each following the one before, mean that the peer counts anew.
    static final int RESTART_AFTER = 16;

    private static final byte[] NONE = {};

    /// How many numbers there are, less 1: 16 bits of them in L2TPv2, 24 in L2TPv3.
    private final int mask;
    private int expectedNs;
    private int lateRun;
    private int lastLateNs;
    private int held;
    private long deadlineNs;
    private byte[][] frames = {};

    /// What to do with a message.
    enum Verdict {
        /// In order: deliver it, then what [#release] gives.
        DELIVER,
        /// In time, but others are missing before it: [#hold] it, or [#skipTo] it.
        AHEAD,
        /// Its place has passed: discard it.
        LATE,
        /// The peer counts anew from it: [#skipTo] it.
        RESTART
    }

    /// For numbers of as many bits as `mask` has, all of them 1.
    ///
    /// @param first the number that is expected first
    Sequencer(int mask, int first) {
        this.mask = mask;
        this.expectedNs = first & mask;
    }

    /// Judges a message. [Verdict#DELIVER] counts as delivered.
    Verdict judge(int ns) {
        int distance = distance(ns);
        if (distance == 0) {
            expectedNs = ns + 1 & mask;
            lateRun = 0;
            return Verdict.DELIVER;
        }
        if (distance > 0) {
            lateRun = 0;
            return Verdict.AHEAD;
        }
        lateRun = ns == (lastLateNs + 1 & mask) ? lateRun + 1 : 1;
        lastLateNs = ns;
        return lateRun < RESTART_AFTER ? Verdict.LATE : Verdict.RESTART;
    }

    /// Takes `ns` as delivered and gives up what is missing before it. What is held is forgotten: [#release] it first.
    void skipTo(int ns) {
        expectedNs = ns + 1 & mask;
        lateRun = 0;
        if (held > 0) {
            Arrays.fill(frames, NONE);
            held = 0;
        }
    }

    /// Keeps a message that is ahead. False if it is too far ahead, or there already.
    boolean hold(int ns, byte[] frame, long giveUpAtNs) {
        if (!canHold(ns)) {
            return false;
        }
        if (frames.length == 0) {
            frames = new byte[CAPACITY][];
            Arrays.fill(frames, NONE);
        }
        if (frames[ns % CAPACITY].length > 0) {
            return false;
        }
        frames[ns % CAPACITY] = frame;
        if (held++ == 0) {
            deadlineNs = giveUpAtNs;
        }
        return true;
    }

    /// Whether it is near enough.
    boolean canHold(int ns) {
        return distance(ns) < CAPACITY;
    }

    /// The next message that is in order now, delivered by this. Empty: none is.
    Optional<byte[]> release() {
        if (held == 0) {
            return Optional.empty();
        }
        byte[] frame = frames[expectedNs % CAPACITY];
        if (frame.length == 0) {
            return Optional.empty();
        }
        frames[expectedNs % CAPACITY] = NONE;
        held--;
        expectedNs = expectedNs + 1 & mask;
        return Optional.of(frame);
    }

    /// Gives up what is missing before the first message that is held, so that [#release] gives it.
    /// If others are still missing then, they are waited for until `nextDeadlineNs`.
    void giveUpGap(long nextDeadlineNs) {
        while (held > 0 && frames[expectedNs % CAPACITY].length == 0) {
            expectedNs = expectedNs + 1 & mask;
        }
        deadlineNs = nextDeadlineNs;
    }

    /// How far a number is ahead of the one that is expected; negative: behind it.
    private int distance(int ns) {
        int unused = Integer.numberOfLeadingZeros(mask);
        return ns - expectedNs << unused >> unused;
    }

    int expectedNs() {
        return expectedNs;
    }

    int held() {
        return held;
    }

    /// When to give up, if anything is held.
    long deadlineNs() {
        return deadlineNs;
    }
}
