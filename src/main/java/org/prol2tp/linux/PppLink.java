package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The PPP of one L2TP session in the kernel: a channel that frames of the link protocols (LCP, authentication) are
/// read from and everything is written to, and, from [#openUnit] on, a unit: the network interface, and the control
/// protocols of the network layer. Frames have no address and control field: they begin with the protocol, in two
/// octets. IP stays in the kernel. Any thread.
///
/// Source: linux/if_pppol2tp.h, linux/ppp-ioctl.h.
public final class PppLink implements AutoCloseable {
    /// A frame has at most so many octets: what the kernel keeps of one it receives.
    public static final int FRAME_OCTETS = 65_536;

    private static final int AF_PPPOX = 24;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int PX_PROTO_OL2TP = 1;
    private static final int VERSION_2 = 2;
    private static final int SOCKADDR_PPPOL2TP_OCTETS = 38;
    private static final int SOCKADDR_PPPOL2TP_V3_OCTETS = 46;
    /// Of the four ids, of 16 bits in L2TPv2 and 32 bits in L2TPv3.
    private static final int IDS = 30;
    private static final int OPEN_READ_WRITE_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;

    private static final long PPPIOCGCHAN = 0x80047437L;
    private static final long PPPIOCATTCHAN = 0x40047438L;
    private static final long PPPIOCDISCONN = 0x7439L;
    private static final long PPPIOCCONNECT = 0x4004743aL;
    private static final long PPPIOCNEWUNIT = 0xc004743eL;
    private static final long PPPIOCSNPMODE = 0x4008744bL;
    private static final int NPMODE_PASS = 0;
    private static final int NPMODE_DROP = 1;
    private static final int PPP_IPV4 = 0x21;
    private static final int PPP_IPV6 = 0x57;
    private static final int CLOSED = -1;

    private int socket;
    private int channel = CLOSED;
    private int unit = CLOSED;

    private PppLink(int socket) {
        this.socket = socket;
    }

    /// Connects to a session of PPP that is there, in a tunnel of L2TP's version 2 or 3, and takes its
    /// frames from now on. Nothing that the peer sends from this moment on is lost.
    public static PppLink connect(int version, int tunnelId, int peerTunnelId, int sessionId, int peerSessionId)
            throws LinuxException {
        PppLink link = connectSocket(version, tunnelId, peerTunnelId, sessionId, peerSessionId);
        try {
            link.attachChannel();
            return link;
        } catch (LinuxException e) {
            link.close();
            throw e;
        }
    }

    /// Connects to it, but takes no frames: another program does, which inherits the [#socket].
    public static PppLink connectSocket(int version, int tunnelId, int peerTunnelId, int sessionId, int peerSessionId)
            throws LinuxException {
        PppLink link =
                new PppLink(Libc.check(Libc.socket(AF_PPPOX, SOCK_DGRAM_CLOEXEC, PX_PROTO_OL2TP), "socket(pppol2tp)"));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SOCKADDR_PPPOL2TP_V3_OCTETS + 2, 8);
            address.set(Struct.NATIVE_16, 0, (short) AF_PPPOX);
            address.set(Struct.NATIVE_32, 2, PX_PROTO_OL2TP);
            address.set(Struct.NATIVE_32, 10, -1); // the tunnel is known by its id, not by a socket
            int[] ids = {tunnelId, sessionId, peerTunnelId, peerSessionId};
            for (int i = 0; i < ids.length; i++) {
                if (version == VERSION_2) {
                    address.set(Struct.NATIVE_16, IDS + 2L * i, (short) ids[i]);
                } else {
                    address.set(Struct.NATIVE_32, IDS + 4L * i, ids[i]);
                }
            }
            Libc.check(
                    Libc.connect(
                            link.socket,
                            address.address(),
                            version == VERSION_2 ? SOCKADDR_PPPOL2TP_OCTETS : SOCKADDR_PPPOL2TP_V3_OCTETS),
                    "connect(pppol2tp) session " + Integer.toUnsignedString(tunnelId) + "/"
                            + Integer.toUnsignedString(sessionId));
            return link;
        } catch (LinuxException e) {
            link.close();
            throw e;
        }
    }

    /// Goes on with a session that is connected already, and whose network interface is there: with descriptors of
    /// [#socketDescriptor] and [#unitDescriptor] that another process had. They are the link's from now on,
    /// unless this fails. What the peer sent meanwhile is still there to be read.
    public static PppLink adopt(int socket, int unit) throws LinuxException {
        PppLink link = new PppLink(socket);
        try {
            link.attachChannel();
        } catch (LinuxException e) {
            if (link.channel != CLOSED) {
                Libc.close(link.channel);
            }
            throw e;
        }
        link.unit = unit;
        return link;
    }

    private void attachChannel() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(4, 4);
            Libc.check(Libc.ioctl(socket, PPPIOCGCHAN, number.address()), "ioctl(PPPIOCGCHAN)");
            channel = openPpp();
            Libc.check(Libc.ioctl(channel, PPPIOCATTCHAN, number.address()), "ioctl(PPPIOCATTCHAN)");
        }
    }

    /// Its socket, for another program to inherit.
    public synchronized Descriptor socket() throws LinuxException {
        return Descriptor.duplicateOf(socket);
    }

    /// Whether this kernel has PPP over L2TP, and lets us use it: the exception says what is missing.
    public static void probe() throws LinuxException {
        Libc.close(openPpp());
        Libc.close(Libc.check(Libc.socket(AF_PPPOX, SOCK_DGRAM_CLOEXEC, PX_PROTO_OL2TP), "socket(pppol2tp)"));
    }

    /// Makes the network interface and returns it: it is down, and without addresses. From now on frames of the network
    /// layer's control protocols are read from the unit.
    public synchronized Unit openUnit() throws LinuxException {
        unit = openPpp();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(4, 4);
            number.set(Struct.NATIVE_32, 0, -1);
            Libc.check(Libc.ioctl(unit, PPPIOCNEWUNIT, number.address()), "ioctl(PPPIOCNEWUNIT)");
            Libc.check(Libc.ioctl(channel, PPPIOCCONNECT, number.address()), "ioctl(PPPIOCCONNECT)");
            String name = "ppp" + number.get(Struct.NATIVE_32, 0);
            return new Unit(name, Rtnetlink.indexOf(name));
        } catch (LinuxException e) {
            closeUnit();
            throw e;
        }
    }

    /// The network interface.
    public record Unit(String name, int index) implements NetworkInterface {}

    /// Which protocols pass; packets of others are dropped, both ways.
    public synchronized void pass(boolean ipv4, boolean ipv6) throws LinuxException {
        setMode(PPP_IPV4, ipv4);
        setMode(PPP_IPV6, ipv6);
    }

    /// The network interface goes, and the channel stays.
    public synchronized void closeUnit() {
        if (unit != CLOSED) {
            Libc.ioctl(channel, PPPIOCDISCONN, 0);
            Libc.close(unit);
            unit = CLOSED;
        }
    }

    /// The session's own; it lives as long as this is open somewhere.
    public synchronized int socketDescriptor() {
        return socket;
    }

    /// To be watched by an [Epoll].
    public synchronized int channelDescriptor() {
        return channel;
    }

    /// To be watched by an [Epoll]; -1 if there is no unit. The interface lives as long as this is open somewhere.
    public synchronized int unitDescriptor() {
        return unit;
    }

    /// Reads a frame to `address`: its octets, or a negated error number.
    public synchronized int readChannel(long address, int length) {
        return read(channel, address, length);
    }

    /// The same from the unit.
    public synchronized int readUnit(long address, int length) {
        return read(unit, address, length);
    }

    /// Sends a frame: the octets written, or a negated error number.
    public synchronized int write(long address, int length) {
        return channel == CLOSED ? -Errno.ENODEV : Libc.write(channel, address, length);
    }

    /// The session goes from the kernel, sooner or later.
    @Override
    public synchronized void close() {
        closeUnit();
        if (channel != CLOSED) {
            Libc.close(channel);
            channel = CLOSED;
        }
        if (socket != CLOSED) {
            Libc.close(socket);
            socket = CLOSED;
        }
    }

    private void setMode(int protocol, boolean pass) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mode = arena.allocate(8, 4);
            mode.set(Struct.NATIVE_32, 0, protocol);
            mode.set(Struct.NATIVE_32, 4, pass ? NPMODE_PASS : NPMODE_DROP);
            int result = Libc.ioctl(unit, PPPIOCSNPMODE, mode.address());
            if (pass) {
                Libc.check(result, "ioctl(PPPIOCSNPMODE)"); // a protocol that the kernel has not passes no packets
            }
        }
    }

    private static int read(int descriptor, long address, int length) {
        return descriptor == CLOSED ? -Errno.EAGAIN : Libc.read(descriptor, address, length);
    }

    private static int openPpp() throws LinuxException {
        return Libc.check(Libc.open("/dev/ppp", OPEN_READ_WRITE_NONBLOCK_CLOEXEC), "open /dev/ppp");
    }
}
