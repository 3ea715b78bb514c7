package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;

class NodeInquiryTest {
    private final InputQueue queue = new InputQueue();
    private final NodeInquiry inquiry = new NodeInquiry(queue);

    private FutureTask<Reply> ask() {
        FutureTask<Reply> asked = new FutureTask<>(
                () -> inquiry.ask(ticket -> new Input.OperatorAsked(ticket, new Request.ShowSystem())));
        new Thread(asked).start();
        return asked;
    }

    private long takeTicket() throws InterruptedException {
        List<Input> inputs = queue.take(new ArrayList<>(), 10_000_000_000L);
        assertThat(inputs).hasSize(1);
        return ((Input.OperatorAsked) inputs.getFirst()).ticket();
    }

    @Test
    void whoAsksWaitsForTheAnswerOfItsOwnTicket() throws Exception {
        FutureTask<Reply> asked = ask();
        long ticket = takeTicket();
        assertThat(NodeInquiry.isOurs(ticket)).isTrue();
        assertThat(NodeInquiry.isOurs(1)).isFalse();
        inquiry.answered(ticket - 1, new Reply.Refused("another's"));
        assertThat(asked.isDone()).isFalse();
        inquiry.answered(ticket, new Reply.Done());
        assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo(new Reply.Done());
        inquiry.answered(ticket, new Reply.Refused("too late"));
    }

    @Test
    void twoMayAskAtOnce() throws Exception {
        FutureTask<Reply> first = ask();
        long one = takeTicket();
        FutureTask<Reply> second = ask();
        long two = takeTicket();
        assertThat(one).isNotEqualTo(two);
        inquiry.answered(two, new Reply.Refused("two"));
        inquiry.answered(one, new Reply.Refused("one"));
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(new Reply.Refused("one"));
        assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(new Reply.Refused("two"));
    }
}
