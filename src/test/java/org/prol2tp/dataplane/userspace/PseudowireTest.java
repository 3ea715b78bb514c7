package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// Two data planes in two namespaces with an L2TPv3 session between them, real frames in it.
///
/// Source: RFC 3931 §4.1, §4.6, RFC 4719.
@Tag("root")
final class PseudowireTest {
    @BeforeAll
    static void needsRoot() {
        assumeTrue(Namespace.possible());
    }

    @ParameterizedTest
    @CsvSource({"UDP, false", "UDP, true", "IP, false", "IP, true"})
    void framesCrossInEveryLayout(Encapsulation encapsulation, boolean ipv6) {
        PlanePair.Wire wire = PlanePair.Wire.ETHERNET.over(encapsulation);
        // Veth may swap packets when their sender changes cores.
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(PlanePair.reordering(Duration.ofMillis(50)))
                .with(wire);
        try (PlanePair pair = new PlanePair(ipv6 ? options.overIpv6() : options)) {
            assertCrossing(pair, wire.toString());
            for (int cookieOctets : List.of(0, 4, 8)) {
                for (boolean sublayer : List.of(false, true)) {
                    DataSequencing sequencing = sublayer ? DataSequencing.ALL : DataSequencing.NONE;
                    PlanePair.Wire next = wire.with(cookieOctets, sublayer, sequencing);
                    again(pair, next);
                    assertCrossing(pair, next.toString());
                    assertThat(pair.left.counters().rxErrors()).isZero();
                    assertThat(pair.right.counters().rxErrors()).isZero();
                }
            }
            assertThat(pair.left.sink.notices).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"UDP", "IP"})
    void pppIsCarriedToo(Encapsulation encapsulation) {
        PlanePair.Wire wire = PlanePair.Wire.ETHERNET
                .over(encapsulation)
                .of(PseudowireType.PPP, 0)
                .with(8, true, DataSequencing.NON_IP);
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.with(wire))) {
            assertCrossing(pair, "PPP");
            byte[] echo = {(byte) 0xff, 3, (byte) 0xc0, 0x21, 9, 1, 0, 4};
            byte[] zlb = {(byte) 0xc8, 3, 0, 12, 0, 0, 0, 101, 0, 0, 0, 0};
            pair.left.plane().sendControl(pair.left.pathTo(pair.right), zlb);
            pair.left.plane().flush();
            pair.left.plane().sendPppFrame(PlanePair.SESSION, echo);
            pair.left.plane().flush();
            Input first = pair.right.sink.take();
            Input second = pair.right.sink.take(); // each has a socket of its own
            assertThat(first instanceof Input.DatagramReceived ? first : second)
                    .isInstanceOfSatisfying(Input.DatagramReceived.class, control -> {
                        assertThat(control.octets()).isEqualTo(zlb);
                        assertThat(control.path()).isEqualTo(pair.right.pathTo(pair.left));
                    });
            assertThat(first instanceof Input.DatagramReceived ? second : first)
                    .isInstanceOfSatisfying(
                            Input.PppFrameReceived.class,
                            frame -> assertThat(frame.frame()).isEqualTo(echo));
        }
    }

    @Test
    void framesCrossWithoutOffload() {
        PlanePair.Options options =
                PlanePair.Options.DEFAULT.with(Tun.Offload.NONE).with(PlanePair.Wire.ETHERNET);
        try (PlanePair pair = new PlanePair(options)) {
            assertCrossing(pair, "no offload");
        }
    }

    /// RFC 4719 §2.2: each end has the tag of its own, none is seen at the interfaces.
    @Test
    void framesOfVlanPseudowireHaveATagOnTheirWay() {
        PlanePair.Wire wire = PlanePair.Wire.ETHERNET.of(PseudowireType.ETHERNET_VLAN, 100);
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.with(wire))) {
            assertCrossing(pair, "VLAN");
            assertThat(Capture.sees(
                            pair.right.namespace,
                            "udp[28:4] = 0x81000064",
                            6,
                            () -> ping(pair.left, PlanePair.RIGHT_ADDRESS)))
                    .as("prefix 4, Session ID 4, addresses 12: the tag follows UDP's 8")
                    .isTrue();
            again(pair, wire.with(4, true, DataSequencing.NON_IP));
            assertCrossing(pair, "VLAN with cookie");
        }
    }

    @Test
    void framesWithAnotherCookieAreCountedAndGoNowhere() {
        PlanePair.Wire wire = PlanePair.Wire.ETHERNET.with(4, false, DataSequencing.NONE);
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.with(wire))) {
            pair.right
                    .plane()
                    .execute(new DataPlaneCommand.SetPseudowire(
                            PlanePair.SESSION,
                            PlanePair.Wire.ETHERNET
                                    .with(8, false, DataSequencing.NONE)
                                    .options(2, 1)));
            long delivered = pair.right.counters().rxPackets();
            pair.left.namespace.runAnyway("ping", "-c", "2", "-i", "0.02", "-W", "1", PlanePair.RIGHT_ADDRESS);
            Eventually.isTrue(() -> pair.right.counters().rxErrors() > 0);
            assertThat(pair.right.counters().rxPackets()).isEqualTo(delivered);
        }
    }

    /// RFC 3931 §5.4.5.
    @Test
    void nothingIsSentWhileThePeersCircuitIsDown() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.with(PlanePair.Wire.ETHERNET))) {
            var up = PlanePair.Wire.ETHERNET.options(1, 2);
            pair.left
                    .plane()
                    .execute(new DataPlaneCommand.SetPseudowire(
                            PlanePair.SESSION,
                            new DataPlaneCommand.PseudowireOptions(up.type(), up.local(), up.peer(), false)));
            long sent = pair.left.counters().txPackets();
            pair.left.namespace.runAnyway("ping", "-c", "2", "-i", "0.02", "-W", "1", PlanePair.RIGHT_ADDRESS);
            assertThat(pair.left.counters().txPackets()).isEqualTo(sent);
            pair.left.plane().execute(new DataPlaneCommand.SetPseudowire(PlanePair.SESSION, up));
            assertCrossing(pair, "up again");
        }
    }

    /// Whose interface is set down, and up again, says so; that of an end whose peer's circuit is down has no carrier.
    @Test
    void circuitsAreToldOfAndShown() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.with(PlanePair.Wire.ETHERNET))) {
            PlanePair.End left = pair.left;
            left.namespace.run("ip", "link", "set", "l2tpeth0", "down");
            assertThat(left.sink.take()).isEqualTo(new Input.CircuitChanged(PlanePair.SESSION, false));
            left.namespace.run("ip", "link", "set", "l2tpeth0", "up");
            assertThat(left.sink.take()).isEqualTo(new Input.CircuitChanged(PlanePair.SESSION, true));
            var up = PlanePair.Wire.ETHERNET.options(1, 2);
            var down = new DataPlaneCommand.PseudowireOptions(up.type(), up.local(), up.peer(), false);
            left.plane().execute(new DataPlaneCommand.SetPseudowire(PlanePair.SESSION, down));
            Eventually.isTrue(
                    () -> left.namespace.run("ip", "link", "show", "l2tpeth0").contains("NO-CARRIER"));
            left.plane().execute(new DataPlaneCommand.SetPseudowire(PlanePair.SESSION, up));
            Eventually.isTrue(
                    () -> left.namespace.run("ip", "link", "show", "l2tpeth0").contains("LOWER_UP"));
            assertThat(left.sink.size()).isZero();
            assertThat(left.sink.notices).isEmpty();
        }
    }

    @Test
    void interfaceGoesIntoABridgeThatIsThere() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.with(PlanePair.Wire.ETHERNET))) {
            PlanePair.End left = pair.left;
            left.namespace.run("ip", "link", "add", "br0", "type", "bridge");
            left.plane().execute(new DataPlaneCommand.ActivateEthernet(PlanePair.SESSION, bridged("br0")));
            assertThat(left.sink.take()).isEqualTo(new Input.InterfaceActivated(PlanePair.SESSION, "l2tpeth0"));
            assertThat(left.namespace.run("ip", "addr", "show", "l2tpeth0"))
                    .contains("master br0", "link/ether 02:00:00:00:00:aa", "mtu 1300")
                    .doesNotContain("10.9.0.1");
            left.namespace.run("ip", "addr", "add", "10.9.0.1/24", "dev", "br0");
            left.namespace.run("ip", "link", "set", "br0", "up");
            Eventually.isTrue(() -> answers(left, PlanePair.RIGHT_ADDRESS));

            left.plane().execute(new DataPlaneCommand.ActivateEthernet(PlanePair.SESSION, bridged("lo")));
            assertThat(left.sink.take())
                    .isInstanceOfSatisfying(
                            Input.DataPlaneFailed.class,
                            failed -> assertThat(failed.reason()).startsWith("rtnetlink: link master "));
            left.plane().execute(new DataPlaneCommand.ActivateEthernet(PlanePair.SESSION, bridged("br1")));
            assertThat(left.sink.take())
                    .isEqualTo(
                            new Input.DataPlaneFailed(PlanePair.SESSION, "interface br1: No such device [errno 19]"));
            Eventually.isTrue(() -> !left.namespace.run("ip", "-br", "link").contains("l2tpeth"));
        }
    }

    @Test
    void pseudowireOfAnotherTypeIsRefused() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            var hdlc = PlanePair.Wire.ETHERNET.of(new PseudowireType(6), 0).options(1, 2);
            pair.left
                    .plane()
                    .execute(new DataPlaneCommand.AddSession(
                            new org.prol2tp.protocol.node.SessionHandle(9),
                            PlanePair.TUNNEL,
                            new org.prol2tp.protocol.wire.SessionId(9),
                            new org.prol2tp.protocol.wire.SessionId(9),
                            DataPlaneCommand.SequencingOptions.NONE,
                            Optional.of(hdlc)));
            assertThat(pair.left.sink.take())
                    .isInstanceOfSatisfying(
                            Input.DataPlaneFailed.class,
                            failed -> assertThat(failed.reason()).endsWith("no pseudowires of type 6"));
        }
    }

    @ParameterizedTest
    @CsvSource({"UDP", "IP"})
    void nothingIsAllocatedPerFrame(Encapsulation encapsulation) {
        PlanePair.Wire wire = PlanePair.Wire.ETHERNET
                .over(encapsulation)
                .of(PseudowireType.ETHERNET_VLAN, 7)
                .with(8, true, DataSequencing.ALL);
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.with(wire))) {
            assertThat(Allocation.leastOctetsPerPacket(pair)).isZero();
        }
    }

    /// Both ways, at the end that wants it.
    @ParameterizedTest
    @CsvSource({"PPP", "ETHERNET"})
    void tcpIsHeldToTheMtuBothWays(String kind) {
        boolean ethernet = kind.equals("ETHERNET");
        PlanePair.Options options =
                ethernet ? PlanePair.Options.DEFAULT.with(PlanePair.Wire.ETHERNET) : PlanePair.Options.DEFAULT;
        try (PlanePair pair = new PlanePair(options)) {
            PlanePair.End left = pair.left;
            left.plane()
                    .execute(
                            ethernet
                                    ? new DataPlaneCommand.ActivateEthernet(
                                            PlanePair.SESSION, clamped(left.ethernetOptions(PlanePair.Wire.ETHERNET)))
                                    : new DataPlaneCommand.ActivateInterface(
                                            PlanePair.SESSION, clamped(left.interfaceOptions(2))));
            String device = ethernet ? "l2tpeth0" : "l2tp0";
            assertThat(left.sink.take()).isEqualTo(new Input.InterfaceActivated(PlanePair.SESSION, device));
            left.namespace.run("ip", "route", "replace", "10.9.0.2/32", "dev", device, "advmss", "1350");
            String held = "tcp[tcpflags] & tcp-syn != 0 and tcp[20:4] = " + (0x0204_0000 + 1_300 - 40);
            assertThat(Capture.sees(pair.right.namespace, device, held + " and dst 10.9.0.2", 1, () -> transfer(pair)))
                    .as("out")
                    .isTrue();
            assertThat(Capture.sees(left.namespace, device, held + " and src 10.9.0.2", 1, () -> transfer(pair)))
                    .as("in")
                    .isTrue();
        }
    }

    /// By protocol 115 as by UDP: what is too long for the link is not cut, and the node hears what it carries.
    @ParameterizedTest
    @CsvSource({"UDP, false", "IP, false", "IP, true"})
    void pathMtuIsFound(Encapsulation encapsulation, boolean ipv6) throws LinuxException {
        PlanePair.Options options =
                PlanePair.Options.DEFAULT.withMtu(1_400, 1_300).with(PlanePair.Wire.ETHERNET.over(encapsulation));
        try (PlanePair pair = new PlanePair(ipv6 ? options.overIpv6() : options)) {
            PlanePair.End left = pair.left;
            left.plane().findPathMtu(left.pathTo(pair.right).socket());
            left.namespace.runAnyway("ping", "-c", "1", "-W", "1", "-s", "1350", PlanePair.RIGHT_ADDRESS);
            assertThat(left.sink.take()).isInstanceOfSatisfying(Input.PathMtuFound.class, found -> {
                assertThat(found.mtu()).isEqualTo(1_300);
                assertThat(found.path().peer().address())
                        .isEqualTo(left.pathTo(pair.right).peer().address());
            });
        }
    }

    private static void transfer(PlanePair pair) {
        assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 2))
                .isTrue();
    }

    private static InterfaceOptions clamped(InterfaceOptions it) {
        return new InterfaceOptions(
                it.name(), 1_300, it.ipv4(), it.ipv6(), it.framing(), it.routes(), it.shared(), true);
    }

    private static EthernetOptions clamped(EthernetOptions it) {
        return new EthernetOptions(it.name(), 1_300, it.macAddress(), it.ipv4(), it.bridge(), it.vlanId(), true);
    }

    private static EthernetOptions bridged(String bridge) {
        return new EthernetOptions(
                Optional.empty(),
                1_300,
                Optional.of("02:00:00:00:00:aa"),
                Optional.empty(),
                Optional.of(bridge),
                0,
                false);
    }

    private static void again(PlanePair pair, PlanePair.Wire wire) {
        for (PlanePair.End end : List.of(pair.left, pair.right)) {
            end.plane().execute(new DataPlaneCommand.RemoveSession(PlanePair.SESSION));
            Eventually.isTrue(() -> !end.namespace.run("ip", "-br", "link").contains("l2tpeth0"));
        }
        pair.left.addSession(pair.right, Optional.of(wire));
        pair.right.addSession(pair.left, Optional.of(wire));
    }

    private static void assertCrossing(PlanePair pair, String description) {
        // A neighbour that was asked for in vain is asked for again a second later.
        Eventually.isTrue(() -> answers(pair.left, PlanePair.RIGHT_ADDRESS));
        assertThat(ping(pair.left, PlanePair.RIGHT_ADDRESS)).as(description).contains(" 3 received");
        assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 20))
                .as(description)
                .isTrue();
        assertThat(Transfer.tcp(pair.right.namespace, pair.left.namespace, "fd09::1", 20))
                .as(description)
                .isTrue();
    }

    private static boolean answers(PlanePair.End from, String to) {
        try {
            return from.namespace.run("ping", "-c", "1", "-W", "1", to).contains(" 0% packet loss");
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static String ping(PlanePair.End from, String to) {
        return from.namespace.run("ping", "-c", "3", "-i", "0.1", "-w", "10", to);
    }
}
