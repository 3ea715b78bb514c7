package org.prol2tp.bench;

import java.util.ArrayDeque;

/// One tunnel the generator opens as the LAC: reliable delivery with the peer's window, and its calls.
final class LoadTunnel {
    private static final int STOP_CCN = 4;
    private static final int NO_ANSWER_LIMIT = 8;

    private final Load load;
    private final int socket;
    private final int id;
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

    private LoadSession[] sessions = new LoadSession[0];

    /// @param completes the session whose set-up its acknowledgement ends, where the message is an ICCN; else -1
    private record Message(byte[] octets, int completes) {}

    LoadTunnel(Load load, int socket, int id) {
        this.load = load;
        this.socket = socket;
        this.id = id;
    }

    int id() {
        return id;
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
        enqueue(
                Octets.control(0, 0)
                        .avp16(0, 1)
                        .avp16(2, 0x0100)
                        .avp32(3, 3)
                        .avp32(4, 3)
                        .avpText(7, "generator")
                        .avp16(9, id)
                        .avp16(10, 64),
                -1);
    }

    /// Makes room for sessions with the ids 1..count.
    void expect(LoadSession[] planned) {
        sessions = planned;
    }

    void call(LoadSession session) {
        enqueue(Octets.control(peerId, 0).avp16(0, 10).avp16(14, session.id).avp32(15, session.serial), -1);
    }

    void close() {
        if (!closed && peerId != 0) {
            enqueue(Octets.control(peerId, 0).avp16(0, STOP_CCN).avp16(9, id).avp16(1, 1), -1);
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
        if (length <= 12) {
            return;
        }
        owesAck = true;
        if (ns == expectedNs) {
            expectedNs = expectedNs + 1 & 0xffff;
            deliver(octets, length, Octets.get16(octets, 6));
        } else {
            load.countOutOfOrder();
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
            byte[] zlb = Octets.control(peerId, 0).toBytes();
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
        int type = value16(octets, length, 0);
        switch (type) {
            case 2 -> {
                peerId = value16(octets, length, 9);
                window = Math.max(value16(octets, length, 10) == 0 ? 4 : value16(octets, length, 10), 1);
                enqueue(Octets.control(peerId, 0).avp16(0, 3), -1);
                up = true;
            }
            case 11 -> {
                LoadSession session = sessions[sessionId - 1];
                session.peerId = value16(octets, length, 14);
                enqueue(
                        Octets.control(peerId, session.peerId)
                                .avp16(0, 12)
                                .avp32(24, 100_000_000)
                                .avp32(19, 1),
                        session.id);
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

    /// The last 16 bits of an AVP's first 2 octets of value; 0 if it is not there.
    private static int value16(byte[] octets, int length, int type) {
        for (int at = 12; at + 8 <= length; ) {
            int avpLength = Octets.get16(octets, at) & 0x3ff;
            if (Octets.get16(octets, at + 2) == 0 && Octets.get16(octets, at + 4) == type) {
                return Octets.get16(octets, at + 6);
            }
            at += Math.max(avpLength, 6);
        }
        return 0;
    }
}
