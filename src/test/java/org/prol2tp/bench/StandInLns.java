package org.prol2tp.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.ReceiveBatch;
import org.prol2tp.linux.SendBatch;

/// The least LNS: answers SCCRQ and ICRQ, acknowledges the rest, repeats nothing. Against it the load generator shows
/// how fast it is itself.
/// Argument: `ADDRESS:PORT`.
public final class StandInLns {
    private static final int BATCH = 128;
    private static final int LARGEST_OCTETS = 1024;

    private final L2tpSocket socket;
    private final ReceiveBatch incoming = new ReceiveBatch(BATCH, LARGEST_OCTETS);
    private final SendBatch outgoing = new SendBatch(BATCH, BATCH);
    private final MemorySegment slots = Arena.global().allocate((long) BATCH * LARGEST_OCTETS);
    private final byte[] datagram = new byte[LARGEST_OCTETS];
    private final List<Tunnel> tunnels = new ArrayList<>();
    private final List<Tunnel> owing = new ArrayList<>();
    private int sessions;

    /// One tunnel; its id is its place in the list, from 1.
    private static final class Tunnel {
        private final int peerId;
        private final long address;
        private final int port;
        private int nextNs;
        private int expectedNs = 1;
        private boolean owesAck;

        Tunnel(int peerId, long address, int port) {
            this.peerId = peerId;
            this.address = address;
            this.port = port;
        }
    }

    private StandInLns(L2tpSocket socket) {
        this.socket = socket;
    }

    public static void main(String[] arguments) throws IOException, LinuxException {
        try (L2tpSocket socket = L2tpSocket.bind(
                Generator.address(arguments[0]), new L2tpSocket.Options(16 << 20, false, true, false))) {
            Epoll epoll = Epoll.open(1);
            epoll.add(socket.descriptor(), 0, Epoll.READABLE);
            System.out.println("ready");
            StandInLns lns = new StandInLns(socket);
            while (true) {
                epoll.await(1000);
                lns.answer();
            }
        }
    }

    private void answer() {
        int n = socket.receive(incoming);
        for (int m = 0; m < n; m++) {
            int length = incoming.length(m);
            MemorySegment.copy(incoming.memory(), ValueLayout.JAVA_BYTE, incoming.offset(m), datagram, 0, length);
            if (length >= 12 && (Octets.get16(datagram, 0) & 0x8000) != 0) {
                control(length, incoming.sourceLow(m), incoming.sourcePort(m));
            }
        }
        for (Tunnel tunnel : owing) {
            if (tunnel.owesAck) {
                send(tunnel, Octets.control(tunnel.peerId, 0), 0);
            }
        }
        owing.clear();
        flush();
    }

    private void control(int length, long address, int port) {
        if (length == 12) {
            return;
        }
        int type = Octets.avp(datagram, length, 0);
        int id = Octets.get16(datagram, 4);
        if (type == 1) {
            Tunnel tunnel = new Tunnel(Octets.avp(datagram, length, 9), address, port);
            tunnels.add(tunnel);
            Octets reply = Octets.control(tunnel.peerId, 0)
                    .avp16(0, 2)
                    .avp16(2, 0x0100)
                    .avp32(3, 3)
                    .avpText(7, "itself")
                    .avp16(9, tunnels.size())
                    .avp16(10, 64);
            send(tunnel, reply, 1);
        } else if (id >= 1 && id <= tunnels.size()) {
            Tunnel tunnel = tunnels.get(id - 1);
            if (Octets.get16(datagram, 8) == tunnel.expectedNs) {
                tunnel.expectedNs = tunnel.expectedNs + 1 & 0xffff;
                if (type == 10) {
                    sessions = sessions % 0xffff + 1;
                    int peerSession = Octets.avp(datagram, length, 14);
                    send(
                            tunnel,
                            Octets.control(tunnel.peerId, peerSession)
                                    .avp16(0, 11)
                                    .avp16(14, sessions),
                            1);
                    return;
                }
            }
            if (!tunnel.owesAck) {
                tunnel.owesAck = true;
                owing.add(tunnel);
            }
        }
    }

    private void send(Tunnel tunnel, Octets message, int advance) {
        byte[] octets = message.toBytes();
        Octets.put16(octets, 2, octets.length);
        Octets.put16(octets, 8, tunnel.nextNs);
        Octets.put16(octets, 10, tunnel.expectedNs);
        tunnel.nextNs = tunnel.nextNs + advance & 0xffff;
        tunnel.owesAck = false;
        if (!outgoing.hasRoom(1)) {
            flush();
        }
        long at = (long) outgoing.count() * LARGEST_OCTETS;
        MemorySegment.copy(octets, 0, slots, ValueLayout.JAVA_BYTE, at, octets.length);
        outgoing.begin(false, 0, tunnel.address, tunnel.port, 0, 0);
        outgoing.piece(slots.address() + at, octets.length);
    }

    private void flush() {
        int sent = 0;
        for (int failures = 0; sent < outgoing.count() && failures < 3; ) {
            int n = socket.send(outgoing, sent);
            sent += Math.max(n, 0);
            failures += n > 0 ? 0 : 1;
        }
        outgoing.clear();
    }
}
