package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.Encapsulation;

/// RFC 6040, which RFC 9601 asks of L2TP.
final class EcnTest {
    private static final long LOOPBACK = 0x7f000001;

    /// RFC 6040 §4.2, figure 4; rows Not-ECT, ECT(0), ECT(1), CE; columns Not-ECT, ECT(0), ECT(1), CE.
    @Test
    void whatLeavesTheTunnelIsWhatTheTableSays() {
        int[] order = {0, 2, 1, 3};
        int[][] table = {{0, 0, 0, -1}, {2, 2, 1, 3}, {1, 1, 1, 3}, {3, 3, 3, 3}};
        for (int inner = 0; inner < 4; inner++) {
            for (int outer = 0; outer < 4; outer++) {
                assertThat(Ecn.combined(order[inner], order[outer]))
                        .as(inner + " in " + outer)
                        .isEqualTo(table[inner][outer]);
            }
        }
    }

    @Test
    void markedPacketHasARightChecksum() {
        for (int tos = 0; tos < 256; tos++) {
            byte[] packet = new Packets(false, false, 0).packet(tos, 0, new byte[3]);
            MemorySegment memory = MemorySegment.ofArray(packet);
            packet[1] = (byte) tos;
            Checksum.putIpv4Header(memory, 0, 20);
            boolean stays = Ecn.leave(memory, 0, packet.length, Ecn.CE);
            assertThat(stays).isEqualTo((tos & 3) != 0);
            assertThat(packet[1] & 0xff).isEqualTo(stays ? tos | 3 : tos);
            assertThat(Checksum.isRight(Checksum.add(memory, 0, 20, 0))).isTrue();
        }
    }

    @Test
    void ipv6IsMarkedInItsTrafficClass() {
        byte[] packet = HexFormat.of().parseHex("6ba12345" + "00".repeat(36));
        assertThat(Ecn.leave(MemorySegment.ofArray(packet), 0, packet.length, Ecn.ECT_1))
                .isTrue();
        assertThat(HexFormat.of().formatHex(packet)).startsWith("6b912345");
        assertThat(Ecn.leave(MemorySegment.ofArray(packet), 0, packet.length, Ecn.CE))
                .isTrue();
        assertThat(HexFormat.of().formatHex(packet)).startsWith("6bb12345");
        assertThat(Ecn.of(MemorySegment.ofArray(packet), 0)).isEqualTo(Ecn.CE);
    }

    @Test
    void whatIsNoIpIsLeftAlone() {
        byte[] packet = new byte[19];
        packet[0] = 0x45;
        assertThat(Ecn.leave(MemorySegment.ofArray(packet), 0, packet.length, Ecn.CE))
                .isTrue();
        assertThat(Ecn.leave(MemorySegment.ofArray(packet), 0, 0, Ecn.CE)).isTrue();
    }

    @Test
    void receiverMarksOrDropsWhatMetCongestion() {
        SessionTable table = new SessionTable();
        DataReceiver receiver = new DataReceiver(
                table, new SessionTable(), new RecordingSink(), new DeviceWriter((device, call, errno) -> {}));
        Session session = Sessions.session(1, 2, new DataOptions(false, true, true));
        table.put(session.key, session);
        String ect0 = "4502 0014 0000 0000 4011 0000 7f000001 7f000001";
        MemorySegment marked = memory("0002 0001 0002 ff030021" + ect0);
        receiver.setOuterEcn(Ecn.CE);
        receiver.handle(marked, 0, (int) marked.byteSize(), false, 0, LOOPBACK);
        assertThat(Ip.u8(marked, 11)).isEqualTo(3);
        assertThat(session.counters().rxPackets()).isEqualTo(1);

        MemorySegment dropped = memory("0002 0001 0002 ff030021" + ect0.replace("4502", "4500"));
        receiver.handle(dropped, 0, (int) dropped.byteSize(), false, 0, LOOPBACK);
        assertThat(session.counters().rxErrors()).isEqualTo(1);

        Session deaf = Sessions.session(1, 3, new DataOptions(false, true, false));
        table.put(deaf.key, deaf);
        MemorySegment other = memory("0002 0001 0003 ff030021" + ect0);
        receiver.handle(other, 0, (int) other.byteSize(), false, 0, LOOPBACK);
        assertThat(Ip.u8(other, 11)).isEqualTo(2);
    }

    /// Both planes look at the marks: what leaves has the packet's, and a packet that says CE arrives.
    @Tag("root")
    @ParameterizedTest
    @CsvSource({"UDP, false, 2", "IP, false, 1", "UDP, true, 3", "IP, true, 2"})
    void outerHeaderHasThePacketsMark(Encapsulation encapsulation, boolean ipv6, int ecn) {
        assumeTrue(Namespace.possible());
        PlanePair.Options options = PlanePair.Options.DEFAULT
                .with(new DataOptions(true, true, true), new PppFraming(false, false))
                .with(PlanePair.Wire.ETHERNET.over(encapsulation));
        try (PlanePair pair = new PlanePair(ipv6 ? options.overIpv6() : options)) {
            String mark = ipv6 ? "ip6 and ip6[1] & 0x30 = " + (ecn << 4) : "ip[1] & 3 = " + ecn;
            String[] ping = {
                "ping", "-c", "6", "-i", "0.1", "-w", "10", "-Q", Integer.toString(ecn), PlanePair.RIGHT_ADDRESS
            };
            assertThat(Capture.sees(
                            pair.left.namespace,
                            mark + " and src " + pair.left.pathTo(pair.right).localAddress(),
                            3,
                            () -> assertThat(pair.left.namespace.run(ping)).contains(" 6 received")))
                    .isTrue();
            assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 20))
                    .isTrue();
            assertThat(pair.right.counters().rxErrors()).isZero();
            assertThat(pair.left.sink.notices).isEmpty();
        }
    }

    private static MemorySegment memory(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
