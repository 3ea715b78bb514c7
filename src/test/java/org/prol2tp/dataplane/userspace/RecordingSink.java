package org.prol2tp.dataplane.userspace;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.protocol.node.Input;

/// Keeps what a data plane says until a test takes it.
final class RecordingSink implements DataPlaneSink {
    private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> notices = new LinkedBlockingQueue<>();

    /// So many offers fail, as by a bug.
    final AtomicInteger bugs = new AtomicInteger();

    @Override
    public boolean offer(Input input) {
        if (bugs.get() > 0) {
            bugs.decrementAndGet();
            throw new IllegalStateException("bug");
        }
        return inputs.offer(input);
    }

    @Override
    public void answer(Input input) {
        inputs.add(input);
    }

    @Override
    public void wake() {}

    @Override
    public void notice(String sentence) {
        notices.add(sentence);
    }

    /// How many inputs nobody has taken yet.
    int size() {
        return inputs.size();
    }

    /// The next input, which must come soon.
    Input take() {
        try {
            Input input = inputs.poll(10, TimeUnit.SECONDS);
            if (input == null) {
                throw new AssertionError("nothing came");
            }
            return input;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
