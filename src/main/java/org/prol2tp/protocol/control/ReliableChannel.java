package org.prol2tp.protocol.control;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.SessionId;

/// Reliable delivery of control messages over datagrams that may be lost, doubled and reordered.
///
/// 1. [#send] queues a message; [#transmit] sends what the window allows, numbered, with the
///    acknowledgement in it.
/// 2. [#receive] takes the peer's acknowledgement and keeps a message until its turn comes.
/// 3. [#hasDelivery] and [#deliver] hand the messages over, each once and in order.
/// 4. What was handed over is acknowledged by the next message, or by a ZLB when it is due or half
///    of the window waits.
/// 5. Without an acknowledgement, for as long as the round trips let expect, all that is in flight counts
///    as lost and goes out again, slowly at first; three equal acknowledgements show a gap, and the message
///    that is missing goes out at once.
///
/// An array that was sent is not changed any more.
///
/// Source: RFC 2661 §5.8, Appendix A.
final class ReliableChannel {
    /// The largest receive window: half of the sequence space (RFC 2661 §5.8).
    static final int RECEIVE_WINDOW_LIMIT = 32768;

    /// The peer's window until it tells another (RFC 2661 §4.4.3).
    static final int DEFAULT_WINDOW = 4;

    /// Replies that may wait for the peer to acknowledge. Beyond them the channel delivers nothing:
    /// a peer that asks and never acknowledges gets no further answer, and memory does not grow.
    static final int REPLY_LIMIT = 1024;

    /// Octets of messages that may wait for an earlier one, however large the window: each may be as long
    /// as a datagram, and nobody had to prove who he is to send it. What does not fit is dropped; the peer
    /// sends it again.
    static final int REORDER_LIMIT_OCTETS = 65_536;

    /// Equal acknowledgements that show that one message was lost, as in TCP (RFC 5681 §3.2).
    private static final int GAP_THRESHOLD = 3;

    /// Finishes a datagram when it goes out: its numbers, and what must be made over them.
    interface Seal {
        void seal(byte[] datagram, int ns, int nr);
    }

    private final Seal seal;
    private final int receiveWindow;
    private final int sendWindowLimit;
    private final long ackDelayNs;
    private final RetryTimer retryTimer;
    private final CongestionWindow window;
    private final ControlCounters shared;
    private final ChannelCounters counters = new ChannelCounters();

    private final ArrayDeque<Outgoing> inFlight = new ArrayDeque<>(3);
    private final ArrayDeque<Outgoing> unsent = new ArrayDeque<>(3);
    private int nextNs;
    private int oldestUnacked;
    private int replies;
    private int equalAcknowledgements;
    private long retryAtNs = ControlConnection.NEVER;

    /// The message whose turn it is, and by their Ns those that came before their turn.
    private Datagram.@Nullable Control next;
    private Map<Integer, Datagram.Control> held = Map.of();
    private int heldOctets;
    private int expectedNs;
    private int peerNs;
    private int peerNr;
    private int unacknowledged;
    private long ackAtNs = ControlConnection.NEVER;
    private byte[] zlb = {};
    /// An Explicit Acknowledgement of L2TPv3 (RFC 3931 §6.15), not a header alone.
    private boolean zlbIsMessage;
    private boolean gaveUp;

    /// Asked after a restart; empty: nothing is asked.
    private byte[] question = {};
    private int timesAsked;

    ReliableChannel(ControlSettings settings, ControlCounters shared, Seal seal) {
        this.seal = seal;
        this.receiveWindow = Math.clamp(settings.receiveWindow(), 1, RECEIVE_WINDOW_LIMIT);
        this.sendWindowLimit = Math.max(settings.sendWindowLimit(), 1);
        this.ackDelayNs = settings.ackDelayNs();
        this.retryTimer = new RetryTimer(settings.retryTimeoutNs(), settings.maxRetries());
        this.window = new CongestionWindow(Math.min(sendWindowLimit, DEFAULT_WINDOW));
        this.shared = shared;
    }

    /// Waits for acknowledgements like this from now on.
    void adjust(ControlSettings adjusted) {
        retryTimer.adjust(adjusted.retryTimeoutNs(), adjusted.maxRetries());
    }

    /// The peer is known: its window, 1 or more, and the ZLB to send it, whose Ns and Nr are filled in
    /// here.
    void peerKnown(int peerWindow, byte[] zlbTemplate) {
        window.limitTo(Math.min(sendWindowLimit, Math.max(peerWindow, 1)));
        zlb = zlbTemplate;
        zlbIsMessage = zlbTemplate.length > ControlHeader.OCTETS;
    }

    SequenceNumbers numbers() {
        return new SequenceNumbers(nextNs, expectedNs, oldestUnacked);
    }

    /// Goes on where another process of ours was. `from` is at least as far as what that one sent and
    /// received: what the last of it became it alone knew, so the peer is asked. A message with a number
    /// that it has had long since does nothing but make it acknowledge (RFC 2661 §5.8), and its Nr says
    /// what arrived. Nothing else is sent until then.
    ///
    /// @param ask a HELLO
    void resume(SequenceNumbers from, byte[] ask, long nowNs, ControlOutbox out) {
        nextNs = from.ns();
        expectedNs = from.nr();
        oldestUnacked = from.acknowledged();
        peerNr = oldestUnacked;
        peerNs = SequenceNumber.previous(expectedNs);
        question = ask;
        ask(nowNs, out);
    }

    private void ask(long nowNs, ControlOutbox out) {
        byte[] datagram = question.clone();
        int ns = SequenceNumber.previous(oldestUnacked);
        seal.seal(datagram, ns, expectedNs);
        timesAsked++;
        retryAtNs = nowNs + retryTimer.intervalNs();
        trace("asked what arrived before the restart:", ns, out);
        emit(datagram, out);
    }

    /// While we ask: `nr`, which may be right, is what the peer has. A lower one than could be may have
    /// been on its way for a while, or waited in a socket; the answer to our second question has not.
    private void answered(int nr) {
        if (nr == nextNs || timesAsked > 1) {
            question = new byte[0];
            nextNs = nr;
            oldestUnacked = nr;
            retryTimer.restart();
            retryAtNs = ControlConnection.NEVER;
        }
    }

    /// What became of a datagram's sequence numbers.
    enum Receipt {
        /// Taken; there may be something to deliver.
        TAKEN,
        /// Only its acknowledgement counted: a ZLB, or a message that was there before.
        NOTHING_NEW,
        /// Nr acknowledges what was never sent, or Ns lies beyond the receive window or what may wait.
        OUT_OF_RANGE
    }

    /// Takes the acknowledgement of a ZLB. Its Ns says nothing: it is that of the next message.
    Receipt receive(Datagram.Zlb zlb, long nowNs) {
        count(ControlHeader.OCTETS);
        counters.zlbsReceived++;
        return acknowledge(zlb.header().nr(), true, nowNs) ? Receipt.NOTHING_NEW : Receipt.OUT_OF_RANGE;
    }

    /// Takes the acknowledgement of a message, and the message if it is new.
    Receipt receive(Datagram.Control message, long nowNs) {
        count(ControlHeader.OCTETS + message.avps().length());
        if (!acknowledge(message.header().nr(), false, nowNs)) {
            return Receipt.OUT_OF_RANGE;
        }
        int ns = message.header().ns();
        peerNs = ns;
        int ahead = SequenceNumber.distance(expectedNs, ns);
        if (SequenceNumber.precedes(ns, expectedNs) || (ahead == 0 ? next != null : held.containsKey(ns))) {
            counters.duplicates++;
            ackBy(nowNs);
            return Receipt.NOTHING_NEW;
        }
        int octets = message.avps().length();
        if (ahead >= receiveWindow || ahead > 0 && heldOctets + octets > REORDER_LIMIT_OCTETS) {
            counters.outOfWindow++;
            if (ahead >= receiveWindow) {
                shared.sequenceNumberErrors++;
            } else {
                shared.framesWithoutRoom++;
            }
            ackBy(nowNs);
            return Receipt.OUT_OF_RANGE;
        }
        if (replies >= REPLY_LIMIT) {
            shared.framesWithoutRoom++; // it waits, as far as the window goes
        }
        heldOctets += octets;
        if (ahead == 0) {
            next = message;
        } else {
            held = held.isEmpty() ? new HashMap<>(4) : held;
            held.put(ns, message);
            counters.outOfOrder++;
            unacknowledged = receiveWindow; // so that the peer sees the gap at once
            ackBy(nowNs);
        }
        return Receipt.TAKEN;
    }

    private void count(int octets) {
        counters.datagramsReceived++;
        counters.octetsReceived += octets;
    }

    /// @return false if `nr` acknowledges what was never sent
    private boolean acknowledge(int nr, boolean zlb, long nowNs) {
        int outstanding = SequenceNumber.distance(oldestUnacked, nextNs);
        int news = SequenceNumber.distance(oldestUnacked, nr);
        if (news > outstanding) {
            if (SequenceNumber.precedes(nr, oldestUnacked)) {
                return true; // overtaken by a later one
            }
            shared.sequenceNumberErrors++;
            return false;
        }
        peerNr = nr;
        if (question.length > 0) {
            answered(nr);
            return true;
        }
        if (news == 0) {
            if (zlb && outstanding > 0) {
                equalAcknowledgements++;
            }
            return true;
        }
        for (int i = 0; i < news; i++) {
            // After a time-out part of what was sent is queued again, in order, behind what is in flight.
            Outgoing done = inFlight.isEmpty() ? unsent.removeFirst() : inFlight.removeFirst();
            if (done.reply) {
                replies--;
            }
        }
        oldestUnacked = nr;
        equalAcknowledgements = 0;
        window.acknowledged(news);
        retryTimer.acknowledged(nr, nowNs);
        retryAtNs = inFlight.isEmpty() ? ControlConnection.NEVER : nowNs + retryTimer.intervalNs();
        return true;
    }

    /// Whether the next message in order is there, and may be delivered: not while too many replies wait.
    boolean hasDelivery() {
        return next != null && replies < REPLY_LIMIT;
    }

    /// The next message in order. Only if [#hasDelivery].
    Datagram.Control deliver(long nowNs) {
        Datagram.Control message = next;
        if (message == null) {
            throw new IllegalStateException("no message to deliver");
        }
        heldOctets -= message.avps().length();
        expectedNs = SequenceNumber.next(expectedNs);
        next = held.isEmpty() ? null : held.remove(expectedNs);
        unacknowledged++;
        ackBy(nowNs + ackDelayNs);
        return message;
    }

    private void ackBy(long instantNs) {
        ackAtNs = Math.min(ackAtNs, instantNs);
    }

    /// Queues a message; [#transmit] sends it.
    ///
    /// @param datagram the whole control message; its Ns and Nr are filled in here
    /// @param reply whether the peer caused it, so that it counts against [#REPLY_LIMIT]
    void send(byte[] datagram, boolean reply) {
        unsent.addLast(new Outgoing(datagram, reply));
        if (reply) {
            replies++;
        }
    }

    /// What waits for its first acknowledgement goes out as this from now on, with the same Ns.
    void replaceOldest(byte[] datagram) {
        Outgoing oldest = inFlight.isEmpty() ? unsent.getFirst() : inFlight.getFirst();
        oldest.datagram = datagram;
        number(oldest);
    }

    /// Whether the retransmission with this number, counted from 1, is due.
    boolean retransmissionIsDue(int number, long nowNs) {
        return nowNs >= retryAtNs && retryTimer.retries() + 1 == number;
    }

    /// Drops what was never sent: a StopCCN makes it void.
    void forgetUnsent() {
        while (!unsent.isEmpty() && !unsent.getLast().sent) {
            if (unsent.removeLast().reply) {
                replies--;
            }
        }
    }

    /// The peer listens no more: forgets all that is not acknowledged.
    void stopSending() {
        inFlight.clear();
        unsent.clear();
        replies = 0;
        oldestUnacked = nextNs;
        question = new byte[0];
        retryAtNs = ControlConnection.NEVER;
    }

    /// Sends the acknowledgement that is owed, if one is, without waiting for its time.
    void acknowledgeNow(ControlOutbox out) {
        if (ackAtNs != ControlConnection.NEVER) {
            sendZlb(out);
        }
    }

    /// Sends what the window allows and the acknowledgement that is due.
    void transmit(long nowNs, ControlOutbox out) {
        if (equalAcknowledgements >= GAP_THRESHOLD && !inFlight.isEmpty()) {
            fillGap(nowNs, out);
        }
        while (!unsent.isEmpty() && question.length == 0 && inFlight.size() < window.size()) {
            Outgoing message = unsent.removeFirst();
            inFlight.addLast(message);
            if (!message.sent && !inFlight.getFirst().sentAgain) {
                retryTimer.sent(nextNs, nowNs);
            }
            sendNow(message, out);
            if (retryAtNs == ControlConnection.NEVER) {
                retryAtNs = nowNs + retryTimer.intervalNs();
            }
        }
        if (ackAtNs < nowNs || 2 * unacknowledged >= receiveWindow) {
            sendZlb(out);
        }
    }

    private void fillGap(long nowNs, ControlOutbox out) {
        equalAcknowledgements = Integer.MIN_VALUE; // once for each gap
        window.gapSeen();
        traceWindow("the peer misses ns=" + inFlight.getFirst().ns, out);
        sendNow(inFlight.getFirst(), out);
        retryAtNs = nowNs + retryTimer.intervalNs();
    }

    private void sendNow(Outgoing message, ControlOutbox out) {
        if (message.sent) {
            message.sentAgain = true;
            retryTimer.sentAgain();
            counters.retransmits++;
            shared.retransmissions++;
            if (message.nr != expectedNs) {
                message.datagram = message.datagram.clone();
                number(message);
            }
            trace("retransmitted", message.ns, out);
        } else {
            message.sent = true;
            message.ns = nextNs;
            nextNs = SequenceNumber.next(nextNs);
            number(message);
            trace("sent message", message.ns, out);
        }
        emit(message.datagram, out);
    }

    private void trace(String what, int ns, ControlOutbox out) {
        if (out.traces(ControlTrace.XPRT, SessionId.NONE)) {
            out.trace(
                    ControlTrace.XPRT,
                    SessionId.NONE,
                    what + " ns=" + ns + " nr=" + expectedNs + ", in flight " + inFlight.size() + " of " + window.size()
                            + ", waiting " + unsent.size());
        }
    }

    private void traceWindow(String why, ControlOutbox out) {
        if (out.traces(ControlTrace.XPRT, SessionId.NONE)) {
            out.trace(
                    ControlTrace.XPRT,
                    SessionId.NONE,
                    why + ": window " + window.size() + ", threshold " + window.threshold());
        }
    }

    private void number(Outgoing message) {
        message.nr = expectedNs;
        seal.seal(message.datagram, message.ns, message.nr);
    }

    private void sendZlb(ControlOutbox out) {
        if (zlb.length == 0) {
            acknowledged(); // the peer's id is not known yet
            return;
        }
        byte[] datagram = zlb.clone();
        seal.seal(datagram, nextNs, expectedNs);
        counters.zlbsSent++;
        if (zlbIsMessage) {
            shared.countSent(ControlCounters.ACK);
        }
        trace("sent ZLB", nextNs, out);
        emit(datagram, out);
    }

    private void emit(byte[] datagram, ControlOutbox out) {
        acknowledged();
        counters.datagramsSent++;
        counters.octetsSent += datagram.length;
        shared.datagramsSent++;
        out.send(datagram);
    }

    private void acknowledged() {
        unacknowledged = 0;
        ackAtNs = ControlConnection.NEVER;
    }

    /// Does what is due: acknowledges, retransmits. Afterwards [#gaveUp] may be true.
    void timePassed(long nowNs, ControlOutbox out) {
        if (nowNs >= retryAtNs) {
            if (!retryTimer.retry()) {
                gaveUp = true;
                retryAtNs = ControlConnection.NEVER;
                traceWindow("no acknowledgement after every retransmission: given up", out);
                return;
            }
            if (question.length > 0) {
                ask(nowNs, out);
                return;
            }
            window.timedOut();
            traceWindow("no acknowledgement in time", out);
            equalAcknowledgements = 0;
            while (!inFlight.isEmpty()) {
                unsent.addFirst(inFlight.removeLast());
            }
            retryAtNs = ControlConnection.NEVER;
        }
        transmit(nowNs, out);
        if (nowNs >= ackAtNs) {
            sendZlb(out);
        }
    }

    /// When [#timePassed] has something to do.
    long deadlineNs() {
        return Math.min(retryAtNs, ackAtNs);
    }

    /// Whether a message was retransmitted as often as is allowed, without an answer.
    boolean gaveUp() {
        return gaveUp;
    }

    /// Whether everything sent was acknowledged.
    boolean idle() {
        return inFlight.isEmpty() && unsent.isEmpty() && question.length == 0;
    }

    /// Messages that the window does not let out yet.
    int waiting() {
        return unsent.size();
    }

    /// How long the peer may go on retransmitting, as far as we know: our own full cycle.
    long fullCycleNs() {
        return retryTimer.fullCycleNs();
    }

    ChannelCounters counters() {
        return counters;
    }

    /// By the names of the operator's `show`, in the order to show.
    Map<String, Long> status() {
        Map<String, Long> status = counters.status();
        status.put("ns", (long) nextNs);
        status.put("nr", (long) expectedNs);
        status.put("peer_ns", (long) peerNs);
        status.put("peer_nr", (long) peerNr);
        status.put("cwnd", (long) window.size());
        status.put("ssthresh", (long) window.threshold());
        status.put("congpkt_acc", (long) window.credit());
        return status;
    }
}
