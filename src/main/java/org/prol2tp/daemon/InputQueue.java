package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.prol2tp.protocol.node.Input;

/// What waits for the loop. Any thread puts, one thread takes, everything at once. What a peer can send at will is
/// bounded: over the limit it is refused, as by a full socket buffer; the protocol repeats it.
final class InputQueue {
    /// Inputs of peers that may wait: under a second of the busiest peer, some 10 MB.
    static final int MAX_OFFERED = 16_384;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private List<Input> waiting = new ArrayList<>();
    private int offered;
    private long refused;
    private boolean roused;

    /// Adds what a peer caused, unless too much of that waits. Does not wake the loop: see [#wake].
    boolean offer(Input input) {
        lock.lock();
        try {
            if (offered >= MAX_OFFERED) {
                refused++;
                return false;
            }
            offered++;
            return waiting.add(input);
        } finally {
            lock.unlock();
        }
    }

    /// Adds what only we can cause, always. Does not wake the loop: see [#wake].
    void add(Input input) {
        lock.lock();
        try {
            waiting.add(input);
        } finally {
            lock.unlock();
        }
    }

    /// Makes [#take] return.
    void wake() {
        lock.lock();
        try {
            roused = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for [#wake] or an input, at most `timeoutNs`; then gives all inputs there are, in order, in exchange for
    /// the empty list `spent`.
    List<Input> take(List<Input> spent, long timeoutNs) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = timeoutNs;
            while (waiting.isEmpty() && !roused && leftNs > 0) {
                leftNs = filled.awaitNanos(leftNs);
            }
            roused = false;
            List<Input> taken = waiting;
            waiting = spent;
            offered = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// How many offers were refused so far.
    long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }
}
