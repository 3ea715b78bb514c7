package org.prol2tp.dataplane.userspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.protocol.node.Path;

/// Sends what the node says: control messages and PPP frames of the control protocols, several with one system call.
/// Belongs to the node's thread.
final class ControlSender implements AutoCloseable {
    private static final int AREA_OCTETS = 256 * 1024;
    private static final int MAX_DATAGRAM_OCTETS = 65_507;
    private static final int NO_NS = -1;
    /// In IP they stand before a control message: the Session ID that is no session's (RFC 3931
    /// §4.1.2).
    private static final int NO_SESSION_OCTETS = 4;

    private final Datagrams datagrams;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment area = arena.allocate(AREA_OCTETS, 64);
    private int used;
    /// That of the message before, and of the frame before: many go the same way, and those of one length become a row,
    /// but none of both, since what receives it takes the whole for what its beginning is.
    private Optional<Route> ofMessages = Optional.empty();

    private Optional<Route> ofFrames = Optional.empty();

    /// @param unsent what did not leave, PPP frames in data messages too
    ControlSender(Datagrams.Unsent unsent) {
        datagrams = new Datagrams(unsent);
    }

    /// Adds a datagram, sending the ones before if there is no room.
    void send(L2tpSocket socket, Path path, TransmitCounters counters, byte[] octets) {
        ofMessages = same(ofMessages, socket, path);
        Route route = ofMessages.get();
        int prefix = route.socket.isIp() ? NO_SESSION_OCTETS : 0;
        if (reserve(route, counters, prefix + octets.length)) {
            long at = used;
            area.asSlice(at, prefix).fill((byte) 0);
            MemorySegment.copy(octets, 0, area, ValueLayout.JAVA_BYTE, at + prefix, octets.length);
            add(route, counters, octets.length, at, prefix + octets.length);
        }
    }

    private static Optional<Route> same(Optional<Route> before, L2tpSocket socket, Path path) {
        boolean fits = before.isPresent()
                && before.get().socket == socket
                && before.get().path.equals(path);
        return fits ? before : Optional.of(new Route(socket, path));
    }

    /// Adds a data message with this frame.
    void sendFrame(Session session, byte[] frame) {
        Session.State state = session.state();
        Route route = session.tunnel.route;
        TransmitCounters counters = session.sentFrames;
        if (state.peerActive() && reserve(route, counters, frame.length + DataMessage.MAX_HEADER_OCTETS)) {
            int ns = state.numbers(false) ? session.takeNs(1) : NO_NS;
            int header = DataMessage.writeHeader(area, used, session, state, route, ns, frame.length);
            MemorySegment.copy(frame, 0, area, ValueLayout.JAVA_BYTE, used + header, frame.length);
            ofFrames = same(ofFrames, route.socket, route.path); // tunnels of one peer have routes of their own
            add(ofFrames.get(), counters, frame.length, used, header + frame.length);
        }
    }

    void flush() {
        datagrams.flush();
        used = 0;
    }

    @Override
    public void close() {
        datagrams.close();
        arena.close();
    }

    private boolean reserve(Route route, TransmitCounters counters, int octets) {
        if (octets > MAX_DATAGRAM_OCTETS) {
            counters.errors++;
            return false;
        }
        if (!datagrams.hasRoom() || !datagrams.isFor(route.socket) || used + octets > AREA_OCTETS) {
            flush();
        }
        return true;
    }

    private void add(Route route, TransmitCounters counters, int payloadOctets, long at, int octets) {
        datagrams.add(route, counters, Ecn.NOT_ECT, payloadOctets, area.address() + at, octets, 0, 0);
        used += octets;
    }
}
