package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// RFC 2661 §5.8 and Appendix A
class ReliableChannelTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 100 * SECOND;
    private static final ControlHeader ZLB = new ControlHeader(new ControlConnectionId(9), SessionId.NONE, 0, 0);

    private final RecordingOutbox out = new RecordingOutbox();
    private final ControlCounters counters = new ControlCounters();

    // Sending.

    @Test
    void messagesAreNumberedFromZeroAndCarryTheAcknowledgement() {
        ReliableChannel channel = channel(10, 10);
        receive(channel, 0, 0);
        send(channel, START, 1);
        assertThat(sent()).containsExactly("ns=0 nr=1");
    }

    /// Appendix A: one message first, then two, then four.
    @Test
    void sendingStartsSlowly() {
        ReliableChannel channel = channel(10, 10);
        send(channel, START, 10);
        assertThat(sent()).containsExactly("ns=0 nr=0");
        acknowledge(channel, 1, START);
        assertThat(sent()).containsExactly("ns=1 nr=0", "ns=2 nr=0");
        acknowledge(channel, 3, START);
        assertThat(sent()).containsExactly("ns=3 nr=0", "ns=4 nr=0", "ns=5 nr=0", "ns=6 nr=0");
    }

    @Test
    void windowOfThePeerIsNeverExceeded() {
        ReliableChannel channel = channel(10, 4);
        send(channel, START, 50);
        int acknowledged = 0;
        for (int i = 0; i < 20; i++) {
            acknowledged += sent().size();
            acknowledge(channel, acknowledged, START);
            assertThat(out.sent.size()).isLessThanOrEqualTo(4);
        }
        assertThat(channel.status()).containsEntry("cwnd", 4L);
    }

    @Test
    void retransmissionsDoubleTheirDistanceUntilThePeerIsGivenUp() {
        ReliableChannel channel = channel(10, 10);
        send(channel, START, 1);
        out.sent.clear();
        List<Long> seconds = new ArrayList<>();
        while (!channel.gaveUp()) {
            long nowNs = channel.deadlineNs();
            channel.timePassed(nowNs, out);
            seconds.add((nowNs - START) / SECOND);
            assertThat(sent()).containsExactlyElementsOf(channel.gaveUp() ? List.of() : List.of("ns=0 nr=0"));
        }
        assertThat(seconds).containsExactly(1L, 3L, 7L, 15L, 23L, 31L);
        assertThat(channel.status()).containsEntry("retransmits", 5L);
        assertThat(channel.deadlineNs()).isEqualTo(ControlConnection.NEVER);
    }

    /// RFC 6298: an acknowledgement that took 1 ms lets the next loss be noticed after a quarter of a second.
    @Test
    void shortRoundTripsBringTheFirstRetransmissionForward() {
        ReliableChannel channel = channel(10, 10);
        send(channel, START, 1);
        acknowledge(channel, 1, START + SECOND / 1000);
        send(channel, START + SECOND, 1);
        out.sent.clear();
        assertThat(channel.deadlineNs()).isEqualTo(START + SECOND + SECOND / 4);
        channel.timePassed(channel.deadlineNs(), out);
        assertThat(sent()).containsExactly("ns=1 nr=0");
    }

    /// RFC 6298 §3: neither that one nor what waited behind it.
    @Test
    void whatWentOutTwiceShowsNoRoundTrip() {
        ReliableChannel channel = channel(10, 10);
        send(channel, START, 1);
        channel.timePassed(START + SECOND, out);
        acknowledge(channel, 1, START + SECOND);
        send(channel, START + 2 * SECOND, 1);
        assertThat(channel.deadlineNs()).isEqualTo(START + 3 * SECOND);
    }

    /// Appendix A: what is in flight counts as lost, the window starts anew with one message.
    @Test
    void timeOutResendsTheOldestFirstAndTheRestAsTheWindowOpens() {
        ReliableChannel channel = channel(10, 10);
        open(channel, 4);
        send(channel, START, 4);
        assertThat(sent()).hasSize(4);

        channel.timePassed(START + SECOND, out);
        assertThat(sent()).containsExactly("ns=3 nr=0");
        assertThat(channel.status()).containsEntry("cwnd", 1L).containsEntry("ssthresh", 2L);

        acknowledge(channel, 4, START + SECOND);
        assertThat(sent()).containsExactly("ns=4 nr=0", "ns=5 nr=0");
    }

    @Test
    void whatThePeerHadAlreadyIsNotSentAgain() {
        ReliableChannel channel = channel(10, 10);
        open(channel, 4);
        send(channel, START, 4);
        out.sent.clear();
        channel.timePassed(START + SECOND, out);
        out.sent.clear();

        acknowledge(channel, 7, START + SECOND);

        assertThat(sent()).isEmpty();
        assertThat(channel.idle()).isTrue();
        assertThat(channel.deadlineNs()).isEqualTo(ControlConnection.NEVER);
    }

    @Test
    void retransmissionCarriesTheLatestAcknowledgementAndLeavesTheSentArrayAlone() {
        ReliableChannel channel = channel(10, 10);
        send(channel, START, 1);
        byte[] first = out.sent.getFirst();
        out.sent.clear();
        receive(channel, 0, 0);
        channel.timePassed(START + SECOND, out);
        assertThat(sent()).contains("ns=0 nr=1");
        assertThat(header(first).nr()).isZero();
    }

    @Test
    void threeEqualAcknowledgementsResendOnlyTheMissingMessage() {
        ReliableChannel channel = channel(10, 10);
        open(channel, 8);
        send(channel, START, 8);
        out.sent.clear();
        for (int i = 0; i < 5; i++) {
            acknowledge(channel, 7, START);
        }
        assertThat(sent()).containsExactly("ns=7 nr=0");
        assertThat(channel.status()).containsEntry("ssthresh", 4L);
    }

    @Test
    void acknowledgementOfWhatWasNeverSentIsRefused() {
        ReliableChannel channel = channel(10, 10);
        send(channel, START, 1);
        assertThat(channel.receive(zlb(0, 2), START)).isEqualTo(ReliableChannel.Receipt.OUT_OF_RANGE);
        assertThat(channel.idle()).isFalse();
        assertThat(counters.sequenceNumberErrors()).isEqualTo(1);
    }

    @Test
    void overtakenAcknowledgementDoesNoHarm() {
        ReliableChannel channel = channel(10, 10);
        open(channel, 4);
        assertThat(channel.receive(zlb(0, 1), START)).isEqualTo(ReliableChannel.Receipt.NOTHING_NEW);
        assertThat(channel.idle()).isTrue();
    }

    @Test
    void sequenceNumbersPassTheEndOfTheirCircle() {
        ReliableChannel channel = channel(10, 10);
        for (int i = 0; i < 70_000; i++) {
            send(channel, START, 1);
            assertThat(header(out.sent.getFirst()).ns()).isEqualTo(i & 0xffff);
            acknowledge(channel, (i + 1) & 0xffff, START);
            out.sent.clear();
        }
        assertThat(channel.idle()).isTrue();
    }

    /// §5.8: a StopCCN ends what waits.
    @Test
    void whatWasNeverSentCanBeForgotten() {
        ReliableChannel channel = channel(10, 10);
        send(channel, START, 5);
        channel.forgetUnsent();
        assertThat(channel.waiting()).isZero();
        acknowledge(channel, 1, START);
        assertThat(channel.idle()).isTrue();
    }

    // Receiving.

    @Test
    void messagesAreDeliveredInOrderThoughTheyCameInAnother() {
        ReliableChannel channel = channel(10, 10);
        assertThat(receive(channel, 2, 0)).isEmpty();
        assertThat(receive(channel, 1, 0)).isEmpty();
        assertThat(receive(channel, 0, 0)).containsExactly(0, 1, 2);
    }

    @Test
    void duplicateIsAcknowledgedButNotDelivered() {
        ReliableChannel channel = channel(10, 10);
        assertThat(receive(channel, 0, 0)).containsExactly(0);
        channel.timePassed(START, out);
        out.sent.clear();

        assertThat(receive(channel, 0, 0)).isEmpty();
        channel.timePassed(START, out);

        assertThat(sent()).containsExactly("ns=0 nr=1");
        assertThat(channel.status()).containsEntry("duplicate_pkt_discards", 1L);
    }

    @Test
    void heldMessageThatComesAgainIsADuplicate() {
        ReliableChannel channel = channel(10, 10);
        receive(channel, 1, 0);
        receive(channel, 1, 0);
        assertThat(channel.status())
                .containsEntry("duplicate_pkt_discards", 1L)
                .containsEntry("control_rx_oos_packets", 1L);
    }

    /// The limit of the reorder queue is the window we advertise.
    @Test
    void messageBeyondTheReceiveWindowIsDiscarded() {
        ReliableChannel channel = channel(10, 10);
        assertThat(channel.receive(message(9, 0), START)).isEqualTo(ReliableChannel.Receipt.TAKEN);
        assertThat(channel.receive(message(10, 0), START)).isEqualTo(ReliableChannel.Receipt.OUT_OF_RANGE);
        assertThat(channel.status()).containsEntry("control_rx_oos_discards", 1L);
    }

    /// A large window is no licence to fill our memory with large messages.
    @Test
    void messagesThatWaitForAnEarlierOneMayOnlyBeSoLong() {
        ReliableChannel channel = channel(1_000, 10);
        int messages = ReliableChannel.REORDER_LIMIT_OCTETS / 32_768;
        for (int ns = 1; ns <= messages; ns++) {
            assertThat(channel.receive(message(ns, 0, 32_768), START)).isEqualTo(ReliableChannel.Receipt.TAKEN);
        }
        assertThat(channel.receive(message(messages + 1, 0, 1), START)).isEqualTo(ReliableChannel.Receipt.OUT_OF_RANGE);
        // The one that is missing always fits, and makes room.
        assertThat(channel.receive(message(0, 0, 60_000), START)).isEqualTo(ReliableChannel.Receipt.TAKEN);
        assertThat(deliver(channel)).hasSize(1 + messages);
        assertThat(channel.receive(message(messages + 2, 0, 60_000), START)).isEqualTo(ReliableChannel.Receipt.TAKEN);
    }

    @Test
    void numbersOfReceivedMessagesPassTheEndOfTheirCircle() {
        ReliableChannel channel = channel(10, 10);
        for (int ns = 0; ns < 65_535; ns++) {
            receive(channel, ns, 0);
        }
        assertThat(receive(channel, 1, 0)).isEmpty();
        assertThat(receive(channel, 0, 0)).isEmpty();
        assertThat(receive(channel, 65_535, 0)).containsExactly(65_535, 0, 1);
        assertThat(channel.receive(message(65_534, 0), START)).isEqualTo(ReliableChannel.Receipt.NOTHING_NEW);
    }

    /// Whatever the numbers of a ZLB are: an answer to it would be answered for ever.
    @Test
    void zlbIsNeverAnswered() {
        ReliableChannel channel = channel(10, 10);
        send(channel, START, 1);
        out.sent.clear();
        for (int ns : new int[] {0, 1, 9, 10, 40_000, 65_535}) {
            for (int nr : new int[] {0, 2, 9, 40_000, 65_535}) {
                channel.receive(zlb(ns, nr), START);
                channel.transmit(START, out);
                channel.timePassed(START, out);
            }
        }
        // Several of them acknowledge nothing: that shows a gap, once.
        assertThat(sent()).isSubsetOf("ns=0 nr=0").hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void numbersOfAZlbAreNotDelivered() {
        ReliableChannel channel = channel(10, 10);
        channel.receive(zlb(0, 0), START);
        assertThat(channel.hasDelivery()).isFalse();
        assertThat(receive(channel, 0, 0)).containsExactly(0);
    }

    @Test
    void gapIsAcknowledgedAtOnce() {
        ReliableChannel channel = channel(10, 10);
        receive(channel, 3, 0);
        channel.transmit(START, out);
        assertThat(sent()).containsExactly("ns=0 nr=0");
    }

    @Test
    void messageThatGoesOutAnywayAcknowledges() {
        ReliableChannel channel = channel(10, 10);
        receive(channel, 0, 0);
        send(channel, START, 1);
        channel.timePassed(START, out);
        assertThat(sent()).containsExactly("ns=0 nr=1");
    }

    @Test
    void zlbIsDueOnceTheInputsAtHandAreHandled() {
        ReliableChannel channel = channel(10, 10);
        receive(channel, 0, 0);
        channel.transmit(START, out);
        assertThat(sent()).isEmpty();
        assertThat(channel.deadlineNs()).isEqualTo(START);
        channel.timePassed(START, out);
        assertThat(sent()).containsExactly("ns=0 nr=1");
        assertThat(channel.deadlineNs()).isEqualTo(ControlConnection.NEVER);
    }

    @Test
    void zlbWaitsForTheDelayThatIsSet() {
        ControlSettings settings = Pair.with("x", builder -> builder.ackDelayNs = 20_000_000);
        ReliableChannel channel = new ReliableChannel(settings, counters, ControlHeader::setNumbers);
        channel.peerKnown(10, WireFormat.V2.encodeAcknowledgement(ZLB, Optional.empty()));
        receive(channel, 0, 0);
        assertThat(channel.deadlineNs()).isEqualTo(START + 20_000_000);
    }

    @Test
    void halfAWindowIsAcknowledgedWithoutDelay() {
        ReliableChannel channel = channel(10, 10);
        for (int ns = 0; ns < 4; ns++) {
            receive(channel, ns, 0);
            channel.transmit(START, out);
        }
        assertThat(sent()).isEmpty();
        receive(channel, 4, 0);
        channel.transmit(START, out);
        assertThat(sent()).containsExactly("ns=0 nr=5");
    }

    /// A peer that asks and never acknowledges: what it asks further waits, and memory does not grow.
    @Test
    void nothingIsDeliveredWhileTooManyRepliesWait() {
        ReliableChannel channel = channel(10, 10);
        int ns = 0;
        for (; ns < ReliableChannel.REPLY_LIMIT; ns++) {
            assertThat(receive(channel, ns, 0)).hasSize(1);
            channel.send(datagram(), true);
        }
        channel.transmit(START, out);
        out.sent.clear();
        for (int i = 0; i < 20; i++) {
            assertThat(receive(channel, ns + i, 0)).isEmpty();
        }

        channel.receive(zlb(0, 1), START);

        List<Integer> delivered = deliver(channel);
        assertThat(delivered).hasSize(10).startsWith(ReliableChannel.REPLY_LIMIT);
    }

    private ReliableChannel channel(int receiveWindow, int peerWindow) {
        ControlSettings settings = Pair.with("x", builder -> {
            builder.receiveWindow = receiveWindow;
            builder.sendWindowLimit = 100;
        });
        ReliableChannel channel = new ReliableChannel(settings, counters, ControlHeader::setNumbers);
        channel.peerKnown(peerWindow, WireFormat.V2.encodeAcknowledgement(ZLB, Optional.empty()));
        return channel;
    }

    /// Opens the congestion window to `size` by as many messages less one.
    private void open(ReliableChannel channel, int size) {
        for (int i = 1; i < size; i++) {
            send(channel, START, 1);
            acknowledge(channel, i, START);
        }
        out.sent.clear();
    }

    private void send(ReliableChannel channel, long nowNs, int messages) {
        for (int i = 0; i < messages; i++) {
            channel.send(datagram(), false);
        }
        channel.transmit(nowNs, out);
    }

    private static byte[] datagram() {
        return WireFormat.V2.encodeAcknowledgement(ZLB, Optional.empty());
    }

    private void acknowledge(ReliableChannel channel, int nr, long nowNs) {
        channel.receive(zlb(0, nr), nowNs);
        channel.transmit(nowNs, out);
    }

    private static Datagram.Zlb zlb(int ns, int nr) {
        return new Datagram.Zlb(WireFormat.V2, new ControlHeader(new ControlConnectionId(8), SessionId.NONE, ns, nr));
    }

    private static Datagram.Control message(int ns, int nr) {
        return message(ns, nr, 1);
    }

    private static Datagram.Control message(int ns, int nr, int octets) {
        return new Datagram.Control(
                WireFormat.V2,
                new ControlHeader(new ControlConnectionId(8), SessionId.NONE, ns, nr),
                Octets.of(new byte[octets]));
    }

    /// @return the Ns of what was delivered
    private static List<Integer> receive(ReliableChannel channel, int ns, int nr) {
        channel.receive(message(ns, nr), START);
        return deliver(channel);
    }

    private static List<Integer> deliver(ReliableChannel channel) {
        List<Integer> delivered = new ArrayList<>();
        while (channel.hasDelivery()) {
            delivered.add(channel.deliver(START).header().ns());
        }
        return delivered;
    }

    /// What was sent since the last question, as `ns=0 nr=0`.
    private List<String> sent() {
        List<String> all = out.sent.stream()
                .map(ReliableChannelTest::header)
                .map(it -> "ns=" + it.ns() + " nr=" + it.nr())
                .toList();
        out.sent.clear();
        return all;
    }

    private static ControlHeader header(byte[] datagram) {
        return ((Datagram.Zlb) Datagram.decode(datagram)).header();
    }

    @Test
    void statusNamesWhatTheOperatorSees() {
        ReliableChannel channel = channel(10, 7);
        Map<String, Long> status = channel.status();
        assertThat(status)
                .containsKeys("retransmits", "tx_zlbs", "rx_zlbs", "tx_hellos", "rx_hellos", "ns", "nr", "peer_nr")
                .containsEntry("ssthresh", 7L);
    }
}
