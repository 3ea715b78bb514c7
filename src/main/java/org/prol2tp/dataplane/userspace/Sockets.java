package org.prol2tp.dataplane.userspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;

/// The open sockets by their number. One thread opens and closes, others read.
///
/// A UDP socket may have a second one beside it, at the same address and port, that sends without UDP
/// checksums; its number is that of the first with [#UNCHECKED] added.
final class Sockets {
    static final int UNCHECKED = 1 << 30;

    /// Never changed in place. Empty: a number that is free.
    private volatile List<Optional<L2tpSocket>> sockets = List.of();
    /// The second sockets, at the same places. Never changed in place.
    private volatile List<Optional<L2tpSocket>> unchecked = List.of();

    /// Opens one and returns its number, the lowest that is free.
    int open(Encapsulation encapsulation, Endpoint local) throws LinuxException {
        SocketAddress address = address(local.address(), local.port());
        L2tpSocket socket = switch (encapsulation) {
            case UDP -> L2tpSocket.bind(address, L2tpSocket.Options.DEFAULT);
            case IP -> L2tpSocket.bindIp(address, L2tpSocket.Options.DEFAULT.bufferOctets());
        };
        int number = sockets.indexOf(Optional.empty());
        if (number < 0) {
            number = sockets.size();
        }
        sockets = with(sockets, number, Optional.of(socket));
        return number;
    }

    /// Opens the second one for `number` and returns it.
    L2tpSocket openUnchecked(int number) throws LinuxException {
        L2tpSocket socket = find(number).orElseThrow().openUnchecked(L2tpSocket.Options.DEFAULT.bufferOctets());
        unchecked = with(unchecked, number, Optional.of(socket));
        return socket;
    }

    /// Takes a socket off the list and returns it, not yet closed.
    Optional<L2tpSocket> remove(int number) {
        Optional<L2tpSocket> found = find(number);
        if (found.isPresent() && (number & UNCHECKED) == 0) {
            sockets = with(sockets, number, Optional.empty());
        } else if (found.isPresent()) {
            unchecked = with(unchecked, number & ~UNCHECKED, Optional.empty());
        }
        return found;
    }

    /// Allocates nothing.
    Optional<L2tpSocket> find(int number) {
        List<Optional<L2tpSocket>> now = (number & UNCHECKED) == 0 ? sockets : unchecked;
        int place = number & ~UNCHECKED;
        return place < 0 || place >= now.size() ? Optional.empty() : now.get(place);
    }

    /// One more than the highest number in use, second sockets aside.
    int size() {
        return sockets.size();
    }

    private static List<Optional<L2tpSocket>> with(
            List<Optional<L2tpSocket>> list, int place, Optional<L2tpSocket> socket) {
        List<Optional<L2tpSocket>> next = new ArrayList<>(list);
        while (next.size() <= place) {
            next.add(Optional.empty());
        }
        next.set(place, socket);
        return next;
    }

    static SocketAddress address(IpAddress address, int port) {
        return new SocketAddress(address.isIpv6(), address.high(), address.low(), port);
    }

    static Endpoint endpoint(SocketAddress address) {
        return new Endpoint(new IpAddress(address.ipv6(), address.high(), address.low()), address.port());
    }
}
