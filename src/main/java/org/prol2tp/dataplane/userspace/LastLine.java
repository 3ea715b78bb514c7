package org.prol2tp.dataplane.userspace;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.prol2tp.dataplane.DataPlaneSink;

/// The last line of a thread that moves packets: a bug of ours costs what the thread was doing, not the thread. Belongs
/// to it.
final class LastLine {
    /// Between two lines to the operator: a peer may have found the bug.
    private static final long SILENCE_NS = TimeUnit.MINUTES.toNanos(1);
    /// Time for the others, where a bug comes again at once.
    private static final long REST_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /// Frames of the stack that are worth a line.
    private static final int MAX_FRAMES = 12;

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
        StringBuilder line = new StringBuilder("a bug of prol2tpd: please report this line: ")
                .append(Thread.currentThread().getName())
                .append(": ")
                .append(bug);
        StackTraceElement[] frames = bug.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
            line.append(" < ").append(frames[i].getFileName()).append(':').append(frames[i].getLineNumber());
        }
        sink.notice(line.toString());
    }

    /// The same where nobody knows whether anything was taken in, and the same may befall us again at once.
    void caughtUnawares(Throwable bug) {
        caught(bug);
        LockSupport.parkNanos(REST_NS);
    }
}
