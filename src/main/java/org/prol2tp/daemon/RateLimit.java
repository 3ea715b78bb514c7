package org.prol2tp.daemon;

/// Lets a burst through, then so many a second; counts what it held back. Belongs to one thread.
final class RateLimit {
    private static final long SECOND_NS = 1_000_000_000L;

    private final int burst;
    private final long refillNs;
    private double tokens;
    private long lastNs;
    private boolean fresh = true;
    private long heldBack;

    /// At most `burst` at once, and `perSecond` in the long run.
    RateLimit(int burst, int perSecond) {
        this(burst, SECOND_NS / perSecond);
    }

    private RateLimit(int burst, long refillNs) {
        this.burst = burst;
        this.refillNs = refillNs;
        this.tokens = burst;
    }

    /// One, and then one each time so many seconds have gone.
    static RateLimit oncePerSeconds(int seconds) {
        return new RateLimit(1, seconds * SECOND_NS);
    }

    /// Whether one more may pass at `nowNs`; if not, it is counted.
    boolean passes(long nowNs) {
        if (fresh) {
            lastNs = nowNs;
            fresh = false;
        }
        tokens = Math.min(burst, tokens + (double) (nowNs - lastNs) / refillNs);
        lastNs = nowNs;
        if (tokens < 1) {
            heldBack++;
            return false;
        }
        tokens--;
        return true;
    }

    /// How many were held back since the last call.
    long takeHeldBack() {
        long count = heldBack;
        heldBack = 0;
        return count;
    }
}
