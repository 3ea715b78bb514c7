package org.prol2tp.protocol.control;

/// How long to wait for an acknowledgement: doubles with each wait in vain up to a cap, starts anew when
/// the peer acknowledges something.
///
/// The first wait is the configured one, halved as often as the measured round trips permit. The waits
/// that come before the configured one by that are no retries: what is lost is repaired sooner, and a peer
/// that is silent is given up no sooner than without it.
///
/// Source: RFC 2661 §5.8; RFC 6298 §2 for the estimate.
final class RetryTimer {
    /// The RFC allows a cap of 8 s or more.
    private static final long CAP_NS = 8_000_000_000L;

    /// No wait is shorter, however short the round trips: peers may take a while to acknowledge.
    static final long LEAST_NS = 200_000_000L;

    private static final long NONE = -1;

    private long firstNs;
    private int maxRetries;
    private long intervalNs;
    private int retries;
    private long smoothedNs = NONE;
    private long variationNs;

    /// When the message [#timed] went out, whose acknowledgement will show the round trip.
    private long timedFromNs = NONE;

    private int timed;

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
            intervalNs = startNs();
        }
    }

    /// The message `ns` goes out for the first time, and nothing that went out twice is in flight.
    void sent(int ns, long nowNs) {
        if (timedFromNs == NONE) {
            timedFromNs = nowNs;
            timed = ns;
        }
    }

    /// A message goes out again: which of the two will be acknowledged nobody knows (RFC 6298 §3).
    void sentAgain() {
        timedFromNs = NONE;
    }

    /// The peer acknowledged something new: all before `nr`.
    void acknowledged(int nr, long nowNs) {
        if (timedFromNs != NONE && SequenceNumber.precedes(timed, nr)) {
            measured(nowNs - timedFromNs);
            timedFromNs = NONE;
        }
        restart();
    }

    private void measured(long roundTripNs) {
        if (smoothedNs == NONE) {
            smoothedNs = roundTripNs;
            variationNs = roundTripNs / 2;
        } else {
            variationNs += (Math.abs(smoothedNs - roundTripNs) - variationNs) / 4;
            smoothedNs += (roundTripNs - smoothedNs) / 8;
        }
    }

    private long startNs() {
        long startNs = firstNs;
        if (smoothedNs != NONE) {
            long neededNs = Math.max(smoothedNs + 4 * variationNs, LEAST_NS);
            while (startNs / 2 >= neededNs) {
                startNs /= 2;
            }
        }
        return startNs;
    }

    /// Waits anew.
    void restart() {
        intervalNs = startNs();
        retries = 0;
    }

    /// The wait was in vain.
    ///
    /// @return whether to try once more
    boolean retry() {
        if (intervalNs > firstNs / 2) { // not one of the earlier waits
            if (retries >= maxRetries) {
                return false;
            }
            retries++;
        }
        intervalNs = doubled(intervalNs);
        return true;
    }

    /// Waits in vain since the peer acknowledged something new, those before the configured one aside.
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
