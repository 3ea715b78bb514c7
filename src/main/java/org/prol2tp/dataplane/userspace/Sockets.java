package org.prol2tp.dataplane.userspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;

/// The open sockets by their number. One thread opens and closes, others read.
///
/// A UDP socket may have a second one beside it, at the same address and port, that sends without UDP
/// checksums; its number is that of the first with [#UNCHECKED] added. Further ones, whose data somebody
/// else carries, are adopted: they have numbers from [#ADOPTED] on.
final class Sockets {
    static final int UNCHECKED = 1 << 30;
    static final int ADOPTED = 1 << 29;

    /// Never changed in place. Empty: a number that is free.
    private volatile List<Optional<L2tpSocket>> sockets = List.of();
    /// The second sockets, at the same places. Never changed in place.
    private volatile List<Optional<L2tpSocket>> unchecked = List.of();

    /// By their numbers.
    private final Map<Integer, Adopted> adopted = new ConcurrentHashMap<>();
    private int adoptions;

    private record Adopted(L2tpSocket socket, int owner) {}

    /// Puts another one on the list, as that of the socket `owner`, and returns its number.
    int adopt(int owner, L2tpSocket socket) {
        do {
            adoptions = adoptions + 1 & ADOPTED - 1;
        } while (adopted.containsKey(ADOPTED | adoptions));
        adopted.put(ADOPTED | adoptions, new Adopted(socket, owner));
        return ADOPTED | adoptions;
    }

    /// The number by which the node knows this socket.
    int owner(int number) {
        Adopted found = adopted.get(number);
        return found == null ? number & ~UNCHECKED : found.owner;
    }

    /// Opens one and returns its number, the lowest that is free.
    int open(Encapsulation encapsulation, Endpoint local) throws LinuxException {
        SocketAddress address = Addresses.of(local.address(), local.port());
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
        if (adopted.remove(number) != null) {
            return found;
        }
        if (found.isPresent() && (number & UNCHECKED) == 0) {
            sockets = with(sockets, number, Optional.empty());
        } else if (found.isPresent()) {
            unchecked = with(unchecked, number & ~UNCHECKED, Optional.empty());
        }
        return found;
    }

    /// Allocates nothing, but for adopted ones.
    Optional<L2tpSocket> find(int number) {
        if ((number & (ADOPTED | UNCHECKED)) == ADOPTED && number > 0) {
            return Optional.ofNullable(adopted.get(number)).map(Adopted::socket);
        }
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
}
