package org.prol2tp.daemon;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// Where IPsec is required, tells how much came without it: one line for the log in ten seconds at most. The kernel
/// drops those datagrams and counts them with those that it had no room for, so they cannot be told apart.
final class IpsecWatch implements AutoCloseable {
    static final long EVERY_S = 10;

    private final LongSupplier droppedNow;
    private final Log log;
    private final ScheduledExecutorService thread;
    private long before;
    private long total;

    private IpsecWatch(LongSupplier droppedNow, Log log, ScheduledExecutorService thread) {
        this.droppedNow = droppedNow;
        this.log = log;
        this.thread = thread;
    }

    /// One that looks when it is told to.
    static IpsecWatch idle(LongSupplier droppedNow, Log log) {
        return new IpsecWatch(
                droppedNow,
                log,
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("ipsec").factory()));
    }

    /// From now on it looks by itself.
    void start() {
        var _ = thread.scheduleWithFixedDelay(this::look, EVERY_S, EVERY_S, TimeUnit.SECONDS);
    }

    /// Tells the log if there are more than before.
    synchronized void look() {
        long more = count();
        if (more > 0) {
            log.write(
                    LogLevel.WARNING,
                    new LogLine("datagrams were dropped: they came without the IPsec that is required, or too fast")
                            .with("datagrams", more)
                            .with("since_start", total)
                            .toString());
        }
    }

    /// For `show system`.
    synchronized Map<String, String> facts() {
        return Map.of(
                "ipsec", "required; datagrams dropped: " + (total + Math.max(0, droppedNow.getAsLong() - before)));
    }

    /// A socket that is closed takes its count along.
    private long count() {
        long now = droppedNow.getAsLong();
        long more = Math.max(0, now - before);
        before = now;
        total += more;
        return more;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
