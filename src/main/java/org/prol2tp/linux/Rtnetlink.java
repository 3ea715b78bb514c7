package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Configures network interfaces over rtnetlink. Requests are gathered and sent together: one system call for all of an
/// interface's configuration, one or two for the answers. Belongs to one thread.
public final class Rtnetlink implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long SIOCGIFNAME = 0x8910L;
    private static final long SIOCGIFINDEX = 0x8933L;
    private static final long SIOCGIFMTU = 0x8921;
    private static final int IFREQ_OCTETS = 40;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int BUFFER_OCTETS = 65536;
    /// Every answer takes about 1 kilobyte of the socket's buffer, however short it is.
    private static final int ANSWER_OCTETS = 4 << 20;

    private static final int HEADER_OCTETS = 16;
    private static final int NLMSG_ERROR = 2;
    private static final int FLAG_REQUEST_ACK = 0x1 | 0x4;
    private static final int FLAG_REPLACE = 0x100;
    private static final int FLAG_EXCLUSIVE = 0x200;
    private static final int FLAG_CREATE = 0x400;

    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_DELADDR = 21;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_DELROUTE = 25;
    private static final int RTM_NEWNEIGH = 28;
    private static final int RTM_DELNEIGH = 29;
    private static final int RTM_NEWQDISC = 36;
    private static final int RTM_DELQDISC = 37;
    private static final int TCA_KIND = 1;
    private static final int TC_H_ROOT = 0xffffffff;
    private static final int NDA_DST = 1;
    private static final int NTF_PROXY = 8;
    /// struct ifinfomsg.
    private static final int LINK_OCTETS = 16;

    private static final int IFF_UP = 1;
    private static final int IFF_NOARP = 0x80;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_OPERSTATE = 16;
    private static final int IFLA_LINKMODE = 17;
    private static final int IF_OPER_DORMANT = 5;
    private static final int IF_OPER_UP = 6;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;
    private static final int IFLA_GROUP = 27;
    private static final int IFLA_NUM_TX_QUEUES = 31;
    private static final int IFLA_NUM_RX_QUEUES = 32;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    private static final int ADDR_GEN_MODE_NONE = 1;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_F_NODAD = 2;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_METRICS = 8;
    private static final int RTAX_MTU = 2;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RTPROT_STATIC = 4;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RT_SCOPE_LINK = 253;
    private static final int RTN_UNICAST = 1;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment out = arena.allocate(BUFFER_OCTETS, 8);
    private final NetlinkWriter writer = new NetlinkWriter(out);
    private final MemorySegment in = arena.allocate(BUFFER_OCTETS, 8);
    private final List<Request> requests = new ArrayList<>();
    private int firstSequence = 1;
    private int start;

    private Rtnetlink(int descriptor) {
        this.descriptor = descriptor;
    }

    /// A request that the kernel refused. `text` is what it said about it, often empty.
    public record Refusal(Kind kind, String request, int errno, String text) {
        public LinuxException exception() {
            return new LinuxException("rtnetlink: " + request, errno, text);
        }
    }

    /// What a request is about.
    public enum Kind {
        LINK,
        ADDRESS_GENERATION,
        ADDRESS,
        ROUTE,
        NEIGHBOUR
    }

    private record Request(Kind kind, String text) {}

    /// A socket in the network namespace of the calling thread.
    public static Rtnetlink open() throws LinuxException {
        int fd = Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, 0), "socket(netlink)");
        NetlinkText.askFor(fd);
        Libc.setsockopt(fd, MessageHeader.SOL_SOCKET, SO_RCVBUFFORCE, ANSWER_OCTETS);
        return new Rtnetlink(fd);
    }

    /// The number of the interface that has this name.
    ///
    /// @throws LinuxException if there is none
    public static int indexOf(String name) throws LinuxException {
        return InterfaceRequest.ask(name, SIOCGIFINDEX, 0, "interface " + name);
    }

    /// The MTU of the interface with this name, octets.
    ///
    /// @throws LinuxException if there is none
    public static int mtuOf(String name) throws LinuxException {
        return InterfaceRequest.ask(name, SIOCGIFMTU, 0, "interface " + name);
    }

    /// The name of the interface with this number.
    ///
    /// @throws LinuxException if there is none
    public static String nameOf(int index) throws LinuxException {
        int socket = Libc.check(Libc.socket(SocketAddress.AF_INET, SOCK_DGRAM_CLOEXEC, 0), "socket");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_OCTETS, 8);
            request.set(Struct.NATIVE_32, 16, index);
            Libc.check(Libc.ioctl(socket, SIOCGIFNAME, request.address()), "interface number " + index);
            return request.getString(0, US_ASCII);
        } finally {
            Libc.close(socket);
        }
    }

    /// The kernel shall make up no IPv6 addresses. Before [#linkUp]. Refused by a kernel without IPv6.
    public void generateNoAddresses(int index) {
        beginLink(Kind.ADDRESS_GENERATION, "no generated addresses", index, 0);
        int families = writer.beginNest(IFLA_AF_SPEC);
        int inet6 = writer.beginNest(SocketAddress.AF_INET6);
        writer.put8(IFLA_INET6_ADDR_GEN_MODE, ADDR_GEN_MODE_NONE);
        writer.endNest(inet6);
        writer.endNest(families);
        endRequest();
    }

    /// Sets the MTU.
    public void setMtu(int index, int mtu) {
        beginLink(Kind.LINK, "link mtu " + mtu, index, 0);
        writer.put32(IFLA_MTU, mtu);
        endRequest();
    }

    /// Gives the interface, which must be down, another name; `%d` in it stands for a number that the kernel chooses.
    public void rename(int index, String name) {
        beginLink(Kind.LINK, "link name " + name, index, 0);
        writer.put(IFLA_IFNAME, name);
        endRequest();
    }

    /// Sets the hardware address, 48 bits.
    public void setMacAddress(int index, long address) {
        beginLink(Kind.LINK, "link address", index, 0);
        int at = writer.attribute(IFLA_ADDRESS, 6);
        out.set(Struct.NETWORK_16, at, (short) (address >>> 32));
        out.set(Struct.NETWORK_32, at + 2, (int) address);
        endRequest();
    }

    /// Puts the interface into the bridge with that number; 0: takes it out.
    public void setBridge(int index, int bridge) {
        beginLink(Kind.LINK, "link master " + bridge, index, 0);
        writer.put32(IFLA_MASTER, bridge);
        endRequest();
    }

    /// Makes a pair of interfaces (veth(4)), down. Refused with [Errno#EEXIST] if there is one of either name.
    public void addPair(String name, String peerName, int mtu, int queues) {
        begin(Kind.LINK, "veth " + name, RTM_NEWLINK, FLAG_EXCLUSIVE | FLAG_CREATE, LINK_OCTETS);
        end(name, mtu, queues);
        int link = writer.beginNest(IFLA_LINKINFO);
        writer.put(IFLA_INFO_KIND, "veth");
        int data = writer.beginNest(IFLA_INFO_DATA);
        int peer = writer.beginNest(VETH_INFO_PEER);
        out.asSlice(writer.end, LINK_OCTETS).fill((byte) 0);
        writer.end += LINK_OCTETS;
        end(peerName, mtu, queues);
        writer.endNest(peer);
        writer.endNest(data);
        writer.endNest(link);
        endRequest();
    }

    private void end(String name, int mtu, int queues) {
        writer.put(IFLA_IFNAME, name);
        writer.put32(IFLA_MTU, mtu);
        writer.put32(IFLA_NUM_TX_QUEUES, queues);
        writer.put32(IFLA_NUM_RX_QUEUES, queues);
    }

    /// Removes the interface, and the other of a pair.
    public void removeLink(int index) {
        begin(Kind.LINK, "remove link", RTM_DELLINK, 0, LINK_OCTETS);
        out.set(Struct.NATIVE_32, start + HEADER_OCTETS + 4, index);
        endRequest();
    }

    /// Sets the interface up; it asks for no neighbours.
    public void linkUpWithoutArp(int index) {
        beginLink(Kind.LINK, "link up", index, IFF_UP | IFF_NOARP);
        endRequest();
    }

    /// Sets the interface up.
    public void linkUp(int index) {
        beginLink(Kind.LINK, "link up", index, IFF_UP);
        endRequest();
    }

    /// What stands behind the interface waits for something: it is up, but everybody sees that it does not run, as
    /// without a carrier (RFC 2863's `dormant`). Or it does so no more.
    public void setDormant(int index, boolean on) {
        beginLink(Kind.LINK, "link mode", index, 0);
        writer.put8(IFLA_OPERSTATE, on ? IF_OPER_DORMANT : IF_OPER_UP);
        writer.put8(IFLA_LINKMODE, on ? 1 : 0);
        endRequest();
    }

    /// The interface sends nothing of what is sent through it, or goes on sending. Refused by a kernel without queueing
    /// disciplines.
    public void setSilent(int index, boolean on) {
        begin(Kind.LINK, "silence", on ? RTM_NEWQDISC : RTM_DELQDISC, on ? FLAG_CREATE | FLAG_REPLACE : 0, 20);
        out.set(Struct.NATIVE_32, start + HEADER_OCTETS + 4, index);
        out.set(Struct.NATIVE_32, start + HEADER_OCTETS + 12, TC_H_ROOT);
        writer.put(TCA_KIND, "blackhole");
        endRequest();
    }

    /// Puts the interface into a group of interfaces, see [#removeGroup].
    public void setGroup(int index, int group) {
        beginLink(Kind.LINK, "link group " + group, index, 0);
        writer.put32(IFLA_GROUP, group);
        endRequest();
    }

    /// Removes all interfaces of a group at once: the kernel waits for its readers once, not for every interface.
    /// Refused with [Errno#ENODEV] if there is none.
    public void removeGroup(int group) {
        begin(Kind.LINK, "remove link group " + group, RTM_DELLINK, 0, LINK_OCTETS);
        writer.put32(IFLA_GROUP, group);
        endRequest();
    }

    /// Adds a point-to-point address. The ports are not looked at.
    public void addAddress(int index, SocketAddress local, SocketAddress peer) {
        address(RTM_NEWADDR, FLAG_CREATE | FLAG_REPLACE, "address ", index, local, peer, local.ipv6() ? 128 : 32);
    }

    /// Removes it again.
    public void removeAddress(int index, SocketAddress local, SocketAddress peer) {
        address(RTM_DELADDR, 0, "remove address ", index, local, peer, local.ipv6() ? 128 : 32);
    }

    /// Adds an address in a network whose prefix has that length.
    public void addAddress(int index, SocketAddress local, int prefixLength) {
        address(RTM_NEWADDR, FLAG_CREATE | FLAG_REPLACE, "address ", index, local, local, prefixLength);
    }

    /// Removes it again.
    public void removeAddress(int index, SocketAddress local, int prefixLength) {
        address(RTM_DELADDR, 0, "remove address ", index, local, local, prefixLength);
    }

    /// Sets a route to one address through the interface, which must be up, for packets of at most `mtu` octets (0: as
    /// many as the interface takes).
    public void setHostRoute(int index, SocketAddress host, int mtu) {
        route(RTM_NEWROUTE, FLAG_CREATE | FLAG_REPLACE, "route ", index, host, host.ipv6() ? 128 : 32, 0);
        if (mtu != 0) {
            int metrics = writer.beginNest(RTA_METRICS);
            writer.put32(RTAX_MTU, mtu);
            writer.endNest(metrics);
            endRequest();
        }
    }

    /// Adds a route to a network through the interface, which must be up. Refused with [Errno#EEXIST] if there is one
    /// with this metric (0: the kernel's choice).
    public void addRoute(int index, SocketAddress network, int prefixLength, int metric) {
        route(RTM_NEWROUTE, FLAG_CREATE | FLAG_EXCLUSIVE, "route ", index, network, prefixLength, metric);
    }

    /// Removes it again.
    public void removeRoute(int index, SocketAddress network, int prefixLength, int metric) {
        route(RTM_DELROUTE, 0, "remove route ", index, network, prefixLength, metric);
    }

    /// The kernel answers ARP for the host at that interface, while it forwards.
    public void addProxy(int index, SocketAddress host) {
        proxy(RTM_NEWNEIGH, FLAG_CREATE | FLAG_REPLACE, "proxy ", index, host);
    }

    /// No more.
    public void removeProxy(int index, SocketAddress host) {
        proxy(RTM_DELNEIGH, 0, "remove proxy ", index, host);
    }

    /// Removes one IPv4 address of the interface, whichever that is. Refused if it has none.
    public void removeSomeAddress(int index) {
        begin(Kind.ADDRESS, "remove an address", RTM_DELADDR, 0, 8);
        out.set(ValueLayout.JAVA_BYTE, start + HEADER_OCTETS, (byte) SocketAddress.AF_INET);
        out.set(Struct.NATIVE_32, start + HEADER_OCTETS + 4, index);
        endRequest();
    }

    /// Whether there is room for the requests of another interface.
    public boolean hasRoom() {
        return writer.end < BUFFER_OCTETS / 2;
    }

    /// Sends what was gathered; the kernel carries it out in order, a refused request does not stop the rest. Returns
    /// the refused ones.
    public List<Refusal> commit() throws LinuxException {
        int expected = requests.size();
        if (expected == 0) {
            return List.of();
        }
        List<Refusal> refusals = new ArrayList<>();
        try {
            Libc.check(Libc.send(descriptor, out.address(), writer.end, 0), "send(rtnetlink)");
            int answered = 0;
            while (answered < expected) {
                int length = Libc.check(Libc.recv(descriptor, in.address(), BUFFER_OCTETS, 0), "recv(rtnetlink)");
                answered += readAcknowledgements(length, refusals);
            }
            return refusals;
        } finally {
            firstSequence += expected;
            requests.clear();
            writer.end = 0;
        }
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }

    private int readAcknowledgements(int length, List<Refusal> refusals) {
        int read = 0;
        int at = 0;
        while (length - at >= HEADER_OCTETS) {
            int octets = in.get(Struct.NATIVE_32, at);
            int type = in.get(Struct.NATIVE_16, at + 4);
            int request = in.get(Struct.NATIVE_32, at + 8) - firstSequence;
            if (octets < HEADER_OCTETS || octets > length - at) {
                break;
            }
            if (type == NLMSG_ERROR && request >= 0 && request < requests.size()) {
                read++;
                int errno = -in.get(Struct.NATIVE_32, at + HEADER_OCTETS);
                if (errno != 0) {
                    Request refused = requests.get(request);
                    refusals.add(new Refusal(refused.kind, refused.text, errno, NetlinkText.of(in, at, octets)));
                }
            }
            at += octets + 3 & ~3;
        }
        return read;
    }

    /// struct ifinfomsg.
    private void beginLink(Kind kind, String what, int index, int flags) {
        begin(kind, what, RTM_NEWLINK, 0, LINK_OCTETS);
        out.set(Struct.NATIVE_32, start + HEADER_OCTETS + 4, index);
        out.set(Struct.NATIVE_32, start + HEADER_OCTETS + 8, flags);
        out.set(Struct.NATIVE_32, start + HEADER_OCTETS + 12, flags);
    }

    /// struct ifaddrmsg.
    private void address(
            int type, int flags, String verb, int index, SocketAddress local, SocketAddress peer, int prefixLength) {
        begin(Kind.ADDRESS, verb + text(local) + " peer " + text(peer), type, flags, 8);
        int body = start + HEADER_OCTETS;
        out.set(ValueLayout.JAVA_BYTE, body, (byte) local.family());
        out.set(ValueLayout.JAVA_BYTE, body + 1, (byte) prefixLength);
        out.set(ValueLayout.JAVA_BYTE, body + 2, (byte) (local.ipv6() ? IFA_F_NODAD : 0));
        boolean linkLocal = local.ipv6() && local.high() >>> 48 == 0xfe80;
        out.set(ValueLayout.JAVA_BYTE, body + 3, (byte) (linkLocal ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE));
        out.set(Struct.NATIVE_32, body + 4, index);
        addressAttribute(IFA_LOCAL, local);
        addressAttribute(IFA_ADDRESS, peer);
        endRequest();
    }

    /// struct ndmsg.
    private void proxy(int type, int flags, String verb, int index, SocketAddress host) {
        begin(Kind.NEIGHBOUR, verb + text(host), type, flags, 12);
        int body = start + HEADER_OCTETS;
        out.set(ValueLayout.JAVA_BYTE, body, (byte) host.family());
        out.set(Struct.NATIVE_32, body + 4, index);
        out.set(ValueLayout.JAVA_BYTE, body + 10, (byte) NTF_PROXY);
        addressAttribute(NDA_DST, host);
        endRequest();
    }

    /// struct rtmsg.
    private void route(
            int type, int flags, String verb, int index, SocketAddress network, int prefixLength, int metric) {
        begin(Kind.ROUTE, verb + text(network) + "/" + prefixLength, type, flags, 12);
        int body = start + HEADER_OCTETS;
        out.set(ValueLayout.JAVA_BYTE, body, (byte) network.family());
        out.set(ValueLayout.JAVA_BYTE, body + 1, (byte) prefixLength);
        out.set(ValueLayout.JAVA_BYTE, body + 4, (byte) RT_TABLE_MAIN);
        out.set(ValueLayout.JAVA_BYTE, body + 5, (byte) RTPROT_STATIC);
        out.set(ValueLayout.JAVA_BYTE, body + 6, (byte) (network.ipv6() ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK));
        out.set(ValueLayout.JAVA_BYTE, body + 7, (byte) RTN_UNICAST);
        addressAttribute(RTA_DST, network);
        writer.put32(RTA_OIF, index);
        if (metric != 0) {
            writer.put32(RTA_PRIORITY, metric);
        }
        endRequest();
    }

    /// struct nlmsghdr and room for a body.
    private void begin(Kind kind, String what, int type, int flags, int bodyOctets) {
        requests.add(new Request(kind, what));
        start = writer.end;
        out.asSlice(start, HEADER_OCTETS + bodyOctets).fill((byte) 0);
        out.set(Struct.NATIVE_16, start + 4, (short) type);
        out.set(Struct.NATIVE_16, start + 6, (short) (flags | FLAG_REQUEST_ACK));
        out.set(Struct.NATIVE_32, start + 8, firstSequence + requests.size() - 1);
        writer.end = start + HEADER_OCTETS + bodyOctets;
    }

    private void endRequest() {
        out.set(Struct.NATIVE_32, start, writer.end - start);
    }

    private void addressAttribute(int type, SocketAddress address) {
        int at = writer.attribute(type, address.ipv6() ? 16 : 4);
        if (address.ipv6()) {
            out.set(Struct.NETWORK_64, at, address.high());
            out.set(Struct.NETWORK_64, at + 8, address.low());
        } else {
            out.set(Struct.NETWORK_32, at, (int) address.low());
        }
    }

    private static String text(SocketAddress address) {
        String withPort = address.toString();
        return withPort.substring(0, withPort.lastIndexOf(':'));
    }
}
