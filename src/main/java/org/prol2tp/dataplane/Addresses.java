package org.prol2tp.dataplane;

import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;

/// The node's addresses as `linux` writes them, and back.
public final class Addresses {
    private Addresses() {}

    /// The address of a socket.
    public static SocketAddress of(IpAddress address, int port) {
        return new SocketAddress(address.isIpv6(), address.high(), address.low(), port);
    }

    /// What the address of a socket is to the node.
    public static Endpoint endpoint(SocketAddress address) {
        return new Endpoint(new IpAddress(address.ipv6(), address.high(), address.low()), address.port());
    }
}
