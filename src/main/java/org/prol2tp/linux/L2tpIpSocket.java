package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The socket that is a tunnel of the kernel's L2TPv3 by IP protocol 115: it goes to [L2tpNetlink#createTunnel], and
/// nothing is read from it or written to it by us. Control messages of the tunnel, of which a raw socket has another
/// copy, are dropped at it.
///
/// Source: linux/l2tp.h.
public final class L2tpIpSocket implements AutoCloseable {
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int IPPROTO_L2TP = 115;
    private static final int IPV4_OCTETS = 16;
    private static final int IPV6_OCTETS = 32;

    private final int descriptor;

    private L2tpIpSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Opens it; the kernel loads the module if it has it.
    ///
    /// @throws LinuxException among others if the kernel has no L2TP by IP
    public static L2tpIpSocket open(SocketAddress local, int localId, SocketAddress peer, int peerId)
            throws LinuxException {
        L2tpIpSocket socket = new L2tpIpSocket(socket(local.ipv6()));
        try (Arena arena = Arena.ofConfined()) {
            SocketFilter.dropAll(socket.descriptor);
            MemorySegment address = arena.allocate(IPV6_OCTETS, 8);
            Libc.check(
                    Libc.bind(socket.descriptor, address.address(), write(address, local, localId)),
                    "bind(l2tp_ip) " + local);
            Libc.check(
                    Libc.connect(socket.descriptor, address.address(), write(address, peer, peerId)),
                    "connect(l2tp_ip) " + peer);
            return socket;
        } catch (LinuxException e) {
            socket.close();
            throw e;
        }
    }

    /// One that another process had, from now on to this peer.
    public static L2tpIpSocket adopt(int descriptor, SocketAddress peer, int peerId) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(IPV6_OCTETS, 8);
            Libc.check(
                    Libc.connect(descriptor, address.address(), write(address, peer, peerId)),
                    "connect(l2tp_ip) " + peer);
            return new L2tpIpSocket(descriptor);
        }
    }

    /// Whether this kernel has L2TP by IPv4 or IPv6: the exception says what is missing.
    public static void probe(boolean ipv6) throws LinuxException {
        Libc.close(socket(ipv6));
    }

    /// For [L2tpNetlink].
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }

    private static int socket(boolean ipv6) throws LinuxException {
        int family = ipv6 ? SocketAddress.AF_INET6 : SocketAddress.AF_INET;
        return Libc.check(
                Libc.socket(family, SOCK_DGRAM_CLOEXEC, IPPROTO_L2TP), ipv6 ? "socket(l2tp_ip6)" : "socket(l2tp_ip)");
    }

    /// Writes struct sockaddr_l2tpip or sockaddr_l2tpip6 and returns its length in octets.
    private static int write(MemorySegment memory, SocketAddress address, int id) {
        memory.fill((byte) 0);
        memory.set(Struct.NATIVE_16, 0, (short) address.family());
        if (address.ipv6()) {
            memory.set(Struct.NETWORK_64, 8, address.high());
            memory.set(Struct.NETWORK_64, 16, address.low());
            memory.set(Struct.NATIVE_32, 28, id);
            return IPV6_OCTETS;
        }
        memory.set(Struct.NETWORK_32, 4, (int) address.low());
        memory.set(Struct.NATIVE_32, 8, id);
        return IPV4_OCTETS;
    }
}
