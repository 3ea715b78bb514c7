package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HangupTest {
    private final Hangup hangup = new Hangup();
    private final List<String> done = new ArrayList<>();

    @Test
    void everythingRegisteredIsDoneInOrder() {
        hangup.then(() -> done.add("log"));
        hangup.then(() -> done.add("config"));
        assertThat(hangup.isDue()).isFalse();
        hangup.ask();
        assertThat(hangup.isDue()).isTrue();
        hangup.turn();
        assertThat(done).containsExactly("log", "config");
        hangup.rested();
        assertThat(hangup.isDue()).isFalse();
    }

    @Test
    void aStormIsOneTurnAtOnceAndOneAfterTheRest() {
        hangup.then(() -> done.add("turn"));
        for (int i = 0; i < 100; i++) {
            hangup.ask();
            if (hangup.isDue()) {
                hangup.turn();
            }
        }
        assertThat(done).hasSize(1);
        hangup.rested();
        assertThat(hangup.isDue()).isTrue();
        hangup.turn();
        hangup.rested();
        assertThat(hangup.isDue()).isFalse();
        assertThat(done).hasSize(2);
    }

    @Test
    void oneThatComesDuringATurnIsNotForgotten() {
        hangup.then(hangup::ask);
        hangup.turn();
        hangup.rested();
        assertThat(hangup.isDue()).isTrue();
    }
}
