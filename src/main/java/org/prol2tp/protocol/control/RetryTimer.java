package org.prol2tp.protocol.control;

/// How long to wait for an acknowledgement: doubles with each retry up to a cap, starts anew when
/// the peer acknowledges something.
///
/// Source: RFC 2661 §5.8.
final class RetryTimer {
    /// The RFC allows a cap of 8 s or more.
    private static final long CAP_NS = 8_000_000_000L;

    private long firstNs;
    private int maxRetries;
    private long intervalNs;
    private int retries;

    RetryTimer(long firstNs, int maxRetries) {
        this.firstNs = firstNs;
        this.maxRetries = maxRetries;
        this.intervalNs = firstNs;
    }

    /// Other times, from the next message on; the number of retries counts at once.
    void adjust(long otherFirstNs, int otherMaxRetries) {
        firstNs = otherFirstNs;
        maxRetries = otherMaxRetries;
        if (retries == 0) {
            intervalNs = firstNs;
        }
    }

    /// The peer acknowledged something new.
    void restart() {
        intervalNs = firstNs;
        retries = 0;
    }

    /// The wait was in vain.
    ///
    /// @return whether to try once more
    boolean retry() {
        if (retries >= maxRetries) {
            return false;
        }
        retries++;
        intervalNs = doubled(intervalNs);
        return true;
    }

    /// Waits in vain since the peer acknowledged something new.
    int retries() {
        return retries;
    }

    /// How long to wait now.
    long intervalNs() {
        return intervalNs;
    }

    /// From a message's first transmission until it is given up, if nothing is acknowledged: 31 s by the
    /// defaults.
    long fullCycleNs() {
        long sum = 0;
        long interval = firstNs;
        for (int i = 0; i <= maxRetries; i++) {
            sum += interval;
            interval = doubled(interval);
        }
        return sum;
    }

    private static long doubled(long intervalNs) {
        return Math.max(intervalNs, Math.min(2 * intervalNs, CAP_NS));
    }
}
