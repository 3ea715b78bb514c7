package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.SendBatch;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;

/// Two data planes in two namespaces, real packets between them.
@Tag("root")
final class UserspacePlaneTest {
    @BeforeAll
    static void needsRoot() {
        assumeTrue(Namespace.possible());
    }

    /// `proxy_arp`: as `ip neighbour show proxy` has it.
    @Test
    void arpForThePeerIsAnsweredAtTheInterfaceWhoseNetworkHasIt() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            pair.left.namespace.run("ip", "link", "add", "lan", "type", "veth", "peer", "name", "lan2");
            pair.left.namespace.run("ip", "address", "add", "10.9.0.254/24", "dev", "lan");
            pair.left.namespace.run("ip", "link", "set", "lan", "up");
            pair.left.namespace.run("ip", "link", "set", "lan2", "up");
            DataPlaneCommand.InterfaceOptions options = pair.left.interfaceOptions(2);
            pair.left
                    .plane()
                    .execute(new DataPlaneCommand.ActivateInterface(PlanePair.SESSION, options.withProxyArp(true)));
            Eventually.isTrue(() -> proxies(pair).equals("10.9.0.2 dev lan proxy"));
            pair.left.plane().execute(new DataPlaneCommand.ActivateInterface(PlanePair.SESSION, options));
            Eventually.isTrue(() -> proxies(pair).isEmpty());
            pair.left
                    .plane()
                    .execute(new DataPlaneCommand.ActivateInterface(PlanePair.SESSION, options.withProxyArp(true)));
            Eventually.isTrue(() -> !proxies(pair).isEmpty());
            pair.left.plane().execute(new DataPlaneCommand.RemoveSession(PlanePair.SESSION));
            Eventually.isTrue(() -> proxies(pair).isEmpty());
            assertThat(pair.left.sink.notices).isEmpty();
        }
    }

    /// The kernel joins groups and looks for routers as soon as there is an interface with IPv6.
    @Test
    void whatTheKernelSendsOfItselfIsNoTraffic() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            Eventually.isTrue(() -> pair.left.counters().txPackets() > 0
                    && pair.right.counters().rxPackets() > 0);
            assertThat(pair.left.plane().traffic(PlanePair.SESSION)).isZero();
            assertThat(pair.right.plane().traffic(PlanePair.SESSION)).isZero();
            assertThat(ping(pair.left, PlanePair.RIGHT_ADDRESS)).contains(" 3 received");
            assertThat(pair.left.plane().traffic(PlanePair.SESSION)).isEqualTo(6);
            assertThat(pair.right.plane().traffic(PlanePair.SESSION)).isEqualTo(6);
        }
    }

    /// A packet that the kernel sends of itself, and that does not leave, is no traffic either, and none less.
    @Test
    void whatTheKernelSendsOfItselfInVainIsNoTraffic() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            Eventually.isTrue(() -> pair.left.counters().txPackets() > 0);
            pair.left.namespace.run("ip", "link", "set", "wire", "down");
            // Its group is joined, which a router is told.
            pair.left.namespace.run("ip", "addr", "add", "fd0a::1/64", "dev", "l2tp0");
            Eventually.isTrue(() -> pair.left.counters().txErrors() > 0);
            assertThat(pair.left.plane().traffic(PlanePair.SESSION)).isZero();
        }
    }

    private static String proxies(PlanePair pair) {
        return pair.left
                .namespace
                .run("ip", "neighbour", "show", "proxy")
                .strip()
                .replaceAll(" +", " ");
    }

    @Test
    void ipAndPppAndControlCrossBothWays() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            assertThat(ping(pair.left, PlanePair.RIGHT_ADDRESS)).contains(" 3 received");
            assertThat(ping(pair.right, PlanePair.LEFT_ADDRESS)).contains(" 3 received");
            assertThat(ping(pair.left, "fe80::2%l2tp0")).contains(" 3 received");
            assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 200))
                    .isTrue();
            assertThat(Transfer.tcp(pair.right.namespace, pair.left.namespace, "fd09::1", 200))
                    .isTrue();

            pair.left.plane().sendPppFrame(PlanePair.SESSION, new byte[] {(byte) 0xc0, 0x21, 9, 1, 0, 4});
            pair.left.plane().sendControl(pair.left.pathTo(pair.right), new byte[] {(byte) 0xc8, 2, 0, 4});
            pair.left.plane().flush();
            // Control first, although it was sent last, and never in one row with data.
            Input first = pair.right.sink.take();
            Input second = pair.right.sink.take();
            assertThat(List.of(first.getClass(), second.getClass()))
                    .contains(Input.PppFrameReceived.class, Input.DatagramReceived.class);

            // TCP's last packets may still be on their way, and a few may have left before the other end was there.
            Eventually.isTrue(() -> {
                DataCounters left = pair.left.counters();
                DataCounters right = pair.right.counters();
                return left.txPackets() >= right.rxPackets()
                        && left.txPackets() <= right.rxPackets() + 4
                        && left.rxPackets() == right.txPackets()
                        && left.rxOctets() == right.txOctets()
                        && pair.left.plane().counters(PlanePair.TUNNEL).equals(left);
            });
            assertThat(pair.left.sink.notices).isEmpty();
        }
    }

    @Test
    void everythingWorksWithoutOffloadAndWithShortHeaders() {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(Tun.Offload.NONE)
                .with(new DataOptions(false, true), new PppFraming(true, true));
        try (PlanePair pair = new PlanePair(options)) {
            assertThat(ping(pair.left, PlanePair.RIGHT_ADDRESS)).contains(" 3 received");
            assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 50))
                    .isTrue();
            assertThat(Transfer.tcp(pair.right.namespace, pair.left.namespace, "fd09::1", 50))
                    .isTrue();
        }
    }

    /// RFC 2661 §8.1: without UDP checksums for data, with them for control.
    @Test
    void dataGoesWithoutChecksumsWhereTheyAreOff() {
        PlanePair.Options options =
                PlanePair.Options.DEFAULT.with(new DataOptions(true, false), new PppFraming(false, false));
        try (PlanePair pair = new PlanePair(options)) {
            assertThat(ping(pair.left, PlanePair.RIGHT_ADDRESS)).contains(" 3 received");
            assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 50))
                    .isTrue();
            pair.right.plane().sendControl(pair.right.pathTo(pair.left), new byte[] {(byte) 0xc8, 2, 0, 4});
            pair.right.plane().flush();
            assertThat(pair.left.sink.take())
                    .isInstanceOfSatisfying(
                            Input.DatagramReceived.class,
                            control -> assertThat(control.path()).isEqualTo(pair.left.pathTo(pair.right)));
            assertThat(Capture.sees(
                            pair.right.namespace, "udp[6:2] == 0", 6, () -> ping(pair.left, PlanePair.RIGHT_ADDRESS)))
                    .isTrue();
            assertThat(pair.left.sink.notices).isEmpty();
            pair.left.plane().closeSocket(0);
            pair.right.plane().closeSocket(0);
        }
    }

    /// RFC 6935.
    @Test
    void dataGoesWithoutChecksumsOverIpv6WhereTheyAreOff() {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(new DataOptions(true, false), new PppFraming(false, false))
                .overIpv6();
        try (PlanePair pair = new PlanePair(options)) {
            assertThat(ping(pair.left, PlanePair.RIGHT_ADDRESS)).contains(" 0% packet loss");
            assertThat(Capture.sees(
                            pair.right.namespace, "ip6[46:2] == 0", 6, () -> ping(pair.left, PlanePair.RIGHT_ADDRESS)))
                    .isTrue();
            assertThat(pair.left.sink.notices).isEmpty();
        }
    }

    /// As long as IPv4 allows, 65,535 octets with the headers, which the device hands on in one piece.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void longestRowOfDatagramsArrivesWhole(boolean ethernet) throws Exception {
        PlanePair.Options options = PlanePair.Options.DEFAULT;
        try (PlanePair pair = new PlanePair(ethernet ? options.with(PlanePair.Wire.ETHERNET) : options);
                Arena arena = Arena.ofConfined();
                SendBatch out = new SendBatch(1, 1);
                DatagramSocket receiver = pair.right.namespace.call(
                        () -> new DatagramSocket(0, InetAddress.getByName(PlanePair.RIGHT_ADDRESS)));
                L2tpSocket sender = pair.left.namespace.call(() ->
                        L2tpSocket.bind(new SocketAddress(false, 0, 0x0a090001, 0), L2tpSocket.Options.DEFAULT))) {
            pair.left.namespace.run("ping", "-c", "1", PlanePair.RIGHT_ADDRESS); // the neighbour is known
            receiver.setSoTimeout(10_000);
            out.begin(false, 0, 0x0a090002, receiver.getLocalPort(), 0, 0);
            out.piece(arena.allocate(65_507).address(), 65_507);
            out.segment(1_200);
            assertThat(sender.send(out, 0)).isEqualTo(1);
            DatagramPacket got = new DatagramPacket(new byte[2_000], 2_000);
            for (int i = 0; i < 54; i++) {
                receiver.receive(got);
                assertThat(got.getLength()).isEqualTo(1_200);
            }
            receiver.receive(got);
            assertThat(got.getLength()).isEqualTo(707);
        }
    }

    /// RFC 2661 §5.4, over IPv6.
    @Test
    void sequenceNumbersCountEverySegment() {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(PlanePair.reordering(Duration.ofMillis(50)))
                .overIpv6();
        try (PlanePair pair = new PlanePair(options)) {
            assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 200))
                    .isTrue();
            assertThat(pair.right.counters().rxPackets()).isGreaterThan(200 * 65_536L / 1_400);
            assertThat(pair.right.counters().rxErrors()).isZero();
        }
    }

    /// The tunnel's packets do not fit the link: the kernel must fragment them, and rows are refused.
    @Test
    void packetsLongerThanTheLinkArriveInFragments() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.withMtu(1_500, 1_300))) {
            assertThat(pair.left.namespace.run(
                            "ping", "-c", "3", "-i", "0.1", "-w", "10", "-s", "1400", PlanePair.RIGHT_ADDRESS))
                    .contains(" 3 received");
            assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 20))
                    .isTrue();
        }
    }

    private static InterfaceOptions with(
            InterfaceOptions options, Optional<DataPlaneCommand.Ipv4Addresses> ipv4, DataPlaneCommand.Route... routes) {
        return new InterfaceOptions(
                Optional.empty(), 1_300, ipv4, options.ipv6(), options.framing(), List.of(routes), Optional.empty());
    }

    /// IPv6 may be open before IPv4 is: the routes of both are there from the begin, and after each address.
    @Test
    void routesAreThereOnceWheneverAnAddressComesOrChanges() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            PlanePair.End left = pair.left;
            DataPlaneCommand.Route of4 = new DataPlaneCommand.Route(address("10.20.0.0"), 16, 0);
            DataPlaneCommand.Route of6 = new DataPlaneCommand.Route(address("2001:db8:20::"), 48, 0);
            InterfaceOptions any = left.interfaceOptions(2);
            left.sink.notices.clear();
            for (String local : List.of("", "10.8.0.1", "10.8.0.3", "")) {
                Optional<DataPlaneCommand.Ipv4Addresses> ipv4 = local.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new DataPlaneCommand.Ipv4Addresses(address(local), address("10.8.0.2")));
                left.plane()
                        .execute(new DataPlaneCommand.ActivateInterface(PlanePair.SESSION, with(any, ipv4, of4, of6)));
                assertThat(left.sink.take()).isInstanceOf(Input.InterfaceActivated.class);
                assertThat(left.sink.notices).as("at " + local).isEmpty();
                assertThat(left.namespace.run("ip", "route")).as("at " + local).contains("10.20.0.0/16 dev l2tp0");
                assertThat(left.namespace.run("ip", "-6", "route")).contains("2001:db8:20::/48 dev l2tp0");
            }
        }
    }

    /// Below 1280 octets the kernel takes IPv6 away (RFC 8200 §5), and gives it back above.
    @Test
    void anInterfaceMayCarryTooLittleForIpv6() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            PlanePair.End left = pair.left;
            for (int mtu : new int[] {1_200, 1_300, 1_250, 1_280}) {
                InterfaceOptions it = left.interfaceOptions(2);
                left.plane()
                        .execute(new DataPlaneCommand.ActivateInterface(
                                PlanePair.SESSION,
                                new InterfaceOptions(
                                        it.name(),
                                        mtu,
                                        it.ipv4(),
                                        it.ipv6(),
                                        it.framing(),
                                        it.routes(),
                                        it.shared(),
                                        it.clampMss())));
                assertThat(left.sink.take()).isEqualTo(new Input.InterfaceActivated(PlanePair.SESSION, "l2tp0"));
                assertThat(left.namespace.run("ip", "addr", "show", "l2tp0").contains("inet6"))
                        .as("mtu %d", mtu)
                        .isEqualTo(mtu >= 1_280);
            }
            assertThat(left.sink.notices).isEmpty();
        }
    }

    @Test
    void interfacesComeChangeAndGo() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            PlanePair.End left = pair.left;
            InterfaceOptions before = left.interfaceOptions(2);
            InterfaceOptions changed = new InterfaceOptions(
                    Optional.empty(),
                    1_300,
                    Optional.of(new DataPlaneCommand.Ipv4Addresses(address("10.8.0.1"), address("10.8.0.2"))),
                    Optional.empty(),
                    before.framing(),
                    List.of(
                            new DataPlaneCommand.Route(address("10.20.0.0"), 16, 0),
                            new DataPlaneCommand.Route(address("192.0.2.0"), 24, 0)),
                    Optional.empty());
            left.plane().execute(new DataPlaneCommand.ActivateInterface(PlanePair.SESSION, changed));
            assertThat(left.sink.take()).isEqualTo(new Input.InterfaceActivated(PlanePair.SESSION, "l2tp0"));
            assertThat(left.namespace.run("ip", "addr", "show", "l2tp0"))
                    .contains("mtu 1300", "inet 10.8.0.1 peer 10.8.0.2/32")
                    .doesNotContain("10.9.0.1", "inet6");
            assertThat(left.namespace.run("ip", "route")).contains("10.20.0.0/16 dev l2tp0");

            InterfaceOptions withIpv6 = new InterfaceOptions(
                    Optional.empty(),
                    1_300,
                    changed.ipv4(),
                    before.ipv6(),
                    before.framing(),
                    changed.routes(),
                    Optional.empty());
            int told = left.sink.notices.size();
            left.plane().execute(new DataPlaneCommand.ActivateInterface(PlanePair.SESSION, withIpv6));
            assertThat(left.sink.take()).isEqualTo(new Input.InterfaceActivated(PlanePair.SESSION, "l2tp0"));
            assertThat(left.sink.notices).hasSize(told);
            assertThat(left.namespace.run("ip", "route")).contains("10.20.0.0/16 dev l2tp0");

            left.plane().execute(new DataPlaneCommand.DeactivateInterface(PlanePair.SESSION));
            InterfaceOptions named = new InterfaceOptions(
                    Optional.of("isp"),
                    1_400,
                    before.ipv4(),
                    before.ipv6(),
                    before.framing(),
                    List.of(),
                    Optional.empty());
            left.plane().execute(new DataPlaneCommand.ActivateInterface(PlanePair.SESSION, named));
            assertThat(left.sink.take()).isEqualTo(new Input.InterfaceActivated(PlanePair.SESSION, "isp"));
            assertThat(left.namespace.run("ip", "-br", "link")).contains("isp").doesNotContain("l2tp0");
            assertThat(ping(left, PlanePair.RIGHT_ADDRESS)).contains(" 3 received");

            left.plane().execute(new DataPlaneCommand.RemoveTunnel(PlanePair.TUNNEL));
            assertThat(left.plane().counters(PlanePair.SESSION)).isEqualTo(DataCounters.ZERO);
            left.plane().close();
            assertThat(left.namespace.run("ip", "-br", "link")).doesNotContain("isp");
        }
    }

    @Test
    void interfaceThatIsTakenAwayOrCannotBeMadeIsReported() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            pair.left.namespace.run("ip", "link", "del", "l2tp0");
            assertThat(pair.left.sink.take())
                    .isEqualTo(new Input.DataPlaneFailed(
                            PlanePair.SESSION, "read l2tp0: File descriptor in bad state [errno 77]"));

            InterfaceOptions options = pair.right.interfaceOptions(1);
            pair.right
                    .plane()
                    .execute(new DataPlaneCommand.ActivateInterface(
                            PlanePair.SESSION,
                            new InterfaceOptions(
                                    Optional.of("wire"),
                                    1_400,
                                    options.ipv4(),
                                    options.ipv6(),
                                    options.framing(),
                                    List.of(),
                                    Optional.empty())));
            assertThat(pair.right.sink.take())
                    .isInstanceOfSatisfying(
                            Input.DataPlaneFailed.class,
                            failed -> assertThat(failed.reason()).startsWith("ioctl(TUNSETIFF) wire: "));
        }
    }

    /// ICMP port unreachable, once for many datagrams.
    @Test
    void unreachablePeerIsReportedOnce() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            pair.right.plane().closeSocket(0);
            for (int i = 0; i < 5; i++) {
                pair.left.plane().sendControl(pair.left.pathTo(pair.right), new byte[] {(byte) 0xc8, 2, 0, 4});
                pair.left.plane().flush();
            }
            Input said = pair.left.sink.take();
            while (said instanceof Input.ControlSendFailed) { // the refusal of one may come with the send of the next
                said = pair.left.sink.take();
            }
            assertThat(said).isInstanceOfSatisfying(Input.TransportUnreachable.class, unreachable -> {
                assertThat(unreachable.path().peer().toString()).isEqualTo("192.0.2.2:1701");
                assertThat(unreachable.reason()).isEqualTo("Connection refused [errno 111]");
            });
        }
    }

    /// A bug that is met twice, and then a datagram and packets.
    @Test
    void receiverOutlivesBugs() {
        byte[] zlb = {(byte) 0xc8, 2, 0, 12, 0, 102, 0, 0, 0, 0, 0, 0};
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            pair.right.sink.bugs.set(2);
            for (int left = 2; left >= 0; left--) {
                int bugs = left;
                Eventually.isTrue(() -> pair.right.sink.bugs.get() == bugs);
                pair.left.plane().sendControl(pair.left.pathTo(pair.right), zlb);
                pair.left.plane().flush();
            }
            assertThat(pair.right.sink.take()).isInstanceOf(Input.DatagramReceived.class);
            assertThat(ping(pair.left, PlanePair.RIGHT_ADDRESS)).contains(" 0% packet loss");
            assertThat(pair.right.sink.notices)
                    .singleElement()
                    .asString()
                    .startsWith("a bug of prol2tpd: please report this line: data-receiver: ")
                    .contains(" < Receiver.java:");
        }
    }

    /// As the one before: each device that goes meets the bug.
    @Test
    void transmitterOutlivesBugs() throws Exception {
        AtomicInteger bugs = new AtomicInteger();
        RecordingSink sink = new RecordingSink();
        Transmitter transmitter = new Transmitter(
                (device, call, errno) -> {
                    bugs.incrementAndGet();
                    throw new IllegalStateException(call);
                },
                new LastLine(sink));
        Thread thread = Thread.ofPlatform().daemon().start(transmitter);
        try (Namespace namespace = new Namespace("bugs")) {
            for (int i = 0; i < 2; i++) {
                String name = "goes" + i;
                try (Tun tun = namespace.call(() -> Tun.open(name, Tun.Kind.TUN, Tun.Offload.NONE))) {
                    transmitter.watch(Device.of(Sessions.session(1, 2), tun, i));
                    namespace.run("ip", "link", "del", name);
                    int seen = i;
                    Eventually.isTrue(() -> bugs.get() > seen);
                    transmitter.quiescence().await();
                }
            }
        }
        transmitter.stop();
        thread.join();
        transmitter.close();
        assertThat(sink.notices).hasSize(1);
    }

    /// Once the code is compiled, that is; until then the machinery of method handles allocates.
    @Test
    void nothingIsAllocatedPerPacket() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            assertThat(Allocation.leastOctetsPerPacket(pair)).isZero();
        }
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static String ping(PlanePair.End from, String to) {
        return from.namespace.run("ping", "-c", "3", "-i", "0.1", "-w", "10", to);
    }
}
