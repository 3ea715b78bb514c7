package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Reply;

/// A log that never makes its caller wait: lines go through a bounded queue to a thread of its own, so that a stopped
/// terminal or a slow disk does not stop the loop. What does not fit is dropped and counted; the last lines are kept in
/// memory all the same.
public final class LogThread implements Log {
    /// Lines that may wait: a few seconds of the busiest log.
    static final int MAX_WAITING = 10_000;

    /// How long [#close] and [#flush] wait for the lines that are left.
    private static final long CLOSE_MS = 2_000;

    private final LogTarget target;
    private final Thread thread;
    private final LogRing ring = new LogRing();
    private volatile LogLevel threshold;
    private List<LogRecord> waiting = new ArrayList<>();
    private long dropped;
    private long droppedEver;
    /// How many of the waiting lines are older than the wish to open anew; -1: there is none.
    private int reopenAfter = -1;
    private boolean busy;
    private boolean closed;

    /// Lines of `threshold` and graver go on to `target`, which only the new thread calls.
    LogThread(LogTarget target, LogLevel threshold) {
        this.target = target;
        this.threshold = threshold;
        this.thread = Thread.ofPlatform().daemon().name("log").unstarted(this::run);
    }

    /// Starts the thread; lines written before wait.
    LogThread start() {
        thread.start();
        return this;
    }

    @Override
    public void write(LogLevel level, String text) {
        if (writes(level)) {
            put(new LogRecord(System.currentTimeMillis(), level, text, List.of()));
        }
    }

    @Override
    public void write(LogLevel level, LogLine line) {
        if (writes(level)) {
            put(new LogRecord(System.currentTimeMillis(), level, line.toString(), line.fields()));
        }
    }

    @Override
    public boolean writes(LogLevel level) {
        return level.compareTo(threshold) <= 0;
    }

    private synchronized void put(LogRecord line) {
        ring.add(line);
        if (waiting.size() >= MAX_WAITING) {
            dropped++;
            droppedEver++;
            return;
        }
        waiting.add(line);
        if (waiting.size() == 1) {
            notifyAll();
        }
    }

    @Override
    public void level(LogLevel threshold) {
        this.threshold = threshold;
    }

    @Override
    public synchronized void reopen() {
        reopenAfter = reopenAfter < 0 ? waiting.size() : reopenAfter;
        notifyAll();
    }

    @Override
    public synchronized List<Reply.LoggedLine> last(int most) {
        return ring.last(most);
    }

    @Override
    public synchronized void clear() {
        ring.clear();
    }

    @Override
    public synchronized long lost() {
        return droppedEver + target.lost();
    }

    @Override
    public synchronized void flush() {
        long untilNs = System.nanoTime() + CLOSE_MS * 1_000_000;
        try {
            for (long leftMs = CLOSE_MS; (busy || !waiting.isEmpty()) && leftMs > 0; ) {
                wait(leftMs);
                leftMs = (untilNs - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<LogRecord> taken = new ArrayList<>();
        while (true) {
            long lost;
            int anewAfter;
            synchronized (this) {
                busy = false;
                notifyAll(); // flush
                while (waiting.isEmpty() && reopenAfter < 0 && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        closed = true;
                    }
                }
                if (waiting.isEmpty() && reopenAfter < 0) {
                    break;
                }
                List<LogRecord> swap = waiting;
                waiting = taken;
                taken = swap;
                lost = dropped;
                dropped = 0;
                anewAfter = reopenAfter;
                reopenAfter = -1;
                busy = true;
            }
            try {
                bring(taken, anewAfter, lost);
            } catch (RuntimeException bug) {
                lose(taken.size()); // a target broke its promise: the log goes on all the same
            }
            taken.clear();
        }
        target.close();
    }

    private synchronized void lose(int lines) {
        dropped += lines;
        droppedEver += lines;
    }

    private void bring(List<LogRecord> lines, int anewAfter, long lost) {
        for (int i = 0; i < lines.size(); i++) {
            if (i == anewAfter) {
                target.reopen();
            }
            target.write(lines.get(i));
        }
        if (anewAfter == lines.size()) {
            target.reopen();
        }
        if (lost > 0) {
            target.write(new LogRecord(
                    System.currentTimeMillis(),
                    LogLevel.WARNING,
                    "log lines were lost: the log is too slow lines=" + lost,
                    List.of()));
        }
        target.flush();
    }
}
