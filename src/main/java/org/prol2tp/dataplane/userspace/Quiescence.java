package org.prol2tp.dataplane.userspace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/// Tells others when a worker has let go of what it had looked up. A worker is busy between [#enter] and [#leave] and
/// keeps no reference to a descriptor outside; so whoever unpublishes one and then waits here may close it.
final class Quiescence {
    private static final VarHandle PHASE;
    private static final long PAUSE_NS = 20_000;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(Quiescence.class, "phase", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Odd: busy. Written by the worker only.
    private volatile long phase;

    void enter() {
        PHASE.setVolatile(this, phase + 1);
    }

    void leave() {
        PHASE.setVolatile(this, phase + 1);
    }

    /// Returns when the worker has been idle at least once since the call. A round of work lasts a millisecond at most.
    void await() {
        long seen = phase;
        while ((seen & 1) != 0 && phase == seen) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
