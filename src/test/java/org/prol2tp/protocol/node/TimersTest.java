package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Timers.Timer;

class TimersTest {
    private final Timers timers = new Timers();

    private final List<String> rung = new ArrayList<>();

    @Test
    void ringsInTheOrderOfTime() {
        timers.arm(timer("late"), 30);
        timers.arm(timer("early"), 10);
        timers.arm(timer("middle"), 20);
        ringAll(30);
        assertThat(rung).containsExactly("early", "middle", "late");
    }

    @Test
    void timersOfTheSameInstantRingInTheOrderTheyWereArmed() {
        for (int i = 0; i < 100; i++) {
            timers.arm(timer("t" + i), 5);
        }
        ringAll(5);
        assertThat(rung).hasSize(100).startsWith("t0", "t1", "t2").endsWith("t98", "t99");
    }

    @Test
    void whatIsNotDueDoesNotRing() {
        timers.arm(timer("later"), 11);
        assertThat(timers.ringOne(10)).isFalse();
        assertThat(timers.nextNs()).isEqualTo(11);
    }

    @Test
    void armingAgainMovesTheTimer() {
        Timer moved = timer("moved");
        timers.arm(moved, 10);
        timers.arm(timer("other"), 20);
        timers.arm(moved, 30);
        ringAll(100);
        assertThat(rung).containsExactly("other", "moved");
    }

    @Test
    void armingForNeverDisarms() {
        Timer timer = timer("x");
        timers.arm(timer, 10);
        timers.arm(timer, Node.NEVER);
        assertThat(timers.size()).isZero();
        assertThat(timers.nextNs()).isEqualTo(Node.NEVER);
    }

    @Test
    void randomOperationsAgreeWithASortedList() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Timer> all = new ArrayList<>();
            List<Timer> armed = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(timer("t"));
            }
            for (int i = 0; i < 500; i++) {
                Timer timer = all.get(random.nextInt(all.size()));
                if (random.nextInt(4) == 0) {
                    timers.disarm(timer);
                    armed.remove(timer);
                } else {
                    timers.arm(timer, random.nextInt(100));
                    armed.remove(timer);
                    armed.add(timer);
                }
                long earliest = armed.stream()
                        .min(Comparator.comparingLong(Timer::atNs))
                        .map(Timer::atNs)
                        .orElse(Node.NEVER);
                assertThat(timers.nextNs()).as("seed %d", seed).isEqualTo(earliest);
                assertThat(timers.size()).as("seed %d", seed).isEqualTo(armed.size());
            }
            ringAll(100);
            assertThat(all).as("seed %d", seed).noneMatch(Timer::isArmed);
        }
    }

    private Timer timer(String name) {
        return new Timer(new Timers.Wakeable() {
            @Override
            public void wake(long nowNs) {
                rung.add(name);
            }

            @Override
            public Optional<Tunnel> tunnelConcerned() {
                return Optional.empty();
            }
        });
    }

    private void ringAll(long nowNs) {
        while (timers.ringOne(nowNs)) {}
    }
}
