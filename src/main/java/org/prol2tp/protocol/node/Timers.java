package org.prol2tp.protocol.node;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All pending instants of a node in one binary heap: arming, moving and disarming a timer is O(log n),
/// with no allocation but the heap's growth. Timers of the same instant ring in the order they were
/// armed, so that the same inputs always give the same outputs.
final class Timers {
    private static final int FIRST_CAPACITY = 64;

    private Timer[] heap = new Timer[FIRST_CAPACITY];

    private int size;

    private long armedSoFar;

    private @Nullable Wakeable lastRung;

    /// One timer: belongs to `owner`, is either idle or armed for one instant.
    static final class Timer {
        private static final int IDLE = -1;

        private final Wakeable owner;

        private int index = IDLE;

        private long atNs;

        private long order;

        Timer(Wakeable owner) {
            this.owner = owner;
        }

        boolean isArmed() {
            return index != IDLE;
        }

        /// Of a timer that is armed, or that rings now.
        long atNs() {
            return atNs;
        }

        private boolean before(Timer other) {
            return atNs != other.atNs ? atNs < other.atNs : order < other.order;
        }
    }

    /// Who is called when its timer rings.
    interface Wakeable {
        /// The timer rang and is idle again.
        void wake(long nowNs);

        /// What is dropped if [#wake] has a bug.
        Optional<Tunnel> tunnelConcerned();
    }

    /// Makes the timer ring at `atNs`, whatever it did before. [Node#NEVER] disarms it.
    void arm(Timer timer, long atNs) {
        if (atNs == Node.NEVER) {
            disarm(timer);
            return;
        }
        if (timer.isArmed() && timer.atNs == atNs) {
            return;
        }
        timer.atNs = atNs;
        timer.order = armedSoFar++;
        if (timer.isArmed()) {
            siftUp(timer);
            siftDown(timer);
            return;
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        heap[size] = timer;
        timer.index = size++;
        siftUp(timer);
    }

    /// Makes the timer idle.
    void disarm(Timer timer) {
        if (!timer.isArmed()) {
            return;
        }
        int hole = timer.index;
        timer.index = Timer.IDLE;
        Timer last = heap[--size];
        clear(size);
        if (last != timer) {
            place(last, hole);
            siftUp(last);
            siftDown(last);
        }
    }

    /// When the next timer rings; [Node#NEVER] if none is armed.
    long nextNs() {
        return size == 0 ? Node.NEVER : heap[0].atNs;
    }

    /// How many are armed.
    int size() {
        return size;
    }

    /// Disarms the earliest timer that is due and wakes its owner; false if none was due.
    boolean ringOne(long nowNs) {
        if (nextNs() > nowNs) {
            return false;
        }
        Timer due = heap[0];
        disarm(due);
        lastRung = due.owner;
        due.owner.wake(nowNs);
        return true;
    }

    /// Whose timer rang last.
    Optional<Wakeable> lastRung() {
        return Optional.ofNullable(lastRung);
    }

    private void siftUp(Timer timer) {
        int index = timer.index;
        while (index > 0) {
            Timer parent = heap[(index - 1) / 2];
            if (!timer.before(parent)) {
                break;
            }
            int above = parent.index;
            place(parent, index);
            index = above;
        }
        place(timer, index);
    }

    private void siftDown(Timer timer) {
        int index = timer.index;
        while (2 * index + 1 < size) {
            Timer child = heap[2 * index + 1];
            if (2 * index + 2 < size && heap[2 * index + 2].before(child)) {
                child = heap[2 * index + 2];
            }
            if (!child.before(timer)) {
                break;
            }
            int below = child.index;
            place(child, index);
            index = below;
        }
        place(timer, index);
    }

    private void place(Timer timer, int index) {
        heap[index] = timer;
        timer.index = index;
    }

    @SuppressWarnings("NullAway") // a slot beyond `size` is never read, and must not hold on to a dropped tunnel
    private void clear(int index) {
        heap[index] = null;
    }
}
