package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;

/// An unconnected, non-blocking socket of one address family for UDP, or for packets of IP protocol 115
/// (RFC 3931 §4.1.1), read and written in batches. It tells which of this machine's addresses a
/// datagram was sent to and lets the answer leave from there. One thread may receive while another
/// sends.
///
/// What arrives by protocol 115 over IPv4 has its IP header in front; nothing has that is sent.
public final class L2tpSocket implements AutoCloseable {
    private static final int SOCK_DGRAM_CLOEXEC_NONBLOCK = 2 | 0x80000 | 0x800;
    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final int IPPROTO_L2TP = 115;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_NO_CHECK = 11;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_MEMINFO = 55;
    /// Of SO_MEMINFO; the last is SK_MEMINFO_DROPS.
    private static final int MEMINFO_VALUES = 9;
    private static final int UDP_NO_CHECK6_TX = 101;
    private static final int UDP_NO_CHECK6_RX = 102;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    private static final int IPV6_V6ONLY = 26;
    private static final int IP_RECVTOS = 13;
    private static final int IPV6_RECVTCLASS = 66;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPV6_MTU_DISCOVER = 23;
    /// Never cut a datagram in pieces, neither here nor on the way; IPv6 has the same number for it.
    private static final int PMTUDISC_DO = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_ERRQUEUE = 0x2000;
    private static final int BPF_LOAD_OCTET = 0x30;
    private static final int BPF_JUMP_IF_SET = 0x45;
    private static final int BPF_RETURN = 0x06;
    private static final int ERROR_CONTROL_OCTETS = 256;
    /// Of ee_info in struct sock_extended_err.
    private static final int ERROR_VALUE = 8;

    /// -1 once it is closed: its old number may be somebody else's by then.
    private volatile int descriptor;

    private final SocketAddress localAddress;
    private final boolean ipsec;
    private final boolean ip;
    private final boolean receiveOffload;
    private final boolean sendOffload;
    private volatile boolean findsPathMtu;

    private L2tpSocket(
            int descriptor,
            SocketAddress localAddress,
            boolean ipsec,
            boolean ip,
            boolean receiveOffload,
            boolean sendOffload) {
        this.descriptor = descriptor;
        this.localAddress = localAddress;
        this.ipsec = ipsec;
        this.ip = ip;
        this.receiveOffload = receiveOffload;
        this.sendOffload = sendOffload;
    }

    /// How a socket is set.
    ///
    /// @param bufferOctets wanted for each direction; the kernel's limit holds without CAP_NET_ADMIN
    /// @param sharePort bind to an address and port that another socket of this user has, if that one lets it
    /// @param checksums send UDP checksums; without, datagrams over IPv6 that have none are received
    /// @param offload take rows of datagrams as one message where the kernel can (UDP_GRO)
    /// @param ipsec what did not come by IPsec's ESP in transport mode is dropped by the kernel
    public record Options(int bufferOctets, boolean sharePort, boolean checksums, boolean offload, boolean ipsec) {
        /// 8 megabytes each way, checksums, offload, no IPsec asked for.
        public static final Options DEFAULT = new Options(8 << 20, false, true, true, false);

        /// No IPsec asked for.
        public Options(int bufferOctets, boolean sharePort, boolean checksums, boolean offload) {
            this(bufferOctets, sharePort, checksums, offload, false);
        }

        public Options withIpsec(boolean required) {
            return new Options(bufferOctets, sharePort, checksums, offload, required);
        }
    }

    /// A UDP socket bound to `local`; port 0 stands for any free one.
    public static L2tpSocket bind(SocketAddress local, Options options) throws LinuxException {
        int fd = Libc.check(Libc.socket(local.family(), SOCK_DGRAM_CLOEXEC_NONBLOCK, 0), "socket(udp) for " + local);
        return bind(fd, local, options, false);
    }

    /// A socket for IP protocol 115 bound to `local`, whose port is 0. Several may be bound to one
    /// address: each gets everything. Needs CAP_NET_RAW.
    public static L2tpSocket bindIp(SocketAddress local, int bufferOctets) throws LinuxException {
        return bindIp(local, bufferOctets, false);
    }

    /// The same; `ipsec` as in [Options].
    public static L2tpSocket bindIp(SocketAddress local, int bufferOctets, boolean ipsec) throws LinuxException {
        int fd = Libc.check(
                Libc.socket(local.family(), SOCK_RAW_CLOEXEC_NONBLOCK, IPPROTO_L2TP), "socket(l2tp) for " + local);
        return bind(fd, local, new Options(bufferOctets, false, true, false, ipsec), true);
    }

    private static L2tpSocket bind(int fd, SocketAddress local, Options options, boolean ip) throws LinuxException {
        try {
            setBuffer(fd, SO_RCVBUFFORCE, SO_RCVBUF, options.bufferOctets);
            setBuffer(fd, SO_SNDBUFFORCE, SO_SNDBUF, options.bufferOctets);
            if (options.sharePort) {
                set(fd, MessageHeader.SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT");
            }
            if (!options.checksums) {
                sendChecksums(fd, local.ipv6(), false);
            }
            if (local.ipv6()) {
                if (!ip) {
                    set(fd, MessageHeader.SOL_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY");
                }
                set(fd, MessageHeader.SOL_IPV6, MessageHeader.IPV6_RECVPKTINFO, "IPV6_RECVPKTINFO");
                set(fd, MessageHeader.SOL_IPV6, MessageHeader.IPV6_RECVERR, "IPV6_RECVERR");
            } else {
                set(fd, MessageHeader.SOL_IP, MessageHeader.IP_PKTINFO, "IP_PKTINFO");
                set(fd, MessageHeader.SOL_IP, MessageHeader.IP_RECVERR, "IP_RECVERR");
            }
            if (options.ipsec) {
                IpsecPolicy.require(fd, local.ipv6());
            }
            boolean gro = options.offload && Libc.setsockopt(fd, MessageHeader.SOL_UDP, MessageHeader.UDP_GRO, 1) >= 0;
            boolean gso = options.offload
                    && options.checksums
                    && Libc.getsockopt(fd, MessageHeader.SOL_UDP, MessageHeader.UDP_SEGMENT) >= 0;
            return new L2tpSocket(fd, bindTo(fd, local, ip), options.ipsec, ip, gro, gso);
        } catch (LinuxException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /// A second socket at the same address and port, with a buffer of its own, which gets the control
    /// messages that arrive from now on: a flood of data does not push them out. Where the kernel cannot
    /// tell them from data, it gets part of either.
    public L2tpSocket openForControl(int bufferOctets) throws LinuxException {
        L2tpSocket second = openBeside(localAddress, new Options(bufferOctets, true, true, receiveOffload, ipsec));
        attachSelection();
        return second;
    }

    /// Of the sockets at one port in the order they were bound: number 1 for datagrams that begin with a set T bit
    /// (RFC 2661 §3.1), else number 0. A program of classic BPF, which sees a datagram behind its UDP header.
    private void attachSelection() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = arena.allocateFrom(
                    Struct.NATIVE_64,
                    instruction(BPF_LOAD_OCTET, 0, 0, 0),
                    instruction(BPF_JUMP_IF_SET, 0, 1, 0x80),
                    instruction(BPF_RETURN, 0, 0, 1),
                    instruction(BPF_RETURN, 0, 0, 0));
            MemorySegment described = arena.allocate(16, 8); // struct sock_fprog: length, address
            described.set(Struct.NATIVE_16, 0, (short) 4);
            described.set(Struct.NATIVE_64, 8, program.address());
            Libc.setsockopt(descriptor, MessageHeader.SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, described.address(), 16);
        }
    }

    /// struct sock_filter: 16 bits of code, 8 and 8 of jumps, 32 of operand.
    private static long instruction(int code, int ifTrue, int ifFalse, int operand) {
        return (long) operand << 32 | (long) ifFalse << 24 | (long) ifTrue << 16 | code;
    }

    /// A second socket at the same address and port that sends without UDP checksums, and without rows. It may get some
    /// of what arrives, so it must be read too. Both receive datagrams over IPv6 without one.
    public L2tpSocket openUnchecked(int bufferOctets) throws LinuxException {
        if (localAddress.ipv6()) {
            set(descriptor, MessageHeader.SOL_UDP, UDP_NO_CHECK6_RX, "UDP_NO_CHECK6_RX");
        }
        L2tpSocket second = openBeside(localAddress, new Options(bufferOctets, true, false, receiveOffload, ipsec));
        if (findsPathMtu) {
            second.findPathMtu();
        }
        return second;
    }

    /// A second UDP socket at the same port, bound to `local` and connected to `peer`: what comes from there arrives at
    /// it, and before that moment what comes from elsewhere may too.
    public L2tpSocket openConnected(SocketAddress local, SocketAddress peer, boolean checksums) throws LinuxException {
        Options options = new Options(Options.DEFAULT.bufferOctets, true, checksums, false, ipsec);
        L2tpSocket second = openBeside(local, options);
        try {
            second.connect(peer);
            return second;
        } catch (LinuxException e) {
            second.close();
            throw e;
        }
    }

    /// One of [#openConnected] that another process had; what it required of the kernel it still does.
    public static L2tpSocket adopt(int descriptor) throws LinuxException {
        return new L2tpSocket(descriptor, boundTo(descriptor), false, false, false, false);
    }

    /// From now on it is for datagrams from and to `peer` alone.
    public void connect(SocketAddress peer) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(32, 16);
            Libc.check(Libc.connect(descriptor, address.address(), peer.write(address, 0)), "connect " + peer);
        }
    }

    /// Whether UDP checksums are sent; without, datagrams over IPv6 that have none are received.
    public void sendChecksums(boolean on) throws LinuxException {
        sendChecksums(descriptor, localAddress.ipv6(), on);
    }

    /// IPv6 has its options of its own, since there a datagram without checksum is dropped (RFC 6935 §5).
    private static void sendChecksums(int fd, boolean ipv6, boolean on) throws LinuxException {
        int off = on ? 0 : 1;
        if (ipv6) {
            Libc.check(
                    Libc.setsockopt(fd, MessageHeader.SOL_UDP, UDP_NO_CHECK6_TX, off), "setsockopt(UDP_NO_CHECK6_TX)");
            Libc.check(
                    Libc.setsockopt(fd, MessageHeader.SOL_UDP, UDP_NO_CHECK6_RX, off), "setsockopt(UDP_NO_CHECK6_RX)");
        } else {
            Libc.check(Libc.setsockopt(fd, MessageHeader.SOL_SOCKET, SO_NO_CHECK, off), "setsockopt(SO_NO_CHECK)");
        }
    }

    /// This socket was bound while no other could share its port: so whoever else asks for the port does not get it,
    /// unless he is the same user and asks for a share.
    private L2tpSocket openBeside(SocketAddress local, Options options) throws LinuxException {
        set(descriptor, MessageHeader.SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT");
        return bind(local, options);
    }

    /// From now on no datagram is cut in pieces on its way. One that is too long for the path is lost,
    /// and [#nextError] then tells how long one may be.
    public void findPathMtu() throws LinuxException {
        boolean ipv6 = localAddress.ipv6();
        int level = ipv6 ? MessageHeader.SOL_IPV6 : MessageHeader.SOL_IP;
        Libc.check(
                Libc.setsockopt(descriptor, level, ipv6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER, PMTUDISC_DO),
                "setsockopt(IP_MTU_DISCOVER)");
        findsPathMtu = true;
    }

    /// From now on [ReceiveBatch#trafficClass] tells each message's.
    public void tellTrafficClass() throws LinuxException {
        boolean ipv6 = localAddress.ipv6();
        int level = ipv6 ? MessageHeader.SOL_IPV6 : MessageHeader.SOL_IP;
        set(descriptor, level, ipv6 ? IPV6_RECVTCLASS : IP_RECVTOS, "IP_RECVTOS");
    }

    /// So many sessions [#receiveSessions] may tell apart.
    public static final int SESSIONS = SocketFilter.LONGEST;

    /// Of protocol 115: from now on only packets that begin with one of these Session IDs arrive (0: control messages);
    /// the kernel drops the others. Empty: all arrive.
    public void receiveSessions(Optional<Set<Integer>> ids) throws LinuxException {
        if (ids.isPresent()) {
            SocketFilter.passSessions(descriptor, localAddress.ipv6(), ids.get());
        } else {
            SocketFilter.passAll(descriptor);
        }
    }

    /// To be watched by an [Epoll]: readable when datagrams wait, [Epoll#ERROR] when an ICMP error
    /// does.
    public int descriptor() {
        return descriptor;
    }

    /// Whether it is for IP protocol 115; else for UDP.
    public boolean isIp() {
        return ip;
    }

    /// How many datagrams the kernel dropped that were for it: for want of room, or of the IPsec that it requires. 0
    /// once it is closed. Any thread.
    public long dropped() {
        return Integer.toUnsignedLong(Libc.lastOf(descriptor, MessageHeader.SOL_SOCKET, SO_MEMINFO, MEMINFO_VALUES));
    }

    /// Address and port it is bound to.
    public SocketAddress localAddress() {
        return localAddress;
    }

    /// Whether rows of datagrams may arrive as one message.
    public boolean receivesRows() {
        return receiveOffload;
    }

    /// Whether [SendBatch#segment] may be used.
    public boolean sendsRows() {
        return sendOffload;
    }

    /// Receives what is there, up to the batch's capacity: how many messages, or a negated error number
    /// ([Errno#EAGAIN]: nothing is there; the likes of [Errno#ECONNREFUSED]: an earlier datagram was
    /// refused, see [#nextError]).
    public int receive(ReceiveBatch batch) {
        int n = Libc.recvmmsg(descriptor, batch.prepare(), batch.capacity(), MSG_DONTWAIT);
        batch.received(Math.max(n, 0));
        return n;
    }

    /// Sends the messages of `batch` from number `first` on: how many were sent, or the negated error
    /// number of the first. An error that an earlier datagram caused is reported once in this place; a
    /// second try sends.
    public int send(SendBatch batch, int first) {
        return Libc.sendmmsg(descriptor, batch.headersFrom(first), batch.count() - first, MSG_DONTWAIT);
    }

    /// What the network said about an earlier datagram.
    ///
    /// @param peer where that datagram went
    /// @param mtu what the path carries at most, in octets with the IP header, if that datagram was too
    ///     long ([Errno#EMSGSIZE]); else 0
    public record NetworkError(SocketAddress peer, int errno, int mtu) {}

    /// Takes the next ICMP error off the socket's queue.
    public Optional<NetworkError> nextError() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(32, 16);
            MemorySegment control = arena.allocate(ERROR_CONTROL_OCTETS, 16);
            MemorySegment header = arena.allocate(MessageHeader.OCTETS, 16);
            MessageHeader.name(header, 0, name.address(), SocketAddress.LENGTH_OCTETS);
            MessageHeader.control(header, 0, control.address(), ERROR_CONTROL_OCTETS);
            if (Libc.recvmsg(descriptor, header.address(), MSG_ERRQUEUE | MSG_DONTWAIT) < 0) {
                return Optional.empty();
            }
            int at = extendedError(control, MessageHeader.controlLength(header, 0));
            int errno = at < 0 ? 0 : control.get(Struct.NATIVE_32, at);
            int mtu = errno == Errno.EMSGSIZE ? control.get(Struct.NATIVE_32, at + ERROR_VALUE) : 0;
            return Optional.of(new NetworkError(SocketAddress.read(name, 0), errno, mtu));
        }
    }

    @Override
    public void close() {
        int closing = descriptor;
        descriptor = -1;
        Libc.close(closing);
    }

    /// Where struct sock_extended_err is, which begins with the error number; -1 if it is not there.
    private static int extendedError(MemorySegment control, int length) {
        int at = 0;
        while (length - at >= 20) {
            long octets = control.get(Struct.NATIVE_64, at);
            int level = control.get(Struct.NATIVE_32, at + 8);
            int type = control.get(Struct.NATIVE_32, at + 12);
            if (level == MessageHeader.SOL_IP && type == MessageHeader.IP_RECVERR
                    || level == MessageHeader.SOL_IPV6 && type == MessageHeader.IPV6_RECVERR) {
                return at + 16;
            }
            if (octets < 16 || octets > length - at) {
                return -1;
            }
            at += (int) (octets + 7 & ~7L);
        }
        return -1;
    }

    private static void setBuffer(int fd, int forceOption, int option, int octets) throws LinuxException {
        if (Libc.setsockopt(fd, MessageHeader.SOL_SOCKET, forceOption, octets) < 0) {
            Libc.check(Libc.setsockopt(fd, MessageHeader.SOL_SOCKET, option, octets), "setsockopt(socket buffer)");
        }
    }

    private static void set(int fd, int level, int option, String name) throws LinuxException {
        Libc.check(Libc.setsockopt(fd, level, option, 1), "setsockopt(" + name + ")");
    }

    private static SocketAddress bindTo(int fd, SocketAddress local, boolean ip) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(32, 16);
            Libc.check(Libc.bind(fd, address.address(), local.write(address, 0)), "bind " + local);
            SocketAddress bound = boundTo(fd);
            // In the place of a port the kernel tells the protocol.
            return ip ? new SocketAddress(bound.ipv6(), bound.high(), bound.low(), 0) : bound;
        }
    }

    /// Where a socket is bound, whatever it is for.
    static SocketAddress boundTo(int fd) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(32, 16);
            MemorySegment length = arena.allocate(4, 4);
            length.set(Struct.NATIVE_32, 0, SocketAddress.LENGTH_OCTETS);
            Libc.check(Libc.getsockname(fd, address.address(), length.address()), "getsockname");
            return SocketAddress.read(address, 0);
        }
    }
}
