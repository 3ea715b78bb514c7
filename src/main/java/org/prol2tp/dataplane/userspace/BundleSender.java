package org.prol2tp.dataplane.userspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.prol2tp.protocol.node.DataPlaneCommand.BundleOptions;

/// Sends packets over the links of a bundle, each link in its turn: a packet is one fragment if it fits into what the
/// link carries, else several of about the same length. Belongs to the transmitter.
///
/// What it says of congestion a packet keeps for itself: the outer headers say nothing (RFC 9601 is of packets in
/// tunnels, not of their pieces).
///
/// Source: RFC 1990 §3.
final class BundleSender implements AutoCloseable {
    private static final int SLOTS = 1024;
    private static final int SLOT_OCTETS = 64;

    private final Datagrams datagrams;
    private final Runnable flush;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment headers = arena.allocate((long) SLOTS * SLOT_OCTETS, 64);
    private int used;

    /// @param flush sends what waits in `datagrams`, and calls [#flushed]
    BundleSender(Datagrams datagrams, Runnable flush) {
        this.datagrams = datagrams;
        this.flush = flush;
    }

    /// Sends a packet, which stays where it is until it was sent.
    void send(Bundle bundle, MemorySegment memory, long at, int octets, boolean ipv6) {
        Bundle.Link link = bundle.next();
        if (link == null) {
            return;
        }
        int protocolOctets = link.options.framing().compressProtocol() ? 1 : 2;
        int total = protocolOctets + octets;
        int most = bundle.room();
        if (most <= protocolOctets) {
            link.session.sentData.errors++;
            return;
        }
        int count = total <= link.room() ? 1 : (total + most - 1) / most;
        int each = (total + count - 1) / count;
        int from = -protocolOctets;
        for (int i = 0; i < count && link != null; i++) {
            int to = Math.min(from + each, octets);
            send(
                    bundle,
                    link,
                    i == 0 ? protocolOctets : 0,
                    i == count - 1,
                    ipv6,
                    memory,
                    at + Math.max(from, 0),
                    to - Math.max(from, 0));
            from = to;
            link = i + 1 < count ? bundle.next() : link;
        }
    }

    /// Everything has been sent.
    void flushed() {
        used = 0;
    }

    @Override
    public void close() {
        arena.close();
    }

    /// @param protocolOctets more than 0: it is the first fragment, and has the protocol of the packet
    private void send(
            Bundle bundle,
            Bundle.Link link,
            int protocolOctets,
            boolean last,
            boolean ipv6,
            MemorySegment memory,
            long at,
            int octets) {
        Session session = link.session;
        BundleOptions options = link.options;
        Session.State state = session.state();
        Route route = session.tunnel.route;
        if (used == SLOTS || !datagrams.hasRoom() || !datagrams.isFor(route.socket)) {
            flush.run();
        }
        long head = (long) used * SLOT_OCTETS;
        used++;
        int pppOctets = DataMessage.fragmentHeaderOctets(options.framing(), options.shortSequence()) + protocolOctets;
        int ns = state.numbers(false) ? session.takeNs(1) : -1;
        int l2tpOctets = DataMessage.writeHeader(headers, head, session, state, route, ns, pppOctets + octets);
        long next = DataMessage.writeFragmentHeader(
                headers,
                head + l2tpOctets,
                options.framing(),
                options.shortSequence(),
                bundle.takeSequence(),
                protocolOctets > 0,
                last);
        DataMessage.writeProtocol(headers, next, protocolOctets, ipv6 ? DataMessage.PPP_IPV6 : DataMessage.PPP_IPV4);
        datagrams.add(
                route,
                session.sentData,
                Ecn.NOT_ECT,
                pppOctets + octets,
                headers.address() + head,
                l2tpOctets + pppOctets,
                memory.address() + at,
                octets);
    }
}
