package org.prol2tp.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.ReceiveBatch;
import org.prol2tp.linux.SendBatch;
import org.prol2tp.linux.SocketAddress;

/// The generator's UDP sockets towards one LNS. Datagrams to send are gathered and leave in batches with [#flush].
final class Sockets implements AutoCloseable {
    private static final int BATCH_MESSAGES = 64;
    private static final int LARGEST_OCTETS = 2048;

    private final List<L2tpSocket> sockets = new ArrayList<>();
    private final List<Outgoing> outgoing = new ArrayList<>();
    private final Epoll epoll;
    private final ReceiveBatch incoming = new ReceiveBatch(BATCH_MESSAGES, LARGEST_OCTETS);
    private final byte[] datagram = new byte[LARGEST_OCTETS];
    private final SocketAddress lns;
    /// Those that have something to send.
    private final ArrayDeque<Outgoing> dirty = new ArrayDeque<>();
    private final Trouble sending;
    private final Trouble receiving;

    /// Takes one datagram: `octets[0..length)`, valid during the call only.
    interface Receiver {
        void received(byte[] octets, int length);
    }

    Sockets(int count, SocketAddress local, SocketAddress lns, Trouble sending, Trouble receiving)
            throws LinuxException {
        this.lns = lns;
        this.sending = sending;
        this.receiving = receiving;
        epoll = Epoll.open(256);
        for (int i = 0; i < count; i++) {
            L2tpSocket socket = L2tpSocket.bind(local, new L2tpSocket.Options(8 << 20, false, true, false));
            sockets.add(socket);
            outgoing.add(new Outgoing(socket));
            epoll.add(socket.descriptor(), i, Epoll.READABLE);
        }
    }

    /// Queues a copy of the octets.
    void send(int socket, byte[] octets, int length) {
        sending.pass(socket, octets, length, this::queue);
    }

    private void queue(int socket, byte[] octets, int length) {
        Outgoing queue = outgoing.get(socket);
        if (queue.isEmpty()) {
            dirty.addLast(queue);
        }
        queue.add(octets, length, lns);
    }

    void flush() {
        while (!dirty.isEmpty()) {
            dirty.removeFirst().flush();
        }
        sending.release(this::queue);
    }

    /// Waits at most `timeoutMs`, hands on what came and returns how many datagrams that were.
    int receive(int timeoutMs, Receiver receiver) {
        int total = 0;
        int ready = epoll.await(timeoutMs);
        for (int i = 0; i < ready; i++) {
            L2tpSocket socket = sockets.get((int) epoll.token(i));
            if ((epoll.events(i) & Epoll.ERROR) != 0) {
                while (socket.nextError().isPresent()) {
                    total++;
                }
            }
            int n = socket.receive(incoming);
            for (int m = 0; m < n; m++) {
                int length = incoming.length(m);
                MemorySegment.copy(incoming.memory(), ValueLayout.JAVA_BYTE, incoming.offset(m), datagram, 0, length);
                receiving.pass(
                        0, datagram, length, (number, octets, octetCount) -> receiver.received(octets, octetCount));
            }
            total += Math.max(n, 0);
        }
        receiving.release((number, octets, octetCount) -> receiver.received(octets, octetCount));
        return total;
    }

    @Override
    public void close() {
        for (int i = 0; i < sockets.size(); i++) {
            sockets.get(i).close();
            outgoing.get(i).close();
        }
        epoll.close();
        incoming.close();
    }

    /// What one socket is about to send.
    private static final class Outgoing implements AutoCloseable {
        private final L2tpSocket socket;
        private final SendBatch batch = new SendBatch(BATCH_MESSAGES, BATCH_MESSAGES);
        private final Arena arena = Arena.ofShared();
        private final MemorySegment slots = arena.allocate((long) BATCH_MESSAGES * LARGEST_OCTETS);

        Outgoing(L2tpSocket socket) {
            this.socket = socket;
        }

        boolean isEmpty() {
            return batch.isEmpty();
        }

        void add(byte[] octets, int length, SocketAddress to) {
            if (!batch.hasRoom(1)) {
                flush();
            }
            long at = (long) batch.count() * LARGEST_OCTETS;
            MemorySegment.copy(octets, 0, slots, ValueLayout.JAVA_BYTE, at, length);
            batch.begin(to.ipv6(), to.high(), to.low(), to.port(), 0, 0);
            batch.piece(slots.address() + at, length);
        }

        void flush() {
            int sent = 0;
            int failures = 0;
            while (sent < batch.count() && failures < 3) {
                int n = socket.send(batch, sent);
                if (n > 0) {
                    sent += n;
                } else {
                    failures++;
                }
            }
            batch.clear();
        }

        @Override
        public void close() {
            batch.close();
            arena.close();
        }
    }
}
