package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Asks the kernel which interface packets to an address leave by. Belongs to one thread at a time.
///
/// Source: rtnetlink(7), RTM_GETROUTE.
public final class RouteLookup implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int HEADER_OCTETS = 16;
    private static final int ROUTE_OCTETS = 12;
    private static final int NLMSG_ERROR = 2;
    private static final int FLAG_REQUEST = 1;
    private static final int RTM_GETROUTE = 26;
    private static final int RTA_DST = 1;
    private static final int RTA_SRC = 2;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_VIA = 18;
    private static final long SIOCGIFHWADDR = 0x8927L;
    private static final long SIOCGIFMTU = 0x8921L;
    private static final long SIOCETHTOOL = 0x8946L;
    private static final int ETHTOOL_GDRVINFO = 3;
    /// Of struct ethtool_drvinfo, and where bus_info is in it.
    private static final int DRIVER_OCTETS = 196;

    private static final int BUS_AT = 100;
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

    /// The way to an address.
    ///
    /// @param interfaceIndex what packets leave by
    /// @param source the address that they have if their sender chooses none
    /// @param nextHop the destination itself, or a router, perhaps of the other family
    public record Way(int interfaceIndex, SocketAddress source, SocketAddress nextHop) {}

    /// The way of packets from `source`, which may be 0.0.0.0 or ::, to `destination`.
    ///
    /// @throws LinuxException if there is no route
    public Way to(SocketAddress destination, SocketAddress source) throws LinuxException {
        boolean chosen = source.low() != 0 || source.high() != 0;
        int bits = destination.ipv6() ? 128 : 32;
        buffer.asSlice(0, HEADER_OCTETS + ROUTE_OCTETS).fill((byte) 0);
        buffer.set(Struct.NATIVE_16, 4, (short) RTM_GETROUTE);
        buffer.set(Struct.NATIVE_16, 6, (short) FLAG_REQUEST);
        buffer.set(ValueLayout.JAVA_BYTE, HEADER_OCTETS, (byte) destination.family());
        buffer.set(ValueLayout.JAVA_BYTE, HEADER_OCTETS + 1, (byte) bits);
        buffer.set(ValueLayout.JAVA_BYTE, HEADER_OCTETS + 2, (byte) (chosen ? bits : 0));
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
        SocketAddress preferred = read(answer.octets(RTA_PREFSRC), destination);
        SocketAddress via = read(answer.octets(RTA_GATEWAY), destination);
        byte[] other = answer.octets(RTA_VIA);
        if (other.length > 2) { // its family, and the address
            via = read(Arrays.copyOfRange(other, 2, other.length), via);
        }
        return new Way(answer.number32(RTA_OIF), chosen ? source : preferred, via);
    }

    /// Whether frames of Ethernet go through an interface.
    ///
    /// @throws LinuxException if it is not there
    public static boolean isEthernet(int index) throws LinuxException {
        return (ask(index, SIOCGIFHWADDR, "SIOCGIFHWADDR") & 0xffff) == ARPHRD_ETHER;
    }

    /// The most octets of a packet that leaves by an interface in one piece.
    ///
    /// @throws LinuxException if it is not there
    public static int mtu(int index) throws LinuxException {
        return ask(index, SIOCGIFMTU, "SIOCGIFMTU");
    }

    /// Whether an interface is that of a device on a bus, and not one that the kernel made up.
    ///
    /// @throws LinuxException if it is not there
    public static boolean hasHardware(int index) throws LinuxException {
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment answer = confined.allocate(DRIVER_OCTETS, 8);
            answer.set(Struct.NATIVE_32, 0, ETHTOOL_GDRVINFO);
            ask(index, SIOCETHTOOL, "SIOCETHTOOL", answer.address());
            return answer.get(ValueLayout.JAVA_BYTE, BUS_AT) != 0;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EOPNOTSUPP) {
                return false;
            }
            throw e;
        }
    }

    /// The number behind the name in struct ifreq.
    private static int ask(int index, long request, String what) throws LinuxException {
        return ask(index, request, what, 0);
    }

    private static int ask(int index, long request, String what, long behindName) throws LinuxException {
        String name = Rtnetlink.nameOf(index);
        return InterfaceRequest.ask(name, request, behindName, "ioctl(" + what + ") " + name);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }

    private int address(int at, int type, SocketAddress address) {
        int octets = address.ipv6() ? 16 : 4;
        buffer.set(Struct.NATIVE_16, at, (short) (4 + octets));
        buffer.set(Struct.NATIVE_16, at + 2, (short) type);
        if (address.ipv6()) {
            buffer.set(Struct.NETWORK_64, at + 4, address.high());
            buffer.set(Struct.NETWORK_64, at + 12, address.low());
        } else {
            buffer.set(Struct.NETWORK_32, at + 4, (int) address.low());
        }
        return at + 4 + octets;
    }

    /// An address of 4 or 16 octets, or `otherwise` if there is none.
    private static SocketAddress read(byte[] octets, SocketAddress otherwise) {
        MemorySegment found = MemorySegment.ofArray(octets);
        return switch (octets.length) {
            case 4 -> new SocketAddress(false, 0, found.get(Struct.NETWORK_32, 0) & 0xffff_ffffL, 0);
            case 16 -> new SocketAddress(true, found.get(Struct.NETWORK_64, 0), found.get(Struct.NETWORK_64, 8), 0);
            default -> otherwise;
        };
    }
}
