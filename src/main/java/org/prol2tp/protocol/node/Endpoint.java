package org.prol2tp.protocol.node;

/// An IP address and a UDP port (0..65535). Printed as RFC 3986 writes it: `192.0.2.1:1701`,
/// `[2001:db8::1]:1701`.
public record Endpoint(IpAddress address, int port) {
    @Override
    public String toString() {
        return address.isIpv6() ? "[" + address + "]:" + port : address + ":" + port;
    }
}
