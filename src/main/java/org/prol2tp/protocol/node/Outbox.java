package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;

/// Collects what a node says, in order. Belongs to the caller of [Node#handle], who empties it after
/// each call.
public final class Outbox {
    private final List<Output> outputs = new ArrayList<>();

    /// Adds one output at the end.
    public void add(Output output) {
        outputs.add(output);
    }

    /// The outputs in the order they were added. Valid until [#clear].
    public List<Output> outputs() {
        return outputs;
    }

    /// Empties it.
    public void clear() {
        outputs.clear();
    }
}
