package org.prol2tp.protocol.node;

/// Whether a session carries traffic: what the data plane has counted is asked for now and then, and the frames of
/// PPP's
/// control protocols, which are counted there too, do not count. A session is idle after at most a quarter more than
/// its time.
final class IdleWatch {
    private static final int LOOKS = 4;

    private static final long SHORTEST_NS = 1_000_000_000L;

    private final long timeoutNs;

    private long lookAtNs;

    private long busyAtNs;

    /// Control frames of this link in both directions.
    private long frames;

    /// Of the last look.
    private long traffic = -1;

    IdleWatch(long timeoutNs, long nowNs) {
        this.timeoutNs = timeoutNs;
        busyAtNs = nowNs;
        lookAtNs = nowNs + periodNs();
    }

    private long periodNs() {
        return Math.max(SHORTEST_NS, timeoutNs / LOOKS);
    }

    /// When to look next.
    long deadlineNs() {
        return lookAtNs;
    }

    /// A control frame went or came.
    void frame() {
        frames++;
    }

    /// Whether it is time to look; if so, the next time is later.
    boolean takeLook(long nowNs) {
        if (nowNs < lookAtNs) {
            return false;
        }
        lookAtNs = nowNs + periodNs();
        return true;
    }

    /// What the data plane has counted by now, packets and control frames. Returns whether there was no packet for the
    /// whole time.
    boolean isIdle(long counted, long nowNs) {
        long packets = counted - frames;
        if (packets != traffic) {
            traffic = packets;
            busyAtNs = nowNs;
        }
        return nowNs - busyAtNs >= timeoutNs;
    }
}
