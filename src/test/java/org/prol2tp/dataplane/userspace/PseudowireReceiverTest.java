package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireEnd;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// Data messages of RFC 3931 §4.1 with PPP frames, as octets. The session is 0a0b0c0d, its cookie c0c1c2c3.
final class PseudowireReceiverTest {
    private static final long LOOPBACK = 0x7f000001;
    private static final int ID = 0x0a0b0c0d;

    private final SessionTable pseudowires = new SessionTable();
    private final RecordingSink sink = new RecordingSink();
    private final DataReceiver receiver =
            new DataReceiver(new SessionTable(), pseudowires, sink, new DeviceWriter((device, call, errno) -> {}));
    private Session session = session(PseudowireType.PPP, "c0c1c2c3", true, DataSequencing.NONE);

    @Test
    void frameIsFoundBehindCookieAndSublayer() {
        assertThat(frameOf("0003 0000 0a0b0c0d c0c1c2c3 00000000 ff03c021 09")).isEqualTo("ff03c02109");
        session = session(PseudowireType.PPP, "", false, DataSequencing.NONE);
        assertThat(frameOf("0003 ffff 0a0b0c0d ff03c021")).isEqualTo("ff03c021");
        session = session(PseudowireType.PPP, "c0c1c2c3c4c5c6c7", false, DataSequencing.NONE);
        assertThat(frameOf("0003 0000 0a0b0c0d c0c1c2c3c4c5c6c7 c021")).isEqualTo("c021");
        session = session(PseudowireType.PPP, "", true, DataSequencing.NONE);
        assertThat(frameOf("0003 0000 0a0b0c0d 00123456 c021")).isEqualTo("c021");
    }

    @Test
    void wrongOrMissingCookieIsCountedAndDropped() {
        handle("0003 0000 0a0b0c0d c0c1c2c4 00000000 c021");
        handle("0003 0000 0a0b0c0d c0c1c2c3 000000");
        handle("0003 0000 0a0b0c0d");

        assertThat(session.counters().rxErrors()).isEqualTo(3);
        assertThat(session.counters().rxPackets()).isZero();
        assertThat(receiver.strays()).isZero();
    }

    @Test
    void strangersAndNonsenseTouchNothing() {
        handle("0003 0000 0a0b0c0e c0c1c2c3 00000000 c021");
        handle("0003 0000 0a0b0c");
        handle("0003");
        handle("0004 0000 0a0b0c0d c0c1c2c3 00000000 c021");
        MemorySegment good = memory("0003 0000 0a0b0c0d c0c1c2c3 00000000 c021");
        receiver.handle(good, 0, (int) good.byteSize(), false, 0, LOOPBACK + 1);

        assertThat(receiver.strays()).isEqualTo(5);
        assertThat(session.counters().rxPackets()).isZero();
    }

    /// RFC 3931 §4.6.1: 24 bits, and the S bit says whether they count.
    @Test
    void sequenceNumbersAreThoseOfTheSublayer() {
        assertThat(frameOf("0003 0000 0a0b0c0d c0c1c2c3 40000000 c02101")).isEqualTo("c02101");
        assertThat(frameOf("0003 0000 0a0b0c0d c0c1c2c3 40020000 c02103")).isEqualTo("c02103");
        handle("0003 0000 0a0b0c0d c0c1c2c3 4000ffff c02102");

        assertThat(session.counters().rxOutOfSequencePackets()).isEqualTo(2);
        assertThat(session.counters().rxOutOfSequenceDiscards()).isEqualTo(1);
    }

    @Test
    void earlyFrameWaitsForItsTurn() {
        session.change(state -> state.with(new SequencingOptions(false, false, false, Duration.ofSeconds(1))));
        handle("0003 0000 0a0b0c0d c0c1c2c3 40000001 c02102");
        assertThat(receiver.isHolding()).isTrue();
        assertThat(frameOf("0003 0000 0a0b0c0d c0c1c2c3 40000000 c02101")).isEqualTo("c02101");
        assertThat(next()).isEqualTo("c02102");
    }

    /// RFC 3931 §5.4.4: level 1 demands them of what is not IP, level 2 of everything.
    @Test
    void framesThatLackADemandedNumberAreDropped() {
        session = session(PseudowireType.PPP, "", true, DataSequencing.NON_IP);
        handle("0003 0000 0a0b0c0d 00000000 c021");
        assertThat(session.counters().rxErrors()).isEqualTo(1);
        handle("0003 0000 0a0b0c0d 00000000 ff030021 45");
        handle("0003 0000 0a0b0c0d 00000000 57 60");
        assertThat(session.counters().rxPackets()).isEqualTo(2);

        session = session(PseudowireType.PPP, "", true, DataSequencing.ALL);
        handle("0003 0000 0a0b0c0d 00000000 ff030021 45");
        assertThat(session.counters().rxErrors()).isEqualTo(1);

        session = session(PseudowireType.ETHERNET, "", true, DataSequencing.NON_IP);
        handle("0003 0000 0a0b0c0d 00000000 020000000001 020000000002 0806 0001");
        assertThat(session.counters().rxErrors()).isEqualTo(1);
        handle("0003 0000 0a0b0c0d 00000000 020000000001 020000000002 0800 45");
        handle("0003 0000 0a0b0c0d 00000000 020000000001 020000000002 8100 0064 86dd 60");
        assertThat(session.counters().rxPackets()).isEqualTo(2);
    }

    @Test
    void frameTooShortForEthernetIsAnError() {
        session = session(PseudowireType.ETHERNET, "", false, DataSequencing.NONE);
        handle("0003 0000 0a0b0c0d 020000000001 020000000002 08");

        assertThat(session.counters().rxErrors()).isEqualTo(1);
    }

    private Session session(PseudowireType type, String cookie, boolean sublayer, DataSequencing sequencing) {
        PseudowireEnd end = new PseudowireEnd(Octets.ofHex(cookie), sublayer, sequencing);
        Session made = Sessions.session(ID, new PseudowireOptions(type, end, end, true));
        pseudowires.put(made.key, made);
        return made;
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
