package org.prol2tp.dataplane.userspace;

import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.SendBatch;

/// Datagrams on their way out, gathered and sent together. Datagrams of one length and route that follow each other
/// become a row, of whatever sessions they are; the kernel carries it as one message and cuts it late (UDP_SEGMENT).
/// Belongs to one thread.
///
/// What does not leave is dropped and counted: a full buffer (EAGAIN, ENOBUFS) is how UDP says "too fast".
final class Datagrams implements AutoCloseable {
    /// The kernel takes no longer rows.
    private static final int ROW_DATAGRAMS = 64;

    private static final int ROW_OCTETS = 65_000;
    private static final int MESSAGES = 64;
    private static final int PIECES = 1024;
    private static final int PIECES_PER_DATAGRAM = 2;

    private final SendBatch batch = new SendBatch(MESSAGES, PIECES);
    private final SendBatch single = new SendBatch(1, PIECES_PER_DATAGRAM);
    private final Row[] rows = new Row[MESSAGES];
    /// For each datagram that waits, each of which has a piece or more: who counts it, and what counts of it.
    private final TransmitCounters[] counters = new TransmitCounters[PIECES];

    private final int[] payloads = new int[PIECES];
    private int waiting;
    /// Points to the row that may still grow; -1: none.
    private int open = -1;

    private final Unsent unsent;

    /// Is told what did not leave.
    interface Unsent {
        /// A datagram, whose first `octets` are at `address` while this runs; `errno` is why.
        void refused(Route route, long address, int octets, int errno);
    }

    Datagrams(Unsent unsent) {
        this.unsent = unsent;
        for (int i = 0; i < MESSAGES; i++) {
            rows[i] = new Row();
        }
    }

    /// Whether [#add] may be called without [#flush] before.
    boolean hasRoom() {
        return batch.hasRoom(PIECES_PER_DATAGRAM);
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }

    /// Adds a datagram: `headLength` octets at `head`, then `tailLength` at `tail` (none if 0). The memory stays as it
    /// is until [#flush]. [#hasRoom] and [#isFor] must say yes.
    ///
    /// @param counting gets what was sent; `payloadOctets` of it count
    /// @param ecn for the IP header, 0..3
    void add(
            Route route,
            TransmitCounters counting,
            int ecn,
            int payloadOctets,
            long head,
            int headLength,
            long tail,
            int tailLength) {
        int octets = headLength + tailLength;
        if (open < 0 || !rows[open].takes(route, ecn, octets)) {
            begin(route, ecn, octets, route.takesRowsOf(octets));
        }
        rows[open].add(octets);
        counters[waiting] = counting;
        payloads[waiting] = payloadOctets;
        waiting++;
        batch.piece(head, headLength);
        if (tailLength > 0) {
            batch.piece(tail, tailLength);
        }
    }

    /// Whether datagrams for this socket can join those that wait.
    boolean isFor(L2tpSocket socket) {
        return batch.isEmpty() || rows[0].route().socket == socket;
    }

    /// Sends all.
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        closeRow();
        L2tpSocket socket = rows[0].route().socket;
        int sent = 0;
        while (sent < batch.count()) {
            int n = socket.send(batch, sent);
            if (isEarlierDatagrams(n)) {
                n = socket.send(batch, sent);
            }
            if (n > 0) {
                for (int i = sent; i < sent + n; i++) {
                    countSent(rows[i]);
                }
                sent += n;
                continue;
            }
            Row row = rows[sent];
            if (row.datagrams > 1 && isRefusedRow(n)) {
                row.route().refusedRowOf(row.datagramOctets);
                sendOneByOne(socket, sent);
            } else {
                countFailed(row);
                for (int i = 0, piece = batch.firstPiece(sent); i < row.datagrams; i++) {
                    unsent.refused(row.route(), batch.pieceAddress(piece), batch.pieceLength(piece), -n);
                    piece = pieceBehind(row, sent, piece);
                }
            }
            sent++;
        }
        batch.clear();
        waiting = 0;
    }

    /// Forgets all.
    void drop() {
        for (int i = 0; i < waiting; i++) {
            counters[i].errors++;
        }
        batch.clear();
        waiting = 0;
        open = -1;
    }

    @Override
    public void close() {
        batch.close();
        single.close();
    }

    private void begin(Route route, int ecn, int octets, boolean asRow) {
        closeRow();
        open = batch.count();
        route.begin(batch, ecn);
        rows[open].begin(route, ecn, octets, asRow, waiting);
    }

    private void closeRow() {
        if (open >= 0 && rows[open].datagrams > 1) {
            batch.segment(rows[open].datagramOctets);
        }
        open = -1;
    }

    private void sendOneByOne(L2tpSocket socket, int message) {
        Row row = rows[message];
        int piece = batch.firstPiece(message);
        for (int i = row.first; i < row.first + row.datagrams; i++) {
            single.clear();
            row.route().begin(single, row.ecn);
            int head = piece;
            piece = pieceBehind(row, message, head);
            for (int each = head; each < piece; each++) {
                single.piece(batch.pieceAddress(each), batch.pieceLength(each));
            }
            int n = socket.send(single, 0);
            if (n < 0) {
                counters[i].errors++;
                unsent.refused(row.route(), batch.pieceAddress(head), batch.pieceLength(head), -n);
            } else {
                countSent(i);
            }
        }
    }

    private void countSent(Row row) {
        for (int i = row.first; i < row.first + row.datagrams; i++) {
            countSent(i);
        }
    }

    private void countSent(int datagram) {
        TransmitCounters counting = counters[datagram];
        counting.packets++;
        counting.octets += payloads[datagram];
    }

    private void countFailed(Row row) {
        for (int i = row.first; i < row.first + row.datagrams; i++) {
            counters[i].errors++;
        }
    }

    /// The first piece behind the datagram that begins with this one.
    private int pieceBehind(Row row, int message, int first) {
        int octets = 0;
        int piece = first;
        while (octets < row.datagramOctets && piece < batch.endPiece(message)) {
            octets += batch.pieceLength(piece);
            piece++;
        }
        return piece;
    }

    /// An ICMP error that some earlier datagram caused is reported in the place of the next call's result.
    private static boolean isEarlierDatagrams(int result) {
        return switch (-result) {
            case Errno.ECONNREFUSED, Errno.EHOSTUNREACH, Errno.ENETUNREACH, Errno.EMSGSIZE, Errno.EPROTO -> true;
            default -> false;
        };
    }

    /// Longer than the path's MTU, or a device without checksum offload, or a kernel without the feature.
    private static boolean isRefusedRow(int result) {
        return switch (-result) {
            case Errno.EINVAL, Errno.EIO, Errno.EMSGSIZE, Errno.EOPNOTSUPP -> true;
            default -> false;
        };
    }

    /// Datagrams of one message.
    private static final class Row {
        private @SuppressWarnings("NullAway.Init") Route route; // begin() comes first
        private boolean growing;
        int ecn;
        int datagramOctets;
        /// The number of the first one among all that wait.
        int first;

        int datagrams;
        private int octets;

        Route route() {
            return route;
        }

        void begin(Route newRoute, int newEcn, int firstOctets, boolean asRow, int firstDatagram) {
            ecn = newEcn;
            route = newRoute;
            growing = asRow;
            datagramOctets = firstOctets;
            first = firstDatagram;
            datagrams = 0;
            octets = 0;
        }

        /// A shorter one may be the last.
        boolean takes(Route forRoute, int withEcn, int moreOctets) {
            return growing
                    && ecn == withEcn
                    && route == forRoute
                    && moreOctets <= datagramOctets
                    && datagrams < ROW_DATAGRAMS
                    && octets + moreOctets <= ROW_OCTETS;
        }

        void add(int moreOctets) {
            datagrams++;
            octets += moreOctets;
            if (moreOctets < datagramOctets) {
                growing = false;
            }
        }
    }
}
