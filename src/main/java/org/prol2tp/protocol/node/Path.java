package org.prol2tp.protocol.node;

/// The way a tunnel's datagrams take: one of this machine's sockets (a number the daemon gave, opaque
/// to the node), the address of ours to send from, and the peer's address and port.
public record Path(int socket, IpAddress localAddress, Endpoint peer) {
    /// The same way to another port of the peer, RFC 2661 §8.1.
    public Path withPeer(Endpoint newPeer) {
        return new Path(socket, localAddress, newPeer);
    }
}
