package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.SessionId;

/// Mistakes of other programs that ours does not make, and those it forgives.
class PeerMistakesTest {
    /// One program sends the Protocol Version AVP without its M bit; another one refuses it then.
    @Test
    void protocolVersionIsSentWithMAndAcceptedWithout() {
        Pair pair = new Pair(Pair.settings("lac"), Pair.settings("lns"));
        byte[] sccrq = pair.leftSays.sent.getFirst();
        int at = find(sccrq, new byte[] {0, 0, 0, 2, 1, 0}); // vendor 0, type 2, version 1.0
        assertThat(sccrq[at - 2]).isEqualTo((byte) 0x80);

        sccrq[at - 2] = 0;
        pair.settle();

        assertThat(pair.right().established()).isTrue();
    }

    /// One program delays acknowledgements by 250 to 500 ms, so that a tunnel takes 0.5 to 0.75 s.
    @Test
    void tunnelAndSessionTakeNoTimeOfTheirOwn() {
        Pair pair = Pair.withCalls(1);
        long before = pair.nowNs;
        assertThat(pair.leftSays.said).endsWith("connected 1 101 LAIC");
        // Nothing is owed any more: next comes a HELLO.
        assertThat(pair.left.deadlineNs() - before).isEqualTo(60 * Pair.SECOND);
        assertThat(pair.right().deadlineNs() - before).isEqualTo(60 * Pair.SECOND);
    }

    /// One program takes an SCCRQ from an address that has a tunnel opening for a repeated one.
    @Test
    void tunnelsOfOnePeerThatOpenAtOnceDoNotDisturbEachOther() {
        RecordingOutbox out = new RecordingOutbox();
        ControlCounters counters = new ControlCounters();
        for (int i = 1; i <= 100; i++) {
            RecordingOutbox peer = new RecordingOutbox();
            ControlConnection.initiate(
                    Pair.settings("lac"), counters, octets -> {}, new ControlConnectionId(i), 0, peer);
            Optional<ControlConnection> accepted = ControlConnection.accept(
                    Pair.settings("lns"),
                    counters,
                    octets -> {},
                    new ControlConnectionId(1000 + i),
                    peer.sent.getFirst(),
                    0,
                    out);
            assertThat(accepted.orElseThrow().peerId()).isEqualTo(new ControlConnectionId(i));
        }
        assertThat(out.sent).hasSize(100);
    }

    /// One program aborts at its 1018th session.
    @Test
    void tunnelHoldsManySessions() {
        Pair pair = Pair.withCalls(3_000);
        assertThat(pair.right().sessions()).isEqualTo(3_000);
    }

    /// One program drops what comes out of order; its robustness under loss is the worst of all.
    @Test
    void lossDuplicationAndReorderingHinderNoSession() {
        for (long seed = 1; seed <= 50; seed++) {
            LossyLink link = new LossyLink(new Random(seed), 0.05, 0.03, 0.03);
            link.placeCalls(50);
            link.run(60 * Pair.SECOND);
            assertThat(link.leftSays.said.stream()
                            .filter(it -> it.startsWith("connected"))
                            .count())
                    .as("seed %d", seed)
                    .isEqualTo(50);
            assertThat(link.rightSays.said.stream()
                            .filter(it -> it.startsWith("connected"))
                            .count())
                    .as("seed %d", seed)
                    .isEqualTo(50);
            link.close();
            assertThat(List.of(link.leftSays.said.getLast(), link.rightSays.said.getLast()))
                    .as("seed %d", seed)
                    .containsOnly("released");
        }
    }

    /// One program collapses when thousands of calls come at once; ours queues them and stays within the
    /// window.
    @Test
    void sessionsHungUpAllAtOnceAreAllAcknowledged() {
        Pair pair = Pair.withCalls(1_000);
        for (int i = 1; i <= 1_000; i++) {
            pair.left.hangUp(
                    new SessionId(i), Ending.local(CdnResult.ADMINISTRATIVE, "bye"), pair.nowNs, pair.leftSays);
        }
        pair.settle();
        assertThat(pair.right().sessions()).isZero();
        assertThat(pair.left.transport()).containsEntry("retransmits", 0L);
    }

    private static int find(byte[] octets, byte[] wanted) {
        for (int i = 0; i + wanted.length <= octets.length; i++) {
            if (java.util.Arrays.equals(octets, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }
}
