package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.dataplane.ebpf.EbpfPlane;
import org.prol2tp.dataplane.userspace.PlanePair.Wire;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;

/// Two planes with programs in the kernel, in two namespaces with a session between them, and real packets in it. Here
/// rather than with what it tests, since the pair of planes is here.
@Tag("root")
final class EbpfPlaneTest {
    private static final DataOptions FAST = new DataOptions(true, true);
    private static final DataOptions UNSUMMED = new DataOptions(true, false);

    @BeforeAll
    static void needsRootAndTheKernelsConsent() {
        assumeTrue(Namespace.possible());
        try (Namespace namespace = new Namespace("probe")) {
            namespace.call(() -> EbpfPlane.start(new RecordingSink())).close();
        } catch (IllegalStateException e) {
            boolean left = e.getCause() instanceof LinuxException why && why.errno() != Errno.EACCES;
            assumeTrue(!left, () -> "no programs here: " + e.getCause());
            throw e;
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void pppCrossesByTheProgramsAlone(boolean compressAddressControl, boolean compressProtocol) {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(FAST, new PppFraming(compressAddressControl, compressProtocol))
                .byEbpf();
        try (PlanePair pair = new PlanePair(options)) {
            assertFast(pair);
            DataCounters counted = pair.left.counters();
            ping(pair.left, PlanePair.RIGHT_ADDRESS, 100);
            ping(pair.left, "fd09::2", 1000);
            int ppp = (compressAddressControl ? 0 : 2) + (compressProtocol ? 1 : 2);
            DataCounters now = pair.left.counters();
            assertThat(now.txPackets() - counted.txPackets()).isEqualTo(2);
            assertThat(now.rxPackets() - counted.rxPackets()).isEqualTo(2);
            assertThat(now.txOctets() - counted.txOctets()).isEqualTo(128 + 1048 + 2 * ppp);
            assertThat(now.rxOctets() - counted.rxOctets()).isEqualTo(128 + 1048 + 2 * ppp);
            transfer(pair);
            assertThat(pair.left.sink.notices).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "0, true", "4, false", "4, true", "8, false", "8, true"})
    void ethernetCrossesInEveryLayout(int cookieOctets, boolean sublayer) {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(FAST, new PppFraming(false, false))
                .with(Wire.ETHERNET.with(cookieOctets, sublayer, DataSequencing.NONE))
                .withMtu(1500 - 28 - 8 - cookieOctets - (sublayer ? 4 : 0) - 14, 1500)
                .byEbpf();
        assertCrossing(options);
    }

    private static void assertCrossing(PlanePair.Options options) {
        try (PlanePair pair = new PlanePair(options)) {
            assertFast(pair);
            ping(pair.left, "fd09::2", 1000);
            transfer(pair);
            assertThat(pair.left.counters().rxErrors()).isZero();
            assertThat(pair.left.sink.notices).isEmpty();
        }
    }

    /// Without UDP checksums, as RFC 6935 permits it: programs compute none.
    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    void pppCrossesOverIpv6(boolean compressAddressControl, boolean compressProtocol) {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(UNSUMMED, new PppFraming(compressAddressControl, compressProtocol))
                .overIpv6()
                .byEbpf();
        assertCrossing(options);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "4, false", "4, true", "8, true"})
    void ethernetCrossesOverIpv6(int cookieOctets, boolean sublayer) {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(UNSUMMED, new PppFraming(false, false))
                .with(Wire.ETHERNET.with(cookieOctets, sublayer, DataSequencing.NONE))
                .overIpv6()
                .byEbpf();
        assertCrossing(options);
    }

    @Test
    void overIpv6WithUdpChecksumsTheProgramsCarryNothing() {
        PlanePair.Options options = PlanePair.Options.DEFAULT.overIpv6().byEbpf();
        try (PlanePair pair = new PlanePair(options)) {
            assertThat(pair.left.fastSessions()).isZero();
            ping(pair.left, "fd09::2", 100);
            for (boolean on : new boolean[] {false, true}) {
                pair.left
                        .plane()
                        .execute(new DataPlaneCommand.SetUdpChecksums(
                                PlanePair.TUNNEL, pair.left.pathTo(pair.right), on));
                assertThat(pair.left.fastSessions()).isEqualTo(on ? 0 : 1);
            }
        }
    }

    /// RFC 2661 §5.4: sequence numbers are the embedded plane's.
    @Test
    void whatThePlaneBelowMustDoItDoes() {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(FAST, new PppFraming(false, false))
                .byEbpf();
        try (PlanePair pair = new PlanePair(options)) {
            assertFast(pair);
            long fast = fastPackets(pair.left);
            // longer than the way carries in one piece: sent in fragments
            pair.left.namespace.run("ip", "link", "set", "wire", "mtu", "600");
            pair.right.namespace.run("ip", "link", "set", "wire", "mtu", "600");
            ping(pair.left, PlanePair.RIGHT_ADDRESS, 1000);
            assertThat(fastPackets(pair.left)).isEqualTo(fast);
            pair.left.namespace.run("ip", "link", "set", "wire", "mtu", "1500");
            pair.right.namespace.run("ip", "link", "set", "wire", "mtu", "1500");
            for (PlanePair.End end : new PlanePair.End[] {pair.left, pair.right}) {
                end.plane()
                        .execute(new DataPlaneCommand.SetSequencing(
                                PlanePair.SESSION, new SequencingOptions(true, true, false, Duration.ofMillis(50))));
                assertThat(end.fastSessions()).isZero();
            }
            ping(pair.left, PlanePair.RIGHT_ADDRESS, 100);
            assertThat(fastPackets(pair.left)).isEqualTo(fast);
            assertThat(Capture.sees(
                            pair.right.namespace,
                            "udp[8:2] & 0x0800 != 0",
                            2,
                            () -> pair.left.namespace.runAnyway("ping", "-c", "1", PlanePair.RIGHT_ADDRESS)))
                    .isTrue();
            for (PlanePair.End end : new PlanePair.End[] {pair.left, pair.right}) {
                end.plane().execute(new DataPlaneCommand.SetSequencing(PlanePair.SESSION, SequencingOptions.NONE));
                assertThat(end.fastSessions()).isOne();
            }
            ping(pair.left, PlanePair.RIGHT_ADDRESS, 100);
            assertThat(fastPackets(pair.left)).isGreaterThan(fast);
        }
    }

    /// RFC 1990: fragments of a bundle are the embedded plane's, and a session that has been one of its links stays
    /// there.
    @Test
    void linksOfABundleAreThePlanesBelow() {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(FAST, new PppFraming(false, false))
                .byEbpf();
        try (PlanePair pair = new PlanePair(options)) {
            assertFast(pair);
            long fast = fastPackets(pair.left);
            DataPlaneCommand.BundleOptions bundle =
                    new DataPlaneCommand.BundleOptions(new PppFraming(false, false), 600, 1500, false);
            for (PlanePair.End end : new PlanePair.End[] {pair.left, pair.right}) {
                end.plane().execute(new DataPlaneCommand.JoinBundle(PlanePair.SESSION, PlanePair.SESSION, bundle));
                assertThat(end.fastSessions()).isZero();
            }
            ping(pair.left, PlanePair.RIGHT_ADDRESS, 1000);
            assertThat(fastPackets(pair.left)).isEqualTo(fast);
            pair.left.plane().execute(new DataPlaneCommand.LeaveBundle(PlanePair.SESSION));
            assertThat(pair.left.fastSessions()).isZero();
        }
    }

    /// What programs send passes IPsec by: they must not where it has a say.
    @Test
    void withPoliciesOfIpsecTheProgramsCarryNothing() {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(FAST, new PppFraming(false, false))
                .byEbpf();
        try (PlanePair pair = new PlanePair(options)) {
            assertFast(pair);
            String[] add = "ip xfrm policy add src 198.51.100.1 dst 198.51.100.2 dir out".split(" ");
            try {
                pair.left.namespace.run(add);
            } catch (IllegalStateException e) {
                assumeTrue(false, "no IPsec in this kernel");
            }
            Eventually.isTrue(() -> pair.left.fastSessions() == 0);
            assertThat(pair.left.sink.notices)
                    .containsExactly("carried by the embedded plane: IPsec has to see what leaves");
            ping(pair.left, PlanePair.RIGHT_ADDRESS, 100);
            pair.left.namespace.run("ip", "xfrm", "policy", "flush");
            Eventually.isTrue(() -> pair.left.fastSessions() == 1);
            pair.left.plane().requireIpsec();
            pair.left.plane().execute(new DataPlaneCommand.SetSequencing(PlanePair.SESSION, SequencingOptions.NONE));
            assertThat(pair.left.fastSessions()).isZero();
        }
    }

    @Test
    void sessionThatIsGoneIsOutOfTheMapsAndItsTunnelRemembersWhatItCarried() {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(FAST, new PppFraming(false, false))
                .byEbpf();
        try (PlanePair pair = new PlanePair(options)) {
            assertFast(pair);
            DataCounters before = pair.left.counters();
            pair.left.plane().execute(new DataPlaneCommand.RemoveSession(PlanePair.SESSION));
            assertThat(pair.left.fastSessions()).isZero();
            assertThat(pair.left.counters()).isEqualTo(DataCounters.ZERO);
            assertThat(pair.left.plane().counters(PlanePair.TUNNEL)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void newRouteIsFollowed(boolean ipv6) {
        PlanePair.Options options = PlanePair.Options.DEFAULT.with(UNSUMMED, new PppFraming(false, false));
        try (PlanePair pair = new PlanePair((ipv6 ? options.overIpv6() : options).byEbpf())) {
            assertFast(pair);
            addSecondWire(pair, ipv6);
            Eventually.isTrue(() -> crossesSecondWire(pair));
        }
    }

    /// Linux says nothing of the routes that go with an interface.
    @Test
    void wayWhoseInterfaceIsSetDownIsLeft() {
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(UNSUMMED, new PppFraming(false, false))
                .byEbpf();
        try (PlanePair pair = new PlanePair(options)) {
            assertFast(pair);
            addSecondWire(pair, false);
            Eventually.isTrue(() -> crossesSecondWire(pair));
            pair.left.namespace.run("ip", "link", "set", "wire2", "down");
            Eventually.isTrue(
                    () -> pair.left.namespace.succeeds("ping", "-c", "1", "-W", "1", PlanePair.RIGHT_ADDRESS));
            assertThat(pair.left.fastSessions()).isOne();
        }
    }

    /// A better way from left to right; the way back stays.
    private static void addSecondWire(PlanePair pair, boolean ipv6) {
        Namespace left = pair.left.namespace;
        Namespace right = pair.right.namespace;
        left.run("ip", "link", "add", "wire2", "type", "veth", "peer", "name", "wire2", "netns", right.name());
        left.run("ip", "addr", "add", ipv6 ? "fd77::1/64" : "198.51.100.1/24", "dev", "wire2", "nodad");
        right.run("ip", "addr", "add", ipv6 ? "fd77::2/64" : "198.51.100.2/24", "dev", "wire2", "nodad");
        right.run("sysctl", "-w", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.wire2.rp_filter=0");
        right.run("ip", "link", "set", "wire2", "up");
        left.run("ip", "link", "set", "wire2", "up");
        if (ipv6) {
            left.run("ip", "-6", "route", "add", "fd00::2/128", "via", "fd77::2");
        } else {
            left.run("ip", "route", "add", "192.0.2.2/32", "via", "198.51.100.2");
        }
    }

    /// Left's programs send by it; right's do not look at it, so that its embedded plane takes what comes.
    private static boolean crossesSecondWire(PlanePair pair) {
        long sent = fastCounters(pair.left).txPackets();
        DataCounters before = pair.right.counters();
        DataCounters fast = fastCounters(pair.right);
        pair.left.namespace.runAnyway("ping", "-c", "1", "-W", "1", PlanePair.RIGHT_ADDRESS);
        return fastCounters(pair.left).txPackets() > sent
                && fastCounters(pair.right).rxPackets() == fast.rxPackets()
                && pair.right.counters().rxPackets() > before.rxPackets();
    }

    /// Both neighbours know each other, and packets cross without the embedded planes' seeing them.
    private static void assertFast(PlanePair pair) {
        assertThat(pair.left.fastSessions()).isOne();
        assertThat(pair.right.fastSessions()).isOne();
        ping(pair.left, PlanePair.RIGHT_ADDRESS, 56);
        long fast = fastPackets(pair.left);
        ping(pair.left, PlanePair.RIGHT_ADDRESS, 56);
        // Ethernet's IPv6 has something to say of its own
        assertThat(fastPackets(pair.left) - fast).isGreaterThanOrEqualTo(2);
    }

    private static long fastPackets(PlanePair.End end) {
        DataCounters fast = fastCounters(end);
        return fast.rxPackets() + fast.txPackets();
    }

    private static DataCounters fastCounters(PlanePair.End end) {
        return ((EbpfPlane) end.plane()).fastCounters(PlanePair.SESSION);
    }

    private static void ping(PlanePair.End from, String to, int octets) {
        String answer = from.namespace.run("ping", "-c", "1", "-W", "2", "-s", Integer.toString(octets), to);
        assertThat(answer).contains("1 received");
    }

    private static void transfer(PlanePair pair) {
        DataCounters left = pair.left.counters();
        DataCounters right = pair.right.counters();
        assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 100))
                .isTrue();
        assertThat(Transfer.tcp(pair.right.namespace, pair.left.namespace, "fd09::1", 100))
                .isTrue();
        // Frames that cross whole are counted as the segments that they are, at both ends.
        DataCounters sent = pair.left.counters();
        DataCounters received = pair.right.counters();
        assertThat(received.rxPackets() - right.rxPackets())
                .isCloseTo(
                        sent.txPackets() - left.txPackets(), withinPercentage(50)); // something is lost, or on its way
        assertThat(received.txPackets() - right.txPackets())
                .isCloseTo(sent.rxPackets() - left.rxPackets(), withinPercentage(50));
    }
}
