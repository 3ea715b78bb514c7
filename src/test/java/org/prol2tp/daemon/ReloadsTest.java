package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Reply;

class ReloadsTest {
    private static final Reply DONE = new Reply.Reloaded(false, List.of());

    private final Queue<Runnable> thread = new ArrayDeque<>();
    private final Queue<Runnable> afterRest = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private boolean hasBug;
    private final Reloads reloads = new Reloads(
            () -> {
                done.add("turn");
                if (hasBug) {
                    throw new IllegalStateException("bug");
                }
                return DONE;
            },
            thread::add,
            afterRest::add,
            (ticket, reply) -> done.add(reply.equals(DONE) ? "answer " + ticket : reply + " " + ticket),
            (level, line) -> done.add(level + " " + line));

    private void work() {
        while (!thread.isEmpty()) {
            thread.remove().run();
        }
    }

    private void rest() {
        Runnable rested = afterRest.remove();
        assertThat(afterRest).isEmpty();
        rested.run();
        work();
    }

    @Test
    void aStormOfSignalsIsOneTurnAtOnceAndOneAfterTheRest() {
        for (int i = 0; i < 100; i++) {
            reloads.signalled();
            work();
        }
        assertThat(done).containsExactly("turn");
        rest();
        assertThat(done).containsExactly("turn", "turn");
        rest();
        assertThat(done).hasSize(2);
        assertThat(afterRest).isEmpty();
        reloads.signalled();
        work();
        assertThat(done).hasSize(3);
    }

    /// Nothing is put before the thread, however many come.
    @Test
    void signalsThatWaitForTheThreadAreOneTurn() {
        for (int i = 0; i < 100; i++) {
            reloads.signalled();
        }
        assertThat(thread).hasSize(1);
        work();
        assertThat(done).containsExactly("turn");
    }

    @Test
    void clientsThatWaitWhenATurnBeginsShareIt() {
        reloads.asked(7);
        reloads.signalled();
        reloads.asked(8);
        work();
        assertThat(done).containsExactly("turn", "answer 7", "answer 8");
        rest();
        assertThat(done).hasSize(3);
    }

    @Test
    void aClientDoesNotWaitForTheRestAndItsTurnIsTheSignalsToo() {
        reloads.signalled();
        work();
        reloads.signalled();
        reloads.asked(7);
        work();
        assertThat(done).containsExactly("turn", "turn", "answer 7");
        rest();
        assertThat(done).hasSize(3);
    }

    @Test
    void aBugIsLoggedAndAnsweredAndTheNextTurnComes() {
        hasBug = true;
        reloads.asked(7);
        work();
        assertThat(done).hasSize(3);
        assertThat(done.get(1)).startsWith("ERROR a bug of prol2tpd: please report this line bug=");
        assertThat(done.get(2))
                .isEqualTo("Faulty[errors=[a bug of prol2tpd, its log says where:"
                        + " java.lang.IllegalStateException: bug]] 7");
        hasBug = false;
        reloads.asked(8);
        work();
        assertThat(done.getLast()).isEqualTo("answer 8");
    }

    @Test
    void oneThatComesDuringATurnIsNotForgotten() {
        List<Integer> turns = new ArrayList<>();
        Reloads[] itself = new Reloads[1];
        itself[0] = new Reloads(
                () -> {
                    turns.add(turns.size());
                    if (turns.size() == 1) {
                        itself[0].signalled();
                    }
                    return DONE;
                },
                thread::add,
                afterRest::add,
                (_, _) -> {},
                (_, _) -> {});
        itself[0].signalled();
        work();
        assertThat(turns).hasSize(1);
        rest();
        assertThat(turns).hasSize(2);
    }
}
