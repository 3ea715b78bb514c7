package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prol2tp.dataplane.ebpf.EbpfPlane;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SharedInterface;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.wire.SessionId;

/// One interface of the right end for many sessions; the left end, a client, has one for each.
/// Right is 10.1.0.1, clients are 10.1.0.2 and so on.
@Tag("root")
final class SharedInterfaceTest {
    private static final int RIGHT = 0x0a010001;
    private static final Route POOL = new Route(IpAddress.ofIpv4(0x0a010000), 16, 0);

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Namespace.possible());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manySessionsUseOneInterface(boolean ebpf) {
        try (PlanePair pair = pair(ebpf)) {
            for (int i = 2; i <= 4; i++) {
                session(pair, i);
                join(pair.right, i, 1400, List.of(POOL));
            }
            assertThat(devices(pair.right)).containsExactly("l2tp0", "users");
            assertThat(pair.right.namespace.run("ip", "route"))
                    .contains("10.1.0.0/16 dev users")
                    .doesNotContain("10.1.0.2", "10.1.0.3");
            for (int i = 2; i <= 4; i++) {
                assertThat(ping(pair.left, "l2tp" + (i - 1), "10.1.0.1")).contains(" 3 received");
                SessionHandle session = handle(i);
                // A count may be seen a moment late.
                Eventually.isTrue(() -> pair.right.plane().counters(session).rxPackets() == 3
                        && pair.right.plane().counters(session).txPackets() == 3);
                if (pair.right.plane() instanceof EbpfPlane plane) {
                    assertThat(plane.fastCounters(session)).isEqualTo(plane.counters(session));
                }
            }

            // A second session of the same address gets the packets from now on; the first may go without harm.
            session(pair, 9);
            activate(pair.right, 9, options(3, 1400, List.of(POOL)));
            pair.left.namespace.runAnyway("ping", "-c", "1", "-W", "1", "-I", "l2tp2", "10.1.0.1");
            assertThat(pair.right.plane().counters(handle(3)).rxPackets()).isEqualTo(4);
            assertThat(pair.right.plane().counters(handle(3)).txPackets()).isEqualTo(3);
            assertThat(pair.right.plane().counters(handle(9)).txPackets()).isEqualTo(1);
            remove(pair.right, 3);
            pair.right.namespace.runAnyway("ping", "-c", "1", "-W", "1", "10.1.0.3");
            assertThat(pair.right.plane().counters(handle(9)).txPackets()).isEqualTo(2);
            if (pair.right.plane() instanceof EbpfPlane plane) {
                assertThat(plane.fastCounters(handle(9)).txPackets()).isEqualTo(2);
                assertThat(plane.fastSessions()).isEqualTo(4);
            }

            for (int i : new int[] {2, 4, 9}) {
                assertThat(devices(pair.right)).contains("users");
                remove(pair.right, i);
            }
            Eventually.isTrue(() -> !devices(pair.right).contains("users"));
            assertThat(pair.right.sink.notices).isEmpty();
        }
    }

    /// A peer must not speak for others.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void packetsFromAnotherAddressAreDroppedAndCounted(boolean ebpf) {
        try (PlanePair pair = pair(ebpf)) {
            session(pair, 2);
            join(pair.right, 2, 1400, List.of(POOL));
            pair.left.namespace.run("ip", "addr", "add", "10.1.0.77/32", "dev", "l2tp1");
            pair.left.namespace.runAnyway("ping", "-c", "2", "-i", "0.01", "-W", "1", "-I", "10.1.0.77", "10.1.0.1");

            assertThat(pair.right.plane().counters(handle(2)).rxErrors()).isEqualTo(2);
            assertThat(pair.right.plane().counters(handle(2)).txPackets()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void addressesOutsideTheRoutesAndNarrowLinksGetRoutesOfTheirOwn(boolean ebpf) {
        try (PlanePair pair = pair(ebpf)) {
            session(pair, 2);
            session(pair, 3);
            join(pair.right, 2, 1400, List.of());
            join(pair.right, 3, 1000, List.of());
            assertThat(pair.right.namespace.run("ip", "route"))
                    .contains("10.1.0.2 dev users", "10.1.0.3 dev users")
                    .contains("mtu 1000");
            assertThat(ping(pair.right, "10.1.0.1", "10.1.0.2")).contains(" 3 received");
            remove(pair.right, 3);
            Eventually.isTrue(() -> !pair.right.namespace.run("ip", "route").contains("10.1.0.3"));
            // Changed in place, then an interface of its own.
            activate(pair.right, 2, options(5, 1400, List.of()));
            assertThat(pair.right.namespace.run("ip", "route"))
                    .contains("10.1.0.5 dev users")
                    .doesNotContain("10.1.0.2");
            InterfaceOptions own = options(2, 1400, List.of());
            pair.right
                    .plane()
                    .execute(new DataPlaneCommand.ActivateInterface(
                            handle(2),
                            new InterfaceOptions(
                                    Optional.of("alone"),
                                    1400,
                                    own.ipv4(),
                                    Optional.empty(),
                                    own.framing(),
                                    List.of(),
                                    Optional.empty())));
            assertThat(pair.right.sink.take()).isEqualTo(new Input.InterfaceActivated(handle(2), "alone"));
            assertThat(devices(pair.right)).containsExactly("alone", "l2tp0");
            assertThat(ping(pair.right, "10.1.0.1", "10.1.0.2")).contains(" 3 received");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allSessionsHearThatTheirInterfaceWasTakenAway(boolean ebpf) {
        try (PlanePair pair = pair(ebpf)) {
            session(pair, 2);
            session(pair, 3);
            join(pair.right, 2, 1400, List.of(POOL));
            join(pair.right, 3, 1400, List.of(POOL));
            pair.right.namespace.run("ip", "link", "del", "users");
            String reason = "read users: File descriptor in bad state [errno 77]";
            assertThat(List.of(pair.right.sink.take(), pair.right.sink.take()))
                    .containsExactlyInAnyOrder(
                            new Input.DataPlaneFailed(handle(2), reason), new Input.DataPlaneFailed(handle(3), reason));
            join(pair.right, 2, 1400, List.of(POOL));
            assertThat(ping(pair.right, "10.1.0.1", "10.1.0.2")).contains(" 3 received");
        }
    }

    private static PlanePair pair(boolean ebpf) {
        if (!ebpf) {
            return new PlanePair(PlanePair.Options.DEFAULT);
        }
        EbpfPlaneTest.needsRootAndTheKernelsConsent();
        return new PlanePair(PlanePair.Options.DEFAULT.byEbpf());
    }

    /// Session `i` at both ends, and the client's own interface.
    private static void session(PlanePair pair, int i) {
        for (PlanePair.End end : List.of(pair.left, pair.right)) {
            end.plane()
                    .execute(new DataPlaneCommand.AddSession(
                            handle(i),
                            PlanePair.TUNNEL,
                            new SessionId(1000 + i),
                            new SessionId(1000 + i),
                            SequencingOptions.NONE));
        }
        if (i < 9) {
            pair.left
                    .plane()
                    .execute(new DataPlaneCommand.ActivateInterface(
                            handle(i),
                            new InterfaceOptions(
                                    Optional.empty(),
                                    1400,
                                    Optional.of(new DataPlaneCommand.Ipv4Addresses(
                                            IpAddress.ofIpv4(RIGHT + i - 1), IpAddress.ofIpv4(RIGHT))),
                                    Optional.empty(),
                                    new PppFraming(false, false),
                                    List.of(),
                                    Optional.empty())));
            assertThat(pair.left.sink.take()).isInstanceOf(Input.InterfaceActivated.class);
        }
    }

    private static void join(PlanePair.End end, int i, int mtu, List<Route> routes) {
        activate(end, i, options(i, mtu, routes));
    }

    private static void activate(PlanePair.End end, int i, InterfaceOptions options) {
        end.plane().execute(new DataPlaneCommand.ActivateInterface(handle(i), options));
        assertThat(end.sink.take()).isEqualTo(new Input.InterfaceActivated(handle(i), "users"));
    }

    private static InterfaceOptions options(int host, int mtu, List<Route> routes) {
        return new InterfaceOptions(
                Optional.empty(),
                mtu,
                Optional.of(new DataPlaneCommand.Ipv4Addresses(
                        IpAddress.ofIpv4(RIGHT), IpAddress.ofIpv4(RIGHT + host - 1))),
                Optional.empty(),
                new PppFraming(false, false),
                List.of(),
                Optional.of(new SharedInterface("users", 1400, routes)));
    }

    private static void remove(PlanePair.End end, int i) {
        end.plane().execute(new DataPlaneCommand.RemoveSession(handle(i)));
    }

    private static SessionHandle handle(int i) {
        return new SessionHandle(i);
    }

    /// TUN devices, in the order of their names.
    private static List<String> devices(PlanePair.End end) {
        return end.namespace
                .run("ls", "/sys/class/net")
                .lines()
                .filter(name -> !name.equals("lo") && !name.startsWith("wire") && !name.startsWith("l2tp-gro"))
                .sorted()
                .toList();
    }

    private static String ping(PlanePair.End from, String source, String to) {
        return from.namespace.run("ping", "-c", "3", "-i", "0.1", "-w", "10", "-I", source, to);
    }
}
