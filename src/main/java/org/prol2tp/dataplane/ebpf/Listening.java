package org.prol2tp.dataplane.ebpf;

import java.util.function.Consumer;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.protocol.node.Input;

/// Passes everything on, and hears of devices first.
record Listening(DataPlaneSink to, Consumer<Input.InterfaceActivated> activated) implements DataPlaneSink {
    @Override
    public boolean offer(Input input) {
        return to.offer(input);
    }

    @Override
    public void answer(Input input) {
        if (input instanceof Input.InterfaceActivated answer) {
            activated.accept(answer);
        }
        to.answer(input);
    }

    @Override
    public void wake() {
        to.wake();
    }

    @Override
    public void notice(String sentence) {
        to.notice(sentence);
    }
}
