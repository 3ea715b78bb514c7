package org.prol2tp.protocol.node;

import java.util.Optional;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The heap of timers with 50,000 armed.
@State(Scope.Thread)
public class TimersBenchmark implements Timers.Wakeable {
    private static final int TIMERS = 50_000;
    private static final int SECOND = 1_000_000_000;

    private final Timers timers = new Timers();
    private final Timers.Timer[] each = new Timers.Timer[TIMERS];
    private final Random random = new Random(6);
    private int next;
    private long nowNs;

    /// All ring within a minute.
    public TimersBenchmark() {
        for (int i = 0; i < TIMERS; i++) {
            each[i] = new Timers.Timer(this);
            timers.arm(each[i], random.nextLong(60L * SECOND));
        }
    }

    @Override
    public void wake(long atNs) {
        nowNs = atNs;
    }

    @Override
    public Optional<Tunnel> tunnelConcerned() {
        return Optional.empty();
    }

    /// One timer, wherever it was, is set to a minute from now.
    @Benchmark
    public long armAgain() {
        next = (next + 7_919) % TIMERS;
        nowNs += 1_000_000;
        timers.arm(each[next], nowNs + 60L * SECOND);
        return timers.nextNs();
    }
}
