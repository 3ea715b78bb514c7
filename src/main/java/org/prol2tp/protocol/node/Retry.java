package org.prol2tp.protocol.node;

/// When to try again what failed: soon at first, then ever later up to the configured wait; each time a
/// quarter more or less, so that a thousand clients of one server do not come back in one instant.
final class Retry {
    /// What was up for so long failed anew and not still.
    private static final long STABLE_NS = 30_000_000_000L;

    private static final int MOST_DOUBLINGS = 30;

    private final long firstNs;

    private int failures;

    /// The first wait is `firstNs`, unless that is more than the longest.
    Retry(long firstNs) {
        this.firstNs = firstNs;
    }

    /// How long to wait after one more failure, about `longestNs` at most. `upNs` is how long it had worked; 0: not at
    /// all.
    long nextWaitNs(long upNs, long longestNs, Entropy entropy) {
        if (upNs >= STABLE_NS) {
            failures = 0;
        }
        long waitNs = failures > MOST_DOUBLINGS ? longestNs : Math.min(longestNs, firstNs << failures);
        failures++;
        long spreadNs = waitNs / 2;
        return waitNs - spreadNs / 2 + (spreadNs == 0 ? 0 : Long.remainderUnsigned(entropy.nextLong(), spreadNs));
    }

    /// `next try in 2.3 s`.
    static String announce(long waitNs) {
        long tenths = (waitNs + 50_000_000) / 100_000_000;
        return "next try in " + tenths / 10 + "." + tenths % 10 + " s";
    }
}
