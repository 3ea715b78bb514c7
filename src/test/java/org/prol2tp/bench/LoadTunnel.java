package org.prol2tp.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// One tunnel the generator opens as the LAC: reliable delivery with the peer's window, and its calls.
final class LoadTunnel {
    private static final int STOP_CCN = 4;

    /// L2TPv3's, which takes no sequence number either.
    private static final int ACK = 20;

    private static final int NO_ANSWER_LIMIT = 8;
    private static final int OUR_WINDOW = Wire.WINDOW;

    private final Load load;
    private final int socket;
    private final int id;
    private final Wire wire;
    private int peerId;
    private int window = 1;
    private int nextNs;
    private int expectedNs;
    private int unacked;
    private boolean owesAck;
    private boolean up;
    private boolean closed;
    private long oldestSentNs;
    private long timeoutNs;
    private int repeats;
    /// Those sent and not acknowledged first, `unacked` of them.
    private final ArrayDeque<Message> queue = new ArrayDeque<>();

    /// What came before its turn, by its Ns.
    private final Map<Integer, byte[]> early = new HashMap<>();

    private LoadSession[] sessions = new LoadSession[0];

    /// @param completes the session whose set-up its acknowledgement ends, where the message is an ICCN; else -1
    private record Message(byte[] octets, int completes) {}

    LoadTunnel(Load load, Wire wire, int socket, int id) {
        this.load = load;
        this.wire = wire;
        this.socket = socket;
        this.id = id;
    }

    int id() {
        return id;
    }

    Wire wire() {
        return wire;
    }

    int peerId() {
        return peerId;
    }

    boolean isUp() {
        return up && !closed;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isQuiet() {
        return queue.isEmpty();
    }

    void open() {
        enqueue(wire.sccrq(id), -1);
    }

    /// Makes room for sessions with the ids 1..count.
    void expect(LoadSession[] planned) {
        sessions = planned;
    }

    void call(LoadSession session) {
        enqueue(wire.icrq(session), -1);
    }

    void close() {
        if (!closed && peerId != 0) {
            enqueue(wire.stopCcn(peerId, id), -1);
        }
    }

    void sendData(byte[] octets) {
        load.sockets().send(socket, octets, octets.length);
    }

    /// The session has failed: it will not come up any more.
    void failed(LoadSession session) {
        load.finished(session, false, 0);
    }

    void up(LoadSession session, long nowNs) {
        load.finished(session, true, nowNs);
    }

    /// A control message with its header in `octets[0..length)`.
    void control(byte[] octets, int length, long nowNs) {
        int ns = Octets.get16(octets, 8);
        acknowledged(Octets.get16(octets, 10), nowNs);
        if (length <= Octets.HEADER || Octets.avp(octets, length, 0) == ACK) {
            return;
        }
        owesAck = true;
        if (ns == expectedNs) {
            expectedNs = expectedNs + 1 & 0xffff;
            deliver(octets, length, wire.sessionOfControl(octets, length));
            for (byte[] next = early.remove(expectedNs); next != null; next = early.remove(expectedNs)) {
                expectedNs = expectedNs + 1 & 0xffff;
                deliver(next, next.length, wire.sessionOfControl(next, next.length));
            }
        } else {
            load.countOutOfOrder();
            if ((ns - expectedNs & 0xffff) < OUR_WINDOW) {
                early.put(ns, Arrays.copyOf(octets, length));
            }
        }
    }

    void data(byte[] octets, int at, int length, int sessionId, long nowNs) {
        if (sessionId >= 1 && sessionId <= sessions.length && length - at >= 3) {
            int begin = octets[at] == (byte) 0xff && octets[at + 1] == 3 ? at + 2 : at;
            sessions[sessionId - 1].ppp.received(octets, begin, length, nowNs);
        }
    }

    /// Sends what the window admits, repeats what is overdue, acknowledges what nothing else did.
    void tend(long nowNs) {
        if (unacked > 0 && nowNs - oldestSentNs > timeoutNs) {
            repeat(nowNs);
        }
        if (unacked < window && unacked < queue.size()) {
            int index = 0;
            for (Message message : queue) {
                if (index >= unacked && index < window) {
                    Octets.put16(message.octets, 8, nextNs);
                    nextNs = nextNs + 1 & 0xffff;
                    transmit(message.octets);
                }
                if (++index >= window) {
                    break;
                }
            }
            if (unacked == 0) {
                oldestSentNs = nowNs;
                timeoutNs = load.retransmitNs();
            }
            unacked = Math.min(window, queue.size());
        }
        if (owesAck) {
            byte[] zlb = wire.zlb(peerId).toBytes();
            Octets.put16(zlb, 8, nextNs);
            transmit(zlb);
        }
    }

    private void repeat(long nowNs) {
        oldestSentNs = nowNs;
        timeoutNs = Math.min(timeoutNs * 2, 8_000_000_000L);
        load.countRetransmission();
        if (++repeats > NO_ANSWER_LIMIT) {
            end();
        } else {
            transmit(queue.getFirst().octets);
        }
    }

    private void acknowledged(int nr, long nowNs) {
        int oldest = nextNs - unacked & 0xffff;
        int count = nr - oldest & 0xffff;
        if (count == 0 || count > unacked) {
            return;
        }
        for (int i = 0; i < count; i++) {
            int completes = queue.removeFirst().completes;
            if (completes > 0) {
                load.called(sessions[completes - 1], nowNs);
            }
        }
        unacked -= count;
        oldestSentNs = nowNs;
        timeoutNs = load.retransmitNs();
        repeats = 0;
    }

    private void deliver(byte[] octets, int length, int sessionId) {
        int type = Octets.avp(octets, length, 0);
        switch (type) {
            case 2 -> {
                peerId = wire.assignedTunnel(octets, length);
                int offered = Octets.avp(octets, length, 10);
                window = offered == 0 ? 4 : offered;
                enqueue(wire.control(peerId, 3), -1);
                up = true;
            }
            case 11 -> {
                LoadSession session = sessions[sessionId - 1];
                wire.answered(session, octets, length);
                enqueue(wire.iccn(session), session.id);
            }
            case 14 -> {
                if (sessionId >= 1 && sessionId <= sessions.length) {
                    failed(sessions[sessionId - 1]);
                }
            }
            case STOP_CCN -> end();
            default -> {}
        }
    }

    private void end() {
        closed = true;
        queue.clear();
        unacked = 0;
        for (LoadSession session : sessions) {
            failed(session);
        }
    }

    private void enqueue(Octets message, int completes) {
        byte[] octets = message.toBytes();
        Octets.put16(octets, 2, octets.length);
        queue.addLast(new Message(octets, completes));
    }

    private void transmit(byte[] octets) {
        Octets.put16(octets, 2, octets.length);
        Octets.put16(octets, 10, expectedNs);
        owesAck = false;
        load.sockets().send(socket, octets, octets.length);
    }
}
