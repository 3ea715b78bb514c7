package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.LinuxException;

/// Sequence numbers of data messages, which a store gives to the daemon after this one.
final class KeptNumbersTest {
    private final RecordingSink sink = new RecordingSink();
    private final OneDescriptor store = new OneDescriptor();

    @AfterEach
    void end() {
        store.kept.ifPresent(Descriptors::close);
    }

    @Test
    void aSessionOfTheSameIdsGoesOnWhereItWas() {
        DataNumbers numbers = began().of(Sessions.session(7, 5));
        assertThat(numbers.take(1)).isZero();
        assertThat(numbers.take(41)).isEqualTo(1);
        numbers.expect(1234);
        KeptNumbers again = again();
        assertThat(again.has(Sessions.session(7, 6))).isFalse();
        assertThat(again.has(Sessions.session(7, 5))).isTrue();
        DataNumbers goneOn = again.of(Sessions.session(7, 5));
        assertThat(goneOn.take(1)).isEqualTo(42);
        assertThat(goneOn.expected()).isEqualTo(1234);
        assertThat(sink.notices).isEmpty();
        // And once more, by the same memory.
        assertThat(again().of(Sessions.session(7, 5)).take(1)).isEqualTo(43);
        assertThat(store.said).containsExactly("keep n.1");
    }

    @Test
    void aNewSessionBeginsAtZero() {
        began().of(Sessions.session(7, 5)).take(42);
        KeptNumbers again = again();
        assertThat(again.of(Sessions.session(7, 6)).take(1)).isZero();
        assertThat(again.of(Sessions.session(8, 5)).take(1)).isZero();
        DataNumbers numbers = again.of(Sessions.session(7, 5));
        again.forget(numbers);
        DataNumbers ofAnother = again.of(Sessions.session(7, 5));
        assertThat(ofAnother.take(1)).isZero();
        assertThat(ofAnother.expected()).isZero();
    }

    @Test
    void anotherSessionOfThePeersBeginsAtZero() {
        began().of(Sessions.sessionTo(10, 7, 5)).take(42);
        KeptNumbers again = again();
        assertThat(again.of(Sessions.session(7, 5)).take(1)).isZero();
    }

    @Test
    void whatNobodyAsksForGoesAndTheMemoryWithTheLast() {
        KeptNumbers before = began();
        before.of(Sessions.session(7, 5)).take(42);
        before.of(Sessions.session(7, 6)).take(42);
        KeptNumbers again = again();
        DataNumbers numbers = again.of(Sessions.session(7, 5));
        again.sweep();
        assertThat(again.has(Sessions.session(7, 6))).isFalse();
        assertThat(store.said).containsExactly("keep n.1");
        again.forget(numbers);
        assertThat(store.said).containsExactly("keep n.1", "forget n.1");
        assertThat(again.of(Sessions.session(7, 5)).take(1)).isZero();
        assertThat(store.said).containsExactly("keep n.1", "forget n.1", "keep n.1");
    }

    @Test
    void moreSessionsThanThereIsRoomForHaveNumbersThatPass() {
        KeptNumbers numbers = began();
        for (int i = 0; i < KeptNumbers.MOST; i++) {
            numbers.of(Sessions.session(1 + i / 60_000, 1 + i % 60_000));
        }
        assertThat(numbers.of(Sessions.session(9, 1)).take(1)).isZero();
        assertThat(numbers.of(Sessions.session(9, 2)).take(1)).isZero();
        KeptNumbers again = again();
        assertThat(again.has(Sessions.session(2, 5_536))).isTrue();
        assertThat(again.has(Sessions.session(9, 1))).isFalse();
        again.forget(again.of(Sessions.session(2, 5_536)));
        again.of(Sessions.session(9, 3)).take(3);
        assertThat(again().of(Sessions.session(9, 3)).take(1)).isEqualTo(3);
    }

    @Test
    void whereNothingIsKeptThereIsNoMemory() {
        KeptNumbers numbers = KeptNumbers.none(sink);
        assertThat(numbers.of(Sessions.session(7, 5)).take(1)).isZero();
        numbers.sweep();
        assertThat(store.said).isEmpty();
    }

    @Test
    void aSessionThatGoesTakesNoMoreOfThem() {
        KeptNumbers numbers = began();
        Session session = Sessions.session(7, 5, numbers);
        session.takeNs(3);
        session.forgetNumbers();
        assertThat(session.takeNs(1)).isZero(); // of a thread that was just sending
        assertThat(store.said).containsExactly("keep n.1", "forget n.1");
    }

    private KeptNumbers began() {
        return KeptNumbers.take(store, List.of(), new ArrayList<>(), sink);
    }

    /// A daemon after the one that had it.
    private KeptNumbers again() {
        List<DescriptorStore.Kept> others = new ArrayList<>();
        DescriptorStore.Kept device = new DescriptorStore.Kept("d.1.2.3", List.of());
        List<DescriptorStore.Kept> before = new ArrayList<>(store.takeBefore());
        before.add(device);
        KeptNumbers again = KeptNumbers.take(store, before, others, sink);
        assertThat(others).containsExactly(device);
        return again;
    }

    private static final class OneDescriptor implements DescriptorStore {
        private final List<String> said = new ArrayList<>();
        private Optional<Integer> kept = Optional.empty();

        @Override
        public List<Kept> takeBefore() {
            return kept.map(it -> List.of(new Kept("n.1", List.of(duplicate(it)))))
                    .orElse(List.of());
        }

        @Override
        public void keep(String name, List<Integer> descriptors) {
            said.add("keep " + name);
            kept = Optional.of(duplicate(descriptors.getFirst()));
        }

        @Override
        public void forget(String name) {
            said.add("forget " + name);
            kept.ifPresent(Descriptors::close);
            kept = Optional.empty();
        }

        private static int duplicate(int descriptor) {
            try {
                return Descriptors.duplicate(descriptor);
            } catch (LinuxException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
