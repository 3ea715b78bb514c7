package org.prol2tp.dataplane.userspace;

import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.SendBatch;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Path;

/// A [Path] as the sockets want it: out of which socket, to which address and port, from which address of ours
/// (0: the kernel chooses).
final class Route {
    final L2tpSocket socket;
    final Path path;
    private final boolean ipv6;
    private final long high;
    private final long low;
    private final int port;
    private final long fromHigh;
    private final long fromLow;
    /// The kernel refused to cut rows of longer datagrams, for this way. Owned by the thread that sends data.
    private int rowLimitOctets = Integer.MAX_VALUE;

    Route(L2tpSocket socket, Path path) {
        Endpoint peer = path.peer();
        this.socket = socket;
        this.path = path;
        this.ipv6 = peer.address().isIpv6();
        this.high = peer.address().high();
        this.low = peer.address().low();
        this.port = peer.port();
        this.fromHigh = path.localAddress().high();
        this.fromLow = path.localAddress().low();
    }

    /// @param ecn 0: none
    void begin(SendBatch batch, int ecn) {
        batch.begin(ipv6, high, low, port, fromHigh, fromLow);
        if (ecn != 0) {
            batch.trafficClass(ipv6, ecn);
        }
    }

    /// Whether that is the peer's address, whatever the port (RFC 2661 §8.1).
    boolean isFrom(boolean sourceIpv6, long sourceHigh, long sourceLow) {
        return low == sourceLow && high == sourceHigh && ipv6 == sourceIpv6;
    }

    boolean takesRowsOf(int octets) {
        return octets <= rowLimitOctets && socket.sendsRows();
    }

    void refusedRowOf(int octets) {
        rowLimitOctets = Math.min(rowLimitOctets, octets - 1);
    }
}
