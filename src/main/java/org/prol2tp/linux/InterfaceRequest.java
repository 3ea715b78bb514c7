package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Requests about one interface by ioctl(2) and struct ifreq: its name, 16 octets, and a union.
///
/// Source: netdevice(7).
final class InterfaceRequest {
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int OCTETS = 40;
    private static final int BEHIND_NAME = 16;

    private InterfaceRequest() {}

    /// Asks in the network namespace of the calling thread.
    ///
    /// @param behindName what is in the union before, an address for instance
    /// @param what names the request in an error
    /// @return the 32 bits behind the name afterwards
    static int ask(String name, long request, long behindName, String what) throws LinuxException {
        int socket = Libc.check(Libc.socket(SocketAddress.AF_INET, SOCK_DGRAM_CLOEXEC, 0), "socket");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ifreq = arena.allocate(OCTETS, 8);
            byte[] octets = name.getBytes(US_ASCII);
            MemorySegment.copy(octets, 0, ifreq, ValueLayout.JAVA_BYTE, 0, Math.min(octets.length, Tun.NAME_OCTETS));
            ifreq.set(Struct.NATIVE_64, BEHIND_NAME, behindName);
            Libc.check(Libc.ioctl(socket, request, ifreq.address()), what);
            return ifreq.get(Struct.NATIVE_32, BEHIND_NAME);
        } finally {
            Libc.close(socket);
        }
    }
}
