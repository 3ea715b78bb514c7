package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// A log that never makes its caller wait: lines go through a bounded queue to a thread of its own, so that a stopped
/// terminal or a slow disk does not stop the loop. What does not fit is dropped and counted.
public final class LogThread implements Log {
    /// Lines that may wait: a few seconds of the busiest log.
    static final int MAX_WAITING = 10_000;

    /// How long [#close] waits for the lines that are left.
    private static final long CLOSE_MS = 2_000;

    private record Line(LogLevel level, String text) {}

    private final Log target;
    private final Thread thread;
    private List<Line> waiting = new ArrayList<>();
    private long dropped;
    private boolean closed;

    /// Lines go on to `target`, which only the new thread calls.
    public LogThread(Log target) {
        this.target = target;
        this.thread = Thread.ofPlatform().daemon().name("log").unstarted(this::run);
    }

    /// Starts the thread; lines written before wait.
    public LogThread start() {
        thread.start();
        return this;
    }

    @Override
    public synchronized void write(LogLevel level, String text) {
        if (waiting.size() >= MAX_WAITING) {
            dropped++;
            return;
        }
        waiting.add(new Line(level, text));
        if (waiting.size() == 1) {
            notifyAll();
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
        List<Line> taken = new ArrayList<>();
        while (true) {
            long lost;
            synchronized (this) {
                while (waiting.isEmpty() && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        closed = true;
                    }
                }
                if (waiting.isEmpty()) {
                    break;
                }
                List<Line> swap = waiting;
                waiting = taken;
                taken = swap;
                lost = dropped;
                dropped = 0;
            }
            for (Line line : taken) {
                target.write(line.level, line.text);
            }
            taken.clear();
            if (lost > 0) {
                target.write(LogLevel.WARNING, "log lines were lost: the log is too slow lines=" + lost);
            }
        }
        target.close();
    }
}
