package org.prol2tp.dataplane.userspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.linux.UdpSocket;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;

/// The open UDP sockets by their number. One thread opens and closes, others read.
final class Sockets {
    /// Never changed in place. Empty: a number that is free.
    private volatile List<Optional<UdpSocket>> sockets = List.of();

    /// Opens one and returns its number, the lowest that is free.
    int open(Endpoint local) throws LinuxException {
        UdpSocket socket = UdpSocket.bind(address(local.address(), local.port()), UdpSocket.Options.DEFAULT);
        List<Optional<UdpSocket>> next = new ArrayList<>(sockets);
        int number = next.indexOf(Optional.empty());
        if (number < 0) {
            number = next.size();
            next.add(Optional.empty());
        }
        next.set(number, Optional.of(socket));
        sockets = next;
        return number;
    }

    /// Takes a socket off the list and returns it, not yet closed.
    Optional<UdpSocket> remove(int number) {
        Optional<UdpSocket> found = find(number);
        if (found.isPresent()) {
            List<Optional<UdpSocket>> next = new ArrayList<>(sockets);
            next.set(number, Optional.empty());
            sockets = next;
        }
        return found;
    }

    /// Allocates nothing.
    Optional<UdpSocket> find(int number) {
        List<Optional<UdpSocket>> now = sockets;
        return number < 0 || number >= now.size() ? Optional.empty() : now.get(number);
    }

    /// One more than the highest number in use.
    int size() {
        return sockets.size();
    }

    static SocketAddress address(IpAddress address, int port) {
        return new SocketAddress(address.isIpv6(), address.high(), address.low(), port);
    }

    static Endpoint endpoint(SocketAddress address) {
        return new Endpoint(new IpAddress(address.ipv6(), address.high(), address.low()), address.port());
    }
}
