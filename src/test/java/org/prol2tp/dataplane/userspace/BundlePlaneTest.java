package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.BundleOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.JoinBundle;
import org.prol2tp.protocol.node.DataPlaneCommand.PassInterface;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.DataPlaneCommand.RemoveSession;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.wire.SessionId;

/// What a bundle of links sends and takes: RFC 1990 §3.
class BundlePlaneTest {
    private static final SessionHandle OTHER = new SessionHandle(2);

    private static String header(PppFraming framing, boolean shortSequence, int sequence, boolean first, boolean last) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(16);
            long end = DataMessage.writeFragmentHeader(memory, 0, framing, shortSequence, sequence, first, last);
            assertThat(end).isEqualTo(DataMessage.fragmentHeaderOctets(framing, shortSequence));
            return HexFormat.of().formatHex(memory.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void aFragmentHasTwentyFourBitsOfItsNumberAndItsEnds() {
        PppFraming plain = new PppFraming(false, false);
        assertThat(header(plain, false, 0x0a0b0c, true, true)).isEqualTo("ff03003dc00a0b0c");
        assertThat(header(plain, false, 0x01000001, true, false)).isEqualTo("ff03003d80000001");
        assertThat(header(new PppFraming(true, true), false, 2, false, true)).isEqualTo("3d40000002");
        assertThat(header(new PppFraming(true, true), false, 2, false, false)).isEqualTo("3d00000002");
    }

    @Test
    void aPeerMayWantShortNumbers() {
        assertThat(header(new PppFraming(true, false), true, 0x1abc, true, true))
                .isEqualTo("003dcabc");
        assertThat(header(new PppFraming(true, true), true, 0xfff, false, true)).isEqualTo("3d4fff");
    }

    private static void joinTwo(PlanePair.End end, int number, int peer) {
        BundleOptions options = new BundleOptions(new PppFraming(true, number == 1), 600, 1500, false);
        end.plane().execute(new JoinBundle(PlanePair.SESSION, PlanePair.SESSION, options));
        end.plane()
                .execute(new AddSession(
                        OTHER,
                        PlanePair.TUNNEL,
                        new SessionId(300 + number),
                        new SessionId(300 + peer),
                        SequencingOptions.NONE));
        end.plane().execute(new JoinBundle(OTHER, PlanePair.SESSION, options));
    }

    private static String longPing(PlanePair pair) {
        return pair.left.namespace.run("ping", "-n", "-c", "5", "-i", "0.1", "-s", "1300", PlanePair.RIGHT_ADDRESS);
    }

    @Tag("root")
    @Test
    void longPacketsGoOverTwoLinksInPiecesAndTheBundleOutlivesTheFirst() {
        assumeTrue(Namespace.possible());
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT.with(Tun.Offload.NONE))) {
            joinTwo(pair.left, 1, 2);
            joinTwo(pair.right, 2, 1);
            assertThat(longPing(pair)).contains(" 0% packet loss");
            assertThat(Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 20))
                    .isTrue();
            assertThat(pair.left.plane().counters(OTHER).txPackets()).isPositive();
            assertThat(pair.left.plane().counters(OTHER).rxPackets()).isPositive();
            assertThat(pair.left.counters().txPackets()).isPositive();
            pair.left.plane().execute(new PassInterface(PlanePair.SESSION, OTHER));
            pair.right.plane().execute(new PassInterface(PlanePair.SESSION, OTHER));
            pair.left.plane().execute(new RemoveSession(PlanePair.SESSION));
            pair.right.plane().execute(new RemoveSession(PlanePair.SESSION));
            assertThat(longPing(pair)).contains(" 0% packet loss");
            pair.left.plane().execute(new RemoveSession(OTHER));
            Eventually.isTrue(() -> !pair.left.namespace.run("ip", "link").contains("l2tp0"));
            assertThat(pair.left.sink.notices).isEmpty();
        }
    }
}
