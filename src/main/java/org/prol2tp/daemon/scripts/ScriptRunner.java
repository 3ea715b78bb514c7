package org.prol2tp.daemon.scripts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.daemon.Log;
import org.prol2tp.daemon.LogLine;
import org.prol2tp.linux.Child;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Event;

/// Runs the operator's scripts: those of one tunnel or session one after the other and in the order
/// of the events, those of different ones side by side up to a limit. Nobody waits for them.
///
/// 1. [#happened], on the loop's thread: an event whose script is there waits in its instance's line,
/// 2. a worker takes the next instance, starts the script of its first event, waits for its end or ends it,
/// 3. the instance goes to the end of the line if it has more events, else it is forgotten.
public final class ScriptRunner implements AutoCloseable {
    /// Events that may wait, some 30 MB: a tunnel with as many sessions as there are ids may fall while scripts are
    /// slow.
    /// Those that make something (created, up) get half of it, so that what was done can be undone.
    static final int MAX_WAITING = 131_072;

    /// How long a script that was asked to end may take before it is killed.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// How long all scripts together have when the daemon ends.
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    /// How often a waiting worker looks whether the daemon ends.
    private static final int SLICE_MS = 200;

    /// An idle worker's thread ends after this long.
    private static final long IDLE_MS = 10_000;

    /// Log lines about scripts per minute: what peers do starts them.
    private static final int LINES_PER_MINUTE = 60;

    private static final class Instance {
        private final Object handle;
        private final ArrayDeque<Event> events = new ArrayDeque<>(2);
        /// The first of them, for the worker that has the instance.
        private @Nullable Event current;

        private Instance(Object handle) {
            this.handle = handle;
        }
    }

    private final ScriptDirectory directory;
    private final int mostAtOnce;
    private final Duration timeout;
    private final Duration stopLimit;
    private final int mostWaiting;
    private final Log log;
    private final Map<Object, Instance> instances = new HashMap<>();
    private final ArrayDeque<Instance> ready = new ArrayDeque<>();
    private int waiting;
    private int workers;
    private int idle;
    private int running;
    private long started;
    private long dropped;
    private boolean dropping;
    private boolean closed;
    private volatile boolean cut;
    private long minuteNs;
    private int linesThisMinute;

    /// Runs what is in `directory`, `mostAtOnce` at a time, each for `timeout` at most.
    public ScriptRunner(Path directory, int mostAtOnce, Duration timeout, Log log) {
        this(directory, mostAtOnce, timeout, STOP_LIMIT, MAX_WAITING, log);
    }

    ScriptRunner(Path directory, int mostAtOnce, Duration timeout, Duration stopLimit, int mostWaiting, Log log) {
        this.directory = new ScriptDirectory(directory);
        this.mostAtOnce = mostAtOnce;
        this.timeout = timeout;
        this.stopLimit = stopLimit;
        this.mostWaiting = mostWaiting;
        this.log = log;
    }

    /// Something happened: its script, if there is one, will run. Never blocks. Events come in their order.
    public void happened(Event event) {
        Optional<Script> script = Script.of(event);
        if (script.isPresent() && directory.mayHave(script.get())) {
            enter(event, script.get());
        }
    }

    private synchronized void enter(Event event, Script script) {
        if (closed) {
            return;
        }
        if (waiting >= (script.undoes() ? mostWaiting : mostWaiting / 2)) {
            dropped++;
            if (!dropping) {
                dropping = true;
                log.write(
                        LogLevel.WARNING,
                        new LogLine("scripts are left out: too many events wait for theirs")
                                .with("waiting", waiting)
                                .toString());
            }
            return;
        }
        waiting++;
        Object handle = ScriptCall.instance(event);
        Instance instance = instances.get(handle);
        if (instance == null) {
            instance = new Instance(handle);
            instances.put(handle, instance);
            ready.add(instance);
        }
        instance.events.add(event);
        if (ready.size() <= idle) {
            notifyAll();
        } else if (workers < mostAtOnce) {
            workers++;
            Thread.ofPlatform().daemon().name("script-", workers).start(this::work);
        }
    }

    /// Scripts that run now, and events that wait for theirs.
    public synchronized String state() {
        String text = "running " + running + ", waiting " + Math.max(0, waiting - running) + ", started " + started;
        return dropped == 0 ? text : text + ", left out " + dropped;
    }

    /// Takes no more events; gives the scripts of those that wait a bounded time, then ends what still runs.
    @Override
    public void close() {
        long byNs = System.nanoTime() + stopLimit.toNanos();
        synchronized (this) {
            closed = true;
            notifyAll();
            try {
                await(byNs);
                if (waiting > 0) {
                    log.write(
                            LogLevel.WARNING,
                            new LogLine("scripts were not done in time at the end")
                                    .with("scripts", waiting)
                                    .toString());
                }
                cut = true;
                instances.clear();
                ready.clear();
                await(System.nanoTime() + 2 * GRACE.toNanos());
            } catch (InterruptedException e) {
                cut = true;
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Waits until no worker is left. Holds the lock.
    private void await(long byNs) throws InterruptedException {
        for (long leftNs = byNs - System.nanoTime(); workers > 0 && leftNs > 0; leftNs = byNs - System.nanoTime()) {
            wait(Math.max(1, leftNs / 1_000_000));
        }
    }

    private void work() {
        try {
            for (Instance instance = take(); instance != null; instance = next(instance)) {
                if (instance.current != null) {
                    run(instance.current);
                }
            }
        } finally {
            synchronized (this) {
                workers--;
                notifyAll();
            }
        }
    }

    private synchronized @Nullable Instance next(Instance done) {
        waiting--;
        done.events.removeFirst();
        if (done.events.isEmpty()) {
            instances.remove(done.handle);
        } else if (!cut) {
            ready.add(done);
        }
        if (waiting == 0 && dropping) {
            dropping = false;
            log.write(
                    LogLevel.WARNING,
                    new LogLine("no event waits for its script any more")
                            .with("left_out", dropped)
                            .toString());
        }
        return take();
    }

    /// The next instance with an event; null: the worker may go.
    private synchronized @Nullable Instance take() {
        long untilNs = System.nanoTime() + IDLE_MS * 1_000_000;
        idle++;
        try {
            while (ready.isEmpty()) {
                long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
                if (closed || leftMs <= 0) {
                    return null;
                }
                wait(leftMs);
            }
            Instance next = ready.remove();
            next.current = next.events.getFirst();
            return next;
        } catch (InterruptedException e) {
            return null;
        } finally {
            idle--;
        }
    }

    private void run(Event event) {
        Optional<Script> script = Script.of(event);
        Optional<Path> file = script.flatMap(directory::find);
        Optional<ScriptCall> call = ScriptCall.of(event);
        if (file.isEmpty() || call.isEmpty()) {
            return;
        }
        String name = file.get().toString();
        count(1);
        try (Child child = Child.start(name, call.get().arguments(), call.get().environment())) {
            boolean inTime = awaitEnd(child, timeout);
            if (!inTime) {
                child.signalGroup(Child.SIGTERM);
                if (!child.awaitEnd((int) GRACE.toMillis())) {
                    child.signalGroup(Child.SIGKILL);
                    child.awaitEnd(-1);
                }
            }
            report(name, call.get(), inTime, child.reap());
        } catch (LinuxException | RuntimeException | LinkageError e) {
            say(LogLevel.WARNING, new LogLine("script cannot be run").with("reason", String.valueOf(e.getMessage())));
        } finally {
            count(-1);
        }
    }

    private synchronized void count(int difference) {
        running += difference;
        started += difference > 0 ? 1 : 0;
    }

    /// Waits for its end, until it is too late or the daemon ends.
    private boolean awaitEnd(Child child, Duration limit) {
        long byNs = System.nanoTime() + limit.toNanos();
        while (true) {
            long leftMs = (byNs - System.nanoTime()) / 1_000_000;
            if (child.awaitEnd(Math.clamp(leftMs, 0, SLICE_MS))) {
                return true;
            }
            if (leftMs <= 0 || cut) {
                return false;
            }
        }
    }

    private void report(String name, ScriptCall call, boolean inTime, int status) {
        if (!inTime) {
            say(
                    LogLevel.WARNING,
                    new LogLine("script did not end in time: it was ended")
                            .with("script", name)
                            .with("arguments", String.join(" ", call.arguments())));
        } else if (status != 0) {
            say(
                    LogLevel.NOTICE,
                    new LogLine("script failed")
                            .with("script", name)
                            .with("arguments", String.join(" ", call.arguments()))
                            .with(status > 0 ? "status" : "signal", Math.abs(status)));
        }
    }

    private synchronized void say(LogLevel level, LogLine line) {
        long nowNs = System.nanoTime();
        if (nowNs - minuteNs > 60_000_000_000L) {
            if (linesThisMinute > LINES_PER_MINUTE) {
                log.write(
                        LogLevel.WARNING,
                        new LogLine("log lines about scripts were held back")
                                .with("lines", linesThisMinute - LINES_PER_MINUTE)
                                .toString());
            }
            minuteNs = nowNs;
            linesThisMinute = 0;
        }
        if (++linesThisMinute <= LINES_PER_MINUTE) {
            log.write(level, line.toString());
        }
    }
}
