package org.prol2tp.dataplane.userspace;

/// Whether a thread of the data path is busy: from [#BUSY_PER_S] packets per second on, until there
/// are fewer than [#CALM_PER_S]. A busy one would rather have long rows than be woken for each
/// packet, as interrupts are moderated; another must be there at once. Time is looked at once in
/// [#ROUNDS] rounds.
///
/// ```
///     if (moderation.round(packets)) {
///         moderation.judge(System.nanoTime());
///     }
/// ```
final class Moderation {
    static final long BUSY_PER_S = 80_000;
    static final long CALM_PER_S = 40_000;
    /// A shorter time says nothing.
    static final long WINDOW_NS = 5_000_000;
    /// Nothing for so long, and the thread is not busy.
    static final int SILENCE_MS = 20;

    static final int ROUNDS = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private final Switch busySwitch;
    private boolean busy;
    private int rounds;
    private long packets;
    private long sinceNs;

    /// Is told when the thread becomes busy, and when it is not any more.
    interface Switch {
        void set(boolean busy);
    }

    Moderation(Switch busySwitch, long nowNs) {
        this.busySwitch = busySwitch;
        sinceNs = nowNs;
    }

    /// How long to wait for packets, as `epoll_wait` wants it: -1 is for ever.
    int timeoutMs() {
        return busy ? SILENCE_MS : -1;
    }

    /// After each round, with what it handled. True: [#judge].
    boolean round(int handled) {
        packets += handled;
        rounds++;
        return rounds >= ROUNDS || busy && handled == 0;
    }

    void judge(long nowNs) {
        rounds = 0;
        long took = nowNs - sinceNs;
        if (took < WINDOW_NS) {
            return;
        }
        long least = busy ? CALM_PER_S : BUSY_PER_S;
        boolean isBusy = packets * NS_PER_S / took >= least;
        packets = 0;
        sinceNs = nowNs;
        if (isBusy != busy) {
            busy = isBusy;
            busySwitch.set(isBusy);
        }
    }
}
