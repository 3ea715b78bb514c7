package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand.BundleOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Input;

/// Data messages of RFC 2661 §3.1 with PPP frames of RFC 1661, as octets. The session is 2 in tunnel 1.
final class DataReceiverTest {
    private static final long LOOPBACK = 0x7f000001;

    private final SessionTable table = new SessionTable();
    private final RecordingSink sink = new RecordingSink();
    private final DataReceiver receiver =
            new DataReceiver(table, new SessionTable(), sink, new DeviceWriter((device, call, errno) -> {}));
    private Session session = Sessions.session(1, 2);

    DataReceiverTest() {
        table.put(session.key, session);
    }

    @Test
    void framesOfControlProtocolsReachTheSinkInEveryForm() {
        assertThat(frameOf("0002 0001 0002 ff03c021 0901")).isEqualTo("ff03c0210901");
        assertThat(frameOf("0002 0001 0002 c021 0901")).isEqualTo("c0210901");
        assertThat(frameOf("4002 000c 0001 0002 ff03c021")).isEqualTo("ff03c021");
        assertThat(frameOf("4002 000c 0001 0002 ff03c021 00000000")).isEqualTo("ff03c021");
        assertThat(frameOf("0202 0001 0002 0003 aaaaaa ff03c021")).isEqualTo("ff03c021");
        assertThat(frameOf("4b02 0014 0001 0002 0000 0000 0001 aa ff03c02105")).isEqualTo("ff03c02105");
        assertThat(frameOf("0002 0001 0002 fd 01")).isEqualTo("fd01");
    }

    @Test
    void ipWithoutAnInterfaceIsDiscardedAndCounted() {
        handle("0002 0001 0002 ff030021 4500");
        handle("0002 0001 0002 21 4500");
        handle("0002 0001 0002 0057 6000");

        assertThat(session.counters().rxPackets()).isEqualTo(3);
        assertThat(session.counters().rxOctets()).isEqualTo(6 + 3 + 4);
    }

    /// Router solicitation and advertisement, MLD (query, reports) say nothing of the session being used.
    /// Everything else does, an echo request and a packet that is cut short among it.
    @Test
    void whatHostsSendOfThemselvesIsNoTraffic() {
        String head = "0002 0001 0002 0057 60000000 0000 %s ff" + "00".repeat(32);
        String hopByHop = "3a00 0502 0000 0100";
        for (String type : List.of("85", "86")) {
            handle(head.formatted("3a") + type + "00".repeat(15));
        }
        for (String type : List.of("82", "83", "84", "8f")) {
            handle(head.formatted("00") + hopByHop + type + "00".repeat(15));
        }
        assertThat(session.traffic()).isZero();
        for (String other : List.of(
                head.formatted("3a") + "80" + "00".repeat(15),
                head.formatted("00") + hopByHop + "80",
                head.formatted("00") + hopByHop,
                head.formatted("00") + hopByHop.replace("3a", "11") + "82",
                head.formatted("3a"),
                "0002 0001 0002 0057 60",
                "0002 0001 0002 0021 4500")) {
            handle(other);
        }
        assertThat(session.traffic()).isEqualTo(7);
        assertThat(session.counters().rxPackets()).isEqualTo(13);
    }

    @Test
    void strangersAndNonsenseTouchNothing() {
        handle("0002 0001 0003 c021");
        handle("0002 0002 0002 c021");
        handle("0003 0001 0002 c021");
        handle("00");
        handle("4002 ffff 0001 0002 c021");
        receiver.handle(memory("0002 0001 0002 c021"), 0, 8, false, 0, LOOPBACK + 1);

        assertThat(receiver.strays()).isEqualTo(6);
        assertThat(session.counters().rxPackets()).isZero();
    }

    @Test
    void emptyFrameIsAnError() {
        handle("0002 0001 0002");
        handle("0002 0001 0002 ff03");

        assertThat(session.counters().rxErrors()).isEqualTo(2);
    }

    /// RFC 2661 §5.4: late messages are dropped.
    @Test
    void lateMessageIsDroppedAndCounted() {
        assertThat(frameOf("0802 0001 0002 0000 0000 c02101")).isEqualTo("c02101");
        assertThat(frameOf("0802 0001 0002 0002 0000 c02103")).isEqualTo("c02103");
        handle("0802 0001 0002 0001 0000 c02102");

        assertThat(session.counters().rxOutOfSequencePackets()).isEqualTo(2);
        assertThat(session.counters().rxOutOfSequenceDiscards()).isEqualTo(1);
        assertThat(session.counters().rxPackets()).isEqualTo(2);
    }

    @Test
    void earlyMessageWaitsForItsTurn() {
        reorder();
        handle("0802 0001 0002 0001 0000 c02102");
        assertThat(receiver.isHolding()).isTrue();

        assertThat(frameOf("0802 0001 0002 0000 0000 c02101")).isEqualTo("c02101");
        assertThat(next()).isEqualTo("c02102");
        receiver.giveUpGaps(0);
        assertThat(receiver.isHolding()).isFalse();
        assertThat(session.counters().rxOutOfSequencePackets()).isEqualTo(1);
        assertThat(session.counters().rxOutOfSequenceDiscards()).isZero();
    }

    @Test
    void gapIsGivenUpWhenItsTimeIsOver() {
        reorder();
        handle("0802 0001 0002 0002 0000 c02103");
        receiver.giveUpGaps(receiver.nextDeadlineNs() - 1);
        assertThat(receiver.isHolding()).isTrue();

        receiver.giveUpGaps(receiver.nextDeadlineNs());

        assertThat(next()).isEqualTo("c02103");
        assertThat(receiver.isHolding()).isFalse();
    }

    @Test
    void gapTooWideDeliversWhatWasHeldFirst() {
        reorder();
        handle("0802 0001 0002 0002 0000 c02103");
        handle("0802 0001 0002 0064 0000 c02164");

        assertThat(next()).isEqualTo("c02103");
        assertThat(next()).isEqualTo("c02164");
    }

    @Test
    void messageWithoutNumberIsDiscardedWhereNumbersAreRequired() {
        session.change(state -> state.with(new SequencingOptions(true, true, false, Duration.ZERO)));
        handle("0002 0001 0002 c021");

        assertThat(session.counters().rxErrors()).isEqualTo(1);
        assertThat(session.counters().rxPackets()).isZero();
    }

    /// RFC 2661 §5.4: the LNS switches sequence numbers on and off by using them.
    @Test
    void lacSendsNumbersWhileTheLnsDoes() {
        session.change(state -> state.with(new SequencingOptions(false, false, true, Duration.ZERO)));

        handle("0802 0001 0002 0000 0000 c021");
        assertThat(session.state().sendNs()).isTrue();
        assertThat(session.takeNs(1)).isZero();

        handle("0002 0001 0002 c021");
        assertThat(session.state().sendNs()).isFalse();

        handle("0802 0001 0002 0001 0000 c021");
        assertThat(session.state().sendNs()).isTrue();
        assertThat(session.takeNs(1)).as("goes on where it was").isEqualTo(1);
        assertThat(session.counters().rxPackets()).isEqualTo(3);
    }

    @Test
    void lnsDecidesForItself() {
        handle("0802 0001 0002 0000 0000 c021");

        assertThat(session.state().sendNs()).isFalse();
    }

    /// Limit: frames that are held, over all sessions.
    @Test
    void framesHeldOverAllSessionsAreBounded() {
        reorder();
        for (int id = 100; id < 100 + DataReceiver.HELD_FRAMES + 10; id++) {
            Session other = Sessions.session(1, id, new SequencingOptions(true, true, false, Duration.ofSeconds(1)));
            table.put(other.key, other);
            handle("0802 0001 %04x 0001 0000 c021".formatted(id));
        }

        for (int i = 0; i < 10; i++) {
            assertThat(next()).isEqualTo("c021");
        }
        assertThat(receiver.isHolding()).isTrue();
    }

    /// A peer that counts anew, again and again, while frames of it are held: these are delivered, and their room is
    /// there for others.
    @Test
    void restartGivesBackTheRoomOfWhatWasHeld() {
        reorder();
        int expected = 0;
        for (int round = 0; round < DataReceiver.HELD_FRAMES / 60 + 1; round++) {
            for (int i = 1; i <= 60; i++) {
                handle("0802 0001 0002 %04x 0000 c021".formatted(expected + i & 0xffff));
            }
            int start = expected + 0x8100;
            for (int i = 0; i < 16; i++) {
                handle("0802 0001 0002 %04x 0000 c022".formatted(start + i & 0xffff));
            }
            for (int i = 0; i < 60; i++) {
                assertThat(next()).isEqualTo("c021");
            }
            assertThat(next()).isEqualTo("c022");
            expected = start + 16;
        }
        Session other = Sessions.session(1, 100, new SequencingOptions(true, true, false, Duration.ofSeconds(1)));
        table.put(other.key, other);
        handle("0802 0001 0064 0001 0000 c021");
        assertThat(sink.size()).isZero();
    }

    /// A fragment that waited for its sequence number, before which the bundle gives others up.
    @Test
    void heldFragmentStaysAsItIs() {
        reorder();
        Bundle bundle = new Bundle(session, bundle(1500), receiver.fragments());
        session.link = bundle.add(session, bundle(1500));
        Session silent = Sessions.session(1, 3);
        silent.link = bundle.add(silent, bundle(1500));
        handle("0802 0001 0002 0000 0000 003d c0000002 8021" + "aa".repeat(20)); // waits for 0 and 1
        handle("0802 0001 0002 0002 0000 003d c0000200 8021" + "bb".repeat(14)); // waits for Ns 1
        handle("0802 0001 0002 0001 0000 c021");
        assertThat(next()).isEqualTo("c021");
        assertThat(next()).isEqualTo("8021" + "aa".repeat(20));
        receiver.giveUpGaps(receiver.nextDeadlineNs());
        assertThat(next()).isEqualTo("8021" + "bb".repeat(14));
    }

    /// `mru 65535`, with the protocol before it.
    @Test
    void longestPacketOfABundleIsTaken() {
        Bundle bundle = new Bundle(session, bundle(65_535), receiver.fragments());
        session.link = bundle.add(session, bundle(65_535));
        handle("0002 0001 0002 003d 80000000 8021" + "aa".repeat(2_046));
        for (int i = 1; i < 32; i++) {
            handle("0002 0001 0002 003d 0000%04x".formatted(i) + "aa".repeat(2_048));
        }
        handle("0002 0001 0002 003d 40000020 aa");
        assertThat(next()).isEqualTo("8021" + "aa".repeat(65_535));
    }

    @Test
    void messageThatMeetsABugIsAnErrorAndTheOthersAreTaken() {
        sink.bugs.set(2);
        handle("0002 0001 0002 c021");
        handle("0002 0001 0002 c021");
        assertThat(frameOf("0002 0001 0002 c0210901")).isEqualTo("c0210901");
        assertThat(session.counters().rxErrors()).isEqualTo(2);
        assertThat(sink.notices).singleElement().asString().startsWith("a bug of prol2tpd: please report this line: ");
    }

    private static BundleOptions bundle(int mrru) {
        return new BundleOptions(new PppFraming(false, false), 1500, mrru, false);
    }

    private void reorder() {
        session.change(state -> state.with(new SequencingOptions(true, true, false, Duration.ofSeconds(1))));
    }

    private String frameOf(String datagram) {
        handle(datagram);
        return next();
    }

    private String next() {
        Input.PppFrameReceived input = (Input.PppFrameReceived) sink.take();
        return HexFormat.of().formatHex(input.frame());
    }

    private void handle(String datagram) {
        MemorySegment memory = memory(datagram);
        receiver.handle(memory, 0, (int) memory.byteSize(), false, 0, LOOPBACK);
        receiver.flush();
    }

    private static MemorySegment memory(String hex) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
