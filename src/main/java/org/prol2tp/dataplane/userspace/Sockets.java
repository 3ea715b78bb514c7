package org.prol2tp.dataplane.userspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;

/// The open sockets by their number. One thread opens and closes, others read.
///
/// A UDP socket has a second one beside it, at the same address and port, that gets control messages; its
/// number is that of the first with [#CONTROL] added. It may have a third one that sends without UDP
/// checksums, with [#UNCHECKED] added. Further ones, whose data somebody else carries, are adopted: they have
/// numbers from [#ADOPTED] on.
final class Sockets {
    static final int UNCHECKED = 1 << 30;
    static final int ADOPTED = 1 << 29;
    static final int CONTROL = 1 << 28;
    private static final int FLAGS = UNCHECKED | ADOPTED | CONTROL;

    /// Holds thousands of messages: peers that set up sessions send them in bursts.
    private static final int CONTROL_BUFFER_OCTETS = 4 << 20;

    /// Never changed in place.
    private volatile List<Port> ports = List.of();

    /// By their numbers.
    private final Map<Integer, Adopted> adopted = new ConcurrentHashMap<>();
    private int adoptions;
    /// Whether some are adopted of another process, at ports that are opened here too.
    volatile boolean beside;

    private volatile boolean ipsec;

    private record Adopted(L2tpSocket socket, int owner) {}

    /// The sockets at one address. Without the first: a number that is free.
    private record Port(Optional<L2tpSocket> first, Optional<L2tpSocket> control, Optional<L2tpSocket> unchecked) {
        static final Port FREE = new Port(Optional.empty(), Optional.empty(), Optional.empty());

        Stream<L2tpSocket> sockets() {
            return Stream.of(first, control, unchecked).flatMap(Optional::stream);
        }

        Port without(int flags) {
            return switch (flags) {
                case CONTROL -> new Port(first, Optional.empty(), unchecked);
                case UNCHECKED -> new Port(first, control, Optional.empty());
                default -> new Port(Optional.empty(), control, unchecked);
            };
        }

        Optional<L2tpSocket> get(int flags) {
            return switch (flags) {
                case 0 -> first;
                case CONTROL -> control;
                case UNCHECKED -> unchecked;
                default -> Optional.empty();
            };
        }
    }

    /// Puts another one on the list, as that of the socket `owner`, and returns its number.
    int adopt(int owner, L2tpSocket socket) {
        do {
            adoptions = adoptions + 1 & CONTROL - 1;
        } while (adopted.containsKey(ADOPTED | adoptions));
        adopted.put(ADOPTED | adoptions, new Adopted(socket, owner));
        return ADOPTED | adoptions;
    }

    /// The number by which the node knows this socket.
    int owner(int number) {
        Adopted found = adopted.get(number);
        return found == null ? number & ~FLAGS : found.owner;
    }

    /// All numbers that the sockets of `number` may have, the first one's last.
    static int[] all(int number) {
        return new int[] {number | CONTROL, number | UNCHECKED, number};
    }

    /// Those opened from now on take what came by IPsec and nothing else.
    void requireIpsec() {
        ipsec = true;
    }

    /// What the kernel dropped at all of them. Any thread.
    long dropped() {
        return Stream.concat(
                        ports.stream().flatMap(Port::sockets),
                        adopted.values().stream().map(Adopted::socket))
                .mapToLong(L2tpSocket::dropped)
                .sum();
    }

    /// Opens one, and for UDP the second one for control messages. Returns its number, the lowest that is free.
    int open(Encapsulation encapsulation, Endpoint local) throws LinuxException {
        SocketAddress address = Addresses.of(local.address(), local.port());
        Port port = switch (encapsulation) {
            case UDP -> openUdp(local.address(), address);
            case IP ->
                new Port(
                        Optional.of(L2tpSocket.bindIp(address, L2tpSocket.Options.DEFAULT.bufferOctets(), ipsec)),
                        Optional.empty(),
                        Optional.empty());
        };
        int number = 0;
        while (number < ports.size() && !ports.get(number).equals(Port.FREE)) {
            number++;
        }
        set(number, port);
        return number;
    }

    private Port openUdp(IpAddress local, SocketAddress address) throws LinuxException {
        L2tpSocket.Options usual = L2tpSocket.Options.DEFAULT;
        L2tpSocket.Options options =
                new L2tpSocket.Options(usual.bufferOctets(), beside, usual.checksums(), usual.offload(), ipsec);
        L2tpSocket first = L2tpSocket.bind(address, options);
        if (beside && !local.isAny()) { // the kernel tells sockets at the very same address by the order of binding
            return new Port(Optional.of(first), Optional.empty(), Optional.empty());
        }
        try {
            return new Port(
                    Optional.of(first), Optional.of(first.openForControl(CONTROL_BUFFER_OCTETS)), Optional.empty());
        } catch (LinuxException e) {
            first.close();
            throw e;
        }
    }

    /// Opens the one without checksums for `number` and returns it.
    L2tpSocket openUnchecked(int number) throws LinuxException {
        L2tpSocket socket = find(number).orElseThrow().openUnchecked(L2tpSocket.Options.DEFAULT.bufferOctets());
        Port port = ports.get(number);
        set(number, new Port(port.first, port.control, Optional.of(socket)));
        return socket;
    }

    /// Takes a socket off the list and returns it, not yet closed.
    Optional<L2tpSocket> remove(int number) {
        Optional<L2tpSocket> found = find(number);
        if (adopted.remove(number) == null && found.isPresent()) {
            int place = number & ~FLAGS;
            set(place, ports.get(place).without(number & FLAGS));
        }
        return found;
    }

    /// Allocates nothing, but for adopted ones.
    Optional<L2tpSocket> find(int number) {
        if ((number & FLAGS) == ADOPTED && number > 0) {
            return Optional.ofNullable(adopted.get(number)).map(Adopted::socket);
        }
        List<Port> now = ports;
        int place = number & ~FLAGS;
        return place < 0 || place >= now.size()
                ? Optional.empty()
                : now.get(place).get(number & FLAGS);
    }

    /// One more than the highest number in use, those with flags aside.
    int size() {
        return ports.size();
    }

    private void set(int place, Port port) {
        List<Port> next = new ArrayList<>(ports);
        while (next.size() <= place) {
            next.add(Port.FREE);
        }
        next.set(place, port);
        ports = next;
    }
}
