package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.SessionHandle;

@Timeout(20)
class InputQueueTest {
    private static final long LONG_NS = 60_000_000_000L;
    private static final Input FRAME = new Input.PppFrameReceived(new SessionHandle(1), new byte[0]);
    private static final Input OURS = new Input.Started();

    private final InputQueue queue = new InputQueue();

    @Test
    void whatWaitsComesOutAtOnceAndInOrder() throws InterruptedException {
        queue.offer(FRAME);
        queue.add(OURS);
        assertThat(queue.take(new ArrayList<>(), LONG_NS)).containsExactly(FRAME, OURS);
        assertThat(queue.take(new ArrayList<>(), 0)).isEmpty();
    }

    @Test
    void peersFillItOnlyToItsLimitAndWeAlwaysFindRoom() throws InterruptedException {
        for (int i = 0; i < InputQueue.MAX_OFFERED; i++) {
            assertThat(queue.offer(FRAME)).isTrue();
        }
        assertThat(queue.offer(FRAME)).isFalse();
        assertThat(queue.refused()).isEqualTo(1);
        queue.add(OURS);
        assertThat(queue.take(new ArrayList<>(), LONG_NS)).hasSize(InputQueue.MAX_OFFERED + 1);
        assertThat(queue.offer(FRAME)).isTrue();
    }

    @Test
    void aWakeEndsTheWaitEvenIfItCameBefore() throws InterruptedException {
        queue.wake();
        assertThat(queue.take(new ArrayList<>(), LONG_NS)).isEmpty();
    }

    @Test
    void aWakeFromAnotherThreadEndsTheWait() throws InterruptedException {
        Thread other = Thread.ofVirtual().start(() -> {
            queue.add(OURS);
            queue.wake();
        });
        List<Input> taken = queue.take(new ArrayList<>(), LONG_NS);
        other.join();
        assertThat(taken).containsExactly(OURS);
    }
}
