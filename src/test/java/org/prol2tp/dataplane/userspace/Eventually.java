package org.prol2tp.dataplane.userspace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what the threads of a data plane bring about soon.
final class Eventually {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private Eventually() {}

    /// Returns when `condition` holds; throws if it does not within 10 seconds.
    static void isTrue(BooleanSupplier condition) {
        long fromNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - fromNs > LIMIT_NS) {
                throw new AssertionError("it did not come true");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
