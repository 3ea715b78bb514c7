package org.prol2tp.protocol.node;

/// One LCCE as a machine: fed with inputs, it fills an outbox. Owned by one thread; no clock, no I/O, no lock.
public final class Node {
    /// No wake-up is wanted.
    public static final long NEVER = Long.MAX_VALUE;

    private final Settings settings;

    private final Entropy entropy;

    /// A node with these settings. `entropy` is the only source of ids, challenges and jitter.
    public Node(Settings settings, Entropy entropy) {
        this.settings = settings;
        this.entropy = entropy;
    }

    /// Handles one input at `nowNs` (nanoseconds of a clock that never goes back, its zero arbitrary). All effects are
    /// in `out` when this returns.
    public void handle(Input input, long nowNs, Outbox out) {
        throw new IllegalStateException("not yet: " + settings + entropy + input + nowNs + out);
    }

    /// When to call with [Input.TimePassed] at the latest, on the same clock; [#NEVER] if nothing is pending.
    public long nextWakeupNs() {
        return NEVER;
    }
}
