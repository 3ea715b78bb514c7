package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.dataplane.DescriptorStore.Kept;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.Pipe;
import org.prol2tp.linux.Tun;
import org.prol2tp.linux.Tun.Kind;
import org.prol2tp.linux.Tun.Offload;

/// Devices of a daemon before this one, which a store gives back.
@Tag("root")
final class KeptDevicesTest {
    private static final Session SESSION = Sessions.session(7, 5); // the peer's session id is 9
    private static final String NAME = "d.7." + SESSION.key + ".9";

    private final RecordingSink sink = new RecordingSink();
    private final Told store = new Told();
    private Namespace namespace;

    @BeforeEach
    void needsRoot() {
        assumeTrue(Namespace.possible());
        namespace = new Namespace("kept");
    }

    @AfterEach
    void end() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void aSessionOfTheSameIdsHasItsDeviceAgain() {
        int descriptor = leftBehind("l2tp3", Kind.TUN, Offload.TCP_AND_UDP);
        KeptDevices kept = new KeptDevices(store, List.of(new Kept(NAME, List.of(descriptor))), sink);
        assertThat(take(kept, Sessions.session(7, 6), "l2tp%d")).isEmpty();
        assertThat(take(kept, SESSION, "l2tp%d")).isEqualTo("l2tp3");
        assertThat(take(kept, SESSION, "l2tp%d")).isEmpty();
        kept.sweep();
        assertThat(namespace.run("ip", "-o", "link")).contains("l2tp3");
        assertThat(store.forgotten).isEmpty();
        assertThat(sink.notices).isEmpty();
        Descriptors.close(descriptor);
    }

    @Test
    void whatIsNotWantedAsItIsGoes() {
        assertGoes("l2tp3", Kind.TUN, Offload.TCP_AND_UDP, "other");
        assertGoes("l2tp3", Kind.TAP, Offload.TCP_AND_UDP, "l2tp%d");
        assertGoes("l2tp3", Kind.TUN, Offload.NONE, "l2tp%d");
        assertThat(sink.notices)
                .containsExactly("an interface cannot be gone on with: offload of l2tp3: Invalid argument [errno 22]");
    }

    private void assertGoes(String name, Kind kind, Offload offload, String wanted) {
        store.forgotten.clear();
        int descriptor = leftBehind(name, kind, offload);
        KeptDevices kept = new KeptDevices(store, List.of(new Kept(NAME, List.of(descriptor))), sink);
        assertThat(take(kept, SESSION, wanted)).isEmpty();
        assertThat(store.forgotten).containsExactly(NAME);
        assertThat(namespace.run("ip", "-o", "link")).doesNotContain(name);
    }

    @Test
    void whatNobodyAsksForGoes() throws Exception {
        int descriptor = leftBehind("l2tp3", Kind.TUN, Offload.NONE);
        try (Pipe pipe = Pipe.open()) {
            int other = Descriptors.duplicate(pipe.readDescriptor());
            List<Kept> before = List.of(
                    new Kept(NAME, List.of(descriptor)),
                    new Kept("s.1.2.3.4", List.of(other)),
                    new Kept("d.1.2", List.of()));
            KeptDevices kept = new KeptDevices(store, before, sink);
            assertThat(store.forgotten).containsExactly("s.1.2.3.4", "d.1.2"); // the kernel's plane had them
            kept.sweep();
            assertThat(store.forgotten).containsExactly("s.1.2.3.4", "d.1.2", NAME);
        }
        assertThat(namespace.run("ip", "-o", "link")).doesNotContain("l2tp3");
        assertThat(sink.notices)
                .containsExactly("of a daemon before this one, nobody wants these any more: interfaces 1");
    }

    /// A device that only somebody else's descriptor keeps.
    private int leftBehind(String name, Kind kind, Offload offload) {
        return namespace.call(() -> {
            try (Tun tun = Tun.open(name, kind, offload)) {
                return Descriptors.duplicate(tun.descriptor());
            }
        });
    }

    private String take(KeptDevices kept, Session session, String name) {
        return namespace.call(() -> kept.take(session, name, Kind.TUN, Offload.TCP_AND_UDP)
                .map(Tun::name)
                .orElse(""));
    }

    private static final class Told implements DescriptorStore {
        final List<String> forgotten = new ArrayList<>();

        @Override
        public List<Kept> takeBefore() {
            return List.of();
        }

        @Override
        public void keep(String name, List<Integer> descriptors) {}

        @Override
        public void forget(String name) {
            forgotten.add(name);
        }
    }
}
