package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.prol2tp.protocol.node.Reply;

/// Reloads, whoever asks for them: signals and clients of the control socket. One turn serves all that ask before it
/// begins. After a turn signals wait a while, so that a storm of them costs one turn at once and one after the rest for
/// all the others; a client does not wait, since it has one question open at a time.
final class Reloads {
    /// How long signals wait after a turn.
    static final long REST_MS = 1_000;

    private final Supplier<Reply> turn;
    private final Executor thread;
    private final Executor afterRest;
    private final Loop.Replies answers;
    private final Log log;
    /// Clients that wait for a turn to begin: at most [CtlServer#MAX_CLIENTS].
    private final List<Long> tickets = new ArrayList<>();

    private boolean signalled;
    private boolean resting;

    /// @param turn what a reload is
    /// @param thread does one thing at a time
    /// @param afterRest has the same thread do something once [#REST_MS] have passed
    /// @param answers where a turn's reply goes, for each client that waited for it
    Reloads(Supplier<Reply> turn, Executor thread, Executor afterRest, Loop.Replies answers, Log log) {
        this.turn = turn;
        this.thread = thread;
        this.afterRest = afterRest;
        this.answers = answers;
        this.log = log;
    }

    /// A signal asks. Any thread; never waits.
    synchronized void signalled() {
        if (!signalled) {
            signalled = true;
            if (!resting) {
                thread.execute(this::turn);
            }
        }
    }

    /// A client asks. Any thread; never waits.
    synchronized void asked(long ticket) {
        tickets.add(ticket);
        thread.execute(this::turn);
    }

    private void turn() {
        List<Long> waiting;
        synchronized (this) {
            if (tickets.isEmpty() && (!signalled || resting)) {
                return; // an earlier turn was for all of them, or this one comes after the rest
            }
            waiting = List.copyOf(tickets);
            tickets.clear();
            signalled = false;
            if (!resting) {
                resting = true;
                afterRest.execute(this::rested);
            }
        }
        Reply reply = ConfigDesk.answerOf(turn, log);
        waiting.forEach(ticket -> answers.answer(ticket, reply));
    }

    private void rested() {
        synchronized (this) {
            resting = false;
        }
        turn();
    }
}
