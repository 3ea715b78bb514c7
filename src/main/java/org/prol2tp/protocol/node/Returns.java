package org.prol2tp.protocol.node;

import java.util.HashMap;
import java.util.Map;

/// How many tries are due in each second, so that whatever failed at once does not come back at once: a second that
/// has its share passes what does not fit on to the next.
final class Returns {
    private static final long SECOND_NS = 1_000_000_000L;

    /// By second; only those in which something is due.
    private final Map<Long, Integer> due = new HashMap<>();

    private final int perSecond;

    /// At most `perSecond` in any second.
    Returns(int perSecond) {
        this.perSecond = perSecond;
    }

    /// Enters a try that wants to be made at `atNs`; gives the instant at which it may be.
    long enter(long atNs) {
        long second = second(atNs);
        while (due.getOrDefault(second, 0) >= perSecond) {
            second++;
        }
        due.merge(second, 1, Integer::sum);
        return second * SECOND_NS + Math.floorMod(atNs, SECOND_NS);
    }

    /// The try at this instant, which [#enter] gave, is made, or will not be.
    void leave(long atNs) {
        due.computeIfPresent(second(atNs), (_, count) -> count == 1 ? null : count - 1);
    }

    /// Tries that are due.
    int size() {
        return due.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long second(long atNs) {
        return Math.floorDiv(atNs, SECOND_NS);
    }
}
