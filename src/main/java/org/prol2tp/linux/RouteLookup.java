package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Asks the kernel which interface packets to an address leave by. Belongs to one thread at a time.
///
/// Source: rtnetlink(7), RTM_GETROUTE.
public final class RouteLookup implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int HEADER_OCTETS = 16;
    private static final int ROUTE_OCTETS = 12;
    private static final int NLMSG_ERROR = 2;
    private static final int FLAG_REQUEST = 1;
    private static final int RTM_GETROUTE = 26;
    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_OIF = 4;
    private static final int RTA_PREFSRC = 7;
    private static final long SIOCGIFHWADDR = 0x8927L;
    private static final int IFREQ_OCTETS = 40;
    private static final int ARPHRD_ETHER = 1;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(8192, 8);

    private RouteLookup(int descriptor) {
        this.descriptor = descriptor;
    }

    /// A socket in the network namespace of the calling thread.
    public static RouteLookup open() throws LinuxException {
        return new RouteLookup(Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, 0), "socket(netlink)"));
    }

    /// The way to an IPv4 address.
    ///
    /// @param interfaceIndex what packets leave by
    /// @param source the address that they have if their sender chooses none, in host order
    public record Way(int interfaceIndex, int source) {}

    /// The way of packets from `source`, which may be 0.0.0.0, to `destination`.
    ///
    /// @throws LinuxException if there is no route
    public Way to(SocketAddress destination, SocketAddress source) throws LinuxException {
        boolean chosen = source.low() != 0;
        buffer.asSlice(0, HEADER_OCTETS + ROUTE_OCTETS).fill((byte) 0);
        buffer.set(Struct.NATIVE_16, 4, (short) RTM_GETROUTE);
        buffer.set(Struct.NATIVE_16, 6, (short) FLAG_REQUEST);
        buffer.set(ValueLayout.JAVA_BYTE, HEADER_OCTETS, (byte) destination.family());
        buffer.set(ValueLayout.JAVA_BYTE, HEADER_OCTETS + 1, (byte) 32);
        buffer.set(ValueLayout.JAVA_BYTE, HEADER_OCTETS + 2, (byte) (chosen ? 32 : 0));
        int end = address(HEADER_OCTETS + ROUTE_OCTETS, RTA_DST, destination);
        end = chosen ? address(end, RTA_SRC, source) : end;
        buffer.set(Struct.NATIVE_32, 0, end);
        Libc.check(Libc.send(descriptor, buffer.address(), end, 0), "rtnetlink: route to " + destination);
        int octets = Libc.check(Libc.recv(descriptor, buffer.address(), buffer.byteSize(), 0), "rtnetlink: route");
        if ((buffer.get(Struct.NATIVE_16, 4) & 0xffff) == NLMSG_ERROR) {
            throw new LinuxException(
                    "rtnetlink: route to " + destination, -buffer.get(Struct.NATIVE_32, HEADER_OCTETS));
        }
        int from = HEADER_OCTETS + ROUTE_OCTETS;
        NetlinkAttributes answer = new NetlinkAttributes(buffer.asSlice(from, octets - from));
        int preferred = Integer.reverseBytes(answer.number32(RTA_PREFSRC)); // little-endian machines only, as BpfObject
        return new Way(answer.number32(RTA_OIF), chosen ? (int) source.low() : preferred);
    }

    /// Whether frames of Ethernet go through an interface.
    ///
    /// @throws LinuxException if it is not there
    public static boolean isEthernet(int index) throws LinuxException {
        String name = Rtnetlink.nameOf(index);
        int socket = Libc.check(Libc.socket(SocketAddress.AF_INET, SOCK_DGRAM_CLOEXEC, 0), "socket");
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment request = confined.allocate(IFREQ_OCTETS, 8);
            byte[] octets = name.getBytes(US_ASCII);
            MemorySegment.copy(octets, 0, request, ValueLayout.JAVA_BYTE, 0, Math.min(octets.length, Tun.NAME_OCTETS));
            Libc.check(Libc.ioctl(socket, SIOCGIFHWADDR, request.address()), "ioctl(SIOCGIFHWADDR) " + name);
            return (request.get(Struct.NATIVE_16, 16) & 0xffff) == ARPHRD_ETHER;
        } finally {
            Libc.close(socket);
        }
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }

    private int address(int at, int type, SocketAddress address) {
        buffer.set(Struct.NATIVE_16, at, (short) 8);
        buffer.set(Struct.NATIVE_16, at + 2, (short) type);
        buffer.set(Struct.NETWORK_32, at + 4, (int) address.low());
        return at + 8;
    }
}
