package org.prol2tp.daemon;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Reply;

/// Asks the node for the daemon itself, and waits for the answer. Not from the loop's thread, which gives it.
final class NodeInquiry {
    /// A loop that takes longer is at its end.
    private static final long LIMIT_S = 30;

    private final InputQueue queue;
    private final Map<Long, CompletableFuture<Reply>> open = new ConcurrentHashMap<>();
    private final AtomicLong lastTicket = new AtomicLong();

    NodeInquiry(InputQueue queue) {
        this.queue = queue;
    }

    /// Whether a ticket is one of this class's: clients have those above zero.
    static boolean isOurs(long ticket) {
        return ticket < 0;
    }

    /// The node's answer to the input that `input` makes of a ticket; a refusal if there is none.
    Reply ask(LongFunction<Input> input) {
        long ticket = lastTicket.decrementAndGet();
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        open.put(ticket, answer);
        queue.add(input.apply(ticket));
        queue.wake();
        try {
            return answer.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Refused("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            return new Reply.Refused("the daemon did not answer within " + LIMIT_S + " s");
        } finally {
            open.remove(ticket);
        }
    }

    /// The answer is there. Any thread.
    void answered(long ticket, Reply reply) {
        CompletableFuture<Reply> answer = open.get(ticket);
        if (answer != null) {
            answer.complete(reply);
        }
    }
}
