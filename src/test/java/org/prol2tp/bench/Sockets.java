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

/// The generator's UDP sockets towards one LNS. Datagrams to send are gathered and leave in batches with [#flush];
/// those of one length that follow each other at a socket leave as one row, which the kernel cuts as late as it can.
final class Sockets implements AutoCloseable {
    private static final int BATCH_MESSAGES = 64;
    private static final int LARGEST_OCTETS = 2048;
    /// Of a row that the kernel joined.
    private static final int LARGEST_ROW_OCTETS = 65_536;

    private final List<L2tpSocket> sockets = new ArrayList<>();
    private final List<Outgoing> outgoing = new ArrayList<>();
    private final Epoll epoll;
    private final ReceiveBatch incoming = new ReceiveBatch(BATCH_MESSAGES, LARGEST_ROW_OCTETS);
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
            L2tpSocket socket = L2tpSocket.bind(local, new L2tpSocket.Options(8 << 20, false, true, true));
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
                total += cut(m, receiver);
            }
        }
        receiving.release((number, octets, octetCount) -> receiver.received(octets, octetCount));
        return total;
    }

    /// One message: a datagram, or a row of them.
    private int cut(int message, Receiver receiver) {
        int datagrams = 0;
        int end = incoming.length(message);
        for (int at = 0; at < end; at += incoming.segmentOctets(message)) {
            int length = Math.min(Math.min(incoming.segmentOctets(message), end - at), LARGEST_OCTETS);
            MemorySegment.copy(
                    incoming.memory(), ValueLayout.JAVA_BYTE, incoming.offset(message) + at, datagram, 0, length);
            receiving.pass(0, datagram, length, (number, octets, octetCount) -> receiver.received(octets, octetCount));
            datagrams++;
        }
        return datagrams;
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
        private int datagrams;
        /// Of the row that is open; 0: none is.
        private int rowOctets;
        private int rowDatagrams;

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
            if (length > rowOctets) {
                closeRow();
                batch.begin(to.ipv6(), to.high(), to.low(), to.port(), 0, 0);
                rowOctets = socket.sendsRows() ? length : 0;
            }
            long at = (long) datagrams++ * LARGEST_OCTETS;
            MemorySegment.copy(octets, 0, slots, ValueLayout.JAVA_BYTE, at, length);
            batch.piece(slots.address() + at, length);
            rowDatagrams++;
            if (length < rowOctets) { // a shorter one is the last
                closeRow();
            }
        }

        private void closeRow() {
            if (rowDatagrams > 1) {
                batch.segment(rowOctets);
            }
            rowOctets = 0;
            rowDatagrams = 0;
        }

        void flush() {
            closeRow();
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
            datagrams = 0;
        }

        @Override
        public void close() {
            batch.close();
            arena.close();
        }
    }
}
