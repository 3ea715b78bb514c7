package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The service manager's end of [DescriptorSocket#datagram].
public final class DescriptorReceiver {
    private DescriptorReceiver() {}

    /// Listens for datagrams at the path `address`.
    public static DescriptorSocket at(String address) throws LinuxException {
        int fd = Libc.check(Libc.socket(1, 2 | 0x80000, 0), "socket");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sockaddr = arena.allocate(110, 8);
            int length = UnixSocket.write(sockaddr, address, "bind");
            Libc.check(Libc.bind(fd, sockaddr.address(), length), "bind " + address);
        }
        return DescriptorSocket.of(fd);
    }
}
