package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tells when a network interface is set up or down, by whomever. Belongs to one thread.
public final class LinkMonitor implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_NONBLOCK_CLOEXEC = 3 | 0x800 | 0x80000;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOCKADDR_OCTETS = 12;
    private static final int RTMGRP_LINK = 1;
    private static final int RTM_NEWLINK = 16;
    private static final int HEADER_OCTETS = 16;
    private static final int IFINFO_OCTETS = 16;
    private static final int IFF_UP = 1;
    private static final long SIOCGIFFLAGS = 0x8913L;
    private static final int IFREQ_OCTETS = 40;
    private static final int BUFFER_OCTETS = 65_536;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(BUFFER_OCTETS, 8);

    private LinkMonitor(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Takes what the monitor sees.
    public interface Listener {
        /// Something about the interface with this number was changed; what it is like now, [#isUp] tells.
        void changed(int index);

        /// More happened than the kernel keeps: anything may have changed.
        void missed();
    }

    /// Of the network namespace of the calling thread.
    public static LinkMonitor open() throws LinuxException {
        int fd = Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_NONBLOCK_CLOEXEC, 0), "socket(netlink)");
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment address = scratch.allocate(SOCKADDR_OCTETS, 4);
            address.set(Struct.NATIVE_16, 0, (short) AF_NETLINK);
            address.set(Struct.NATIVE_32, 8, RTMGRP_LINK);
            Libc.check(Libc.bind(fd, address.address(), SOCKADDR_OCTETS), "bind(netlink, links)");
            return new LinkMonitor(fd);
        } catch (LinuxException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /// To be watched by an [Epoll].
    public int descriptor() {
        return descriptor;
    }

    /// Reads all there is, without waiting for more.
    public void read(Listener listener) {
        while (true) {
            int length = Libc.recv(descriptor, in.address(), BUFFER_OCTETS, 0);
            if (length == -Errno.ENOBUFS) {
                listener.missed();
            } else if (length <= 0) {
                return;
            } else {
                tell(length, listener);
            }
        }
    }

    private void tell(int length, Listener listener) {
        int at = 0;
        while (at + HEADER_OCTETS + IFINFO_OCTETS <= length) {
            int octets = in.get(Struct.NATIVE_32, at);
            if (octets < HEADER_OCTETS || octets > length - at) {
                return;
            }
            if (in.get(Struct.NATIVE_16, at + 4) == RTM_NEWLINK) {
                listener.changed(in.get(Struct.NATIVE_32, at + HEADER_OCTETS + 4));
            }
            at += octets + 3 & ~3;
        }
    }

    /// Whether the interface with this number is up now.
    ///
    /// @throws LinuxException if there is none
    public static boolean isUp(int index) throws LinuxException {
        byte[] name = Rtnetlink.nameOf(index).getBytes(US_ASCII);
        int socket = Libc.check(Libc.socket(SocketAddress.AF_INET, SOCK_DGRAM_CLOEXEC, 0), "socket");
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment request = scratch.allocate(IFREQ_OCTETS, 8);
            MemorySegment.copy(name, 0, request, ValueLayout.JAVA_BYTE, 0, name.length);
            Libc.check(Libc.ioctl(socket, SIOCGIFFLAGS, request.address()), "interface number " + index);
            return (request.get(Struct.NATIVE_16, 16) & IFF_UP) != 0;
        } finally {
            Libc.close(socket);
        }
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }
}
