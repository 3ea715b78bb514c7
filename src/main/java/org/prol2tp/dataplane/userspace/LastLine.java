package org.prol2tp.dataplane.userspace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.prol2tp.dataplane.Bug;
import org.prol2tp.dataplane.DataPlaneSink;

/// The last line of a thread that moves packets: a bug of ours costs what the thread was doing, not the thread. Belongs
/// to it.
final class LastLine {
    /// Between two lines to the operator: a peer may have found the bug.
    private static final long SILENCE_NS = TimeUnit.MINUTES.toNanos(1);
    /// Time for the others, where a bug comes again at once.
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final DataPlaneSink sink;
    private boolean told;
    private long toldAtNs;

    LastLine(DataPlaneSink sink) {
        this.sink = sink;
    }

    /// Tells the operator, now and then.
    void caught(Throwable bug) {
        long nowNs = System.nanoTime();
        if (told && nowNs - toldAtNs < SILENCE_NS) {
            return;
        }
        told = true;
        toldAtNs = nowNs;
        sink.notice("a bug of prol2tpd: please report this line: "
                + Thread.currentThread().getName() + ": " + Bug.inOneLine(bug));
    }

    /// The same where nobody knows whether anything was taken in, and the same may befall us again at once.
    void caughtUnawares(Throwable bug) {
        caught(bug);
        LockSupport.parkNanos(REST_NS);
    }
}
