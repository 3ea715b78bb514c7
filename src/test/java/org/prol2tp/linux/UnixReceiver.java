package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// The other end of a [UnixSocket]: what syslog daemons and systemd listen at.
public final class UnixReceiver implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MOST_OCTETS = 65_536;

    private final int descriptor;

    /// Listens at `address`, a path or `@name`.
    public UnixReceiver(String address) throws LinuxException {
        descriptor = Libc.check(Libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0), "socket");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sockaddr = arena.allocate(110, 8);
            int length = UnixSocket.write(sockaddr, address, "bind");
            Libc.check(Libc.bind(descriptor, sockaddr.address(), length), "bind " + address);
            MemorySegment timeval = arena.allocate(16, 8);
            timeval.set(Struct.NATIVE_64, 0, 10);
            Libc.check(
                    Libc.setsockopt(descriptor, MessageHeader.SOL_SOCKET, SO_RCVTIMEO, timeval.address(), 16),
                    "setsockopt");
        }
    }

    /// The next datagram as text; waits for it up to ten seconds, then throws.
    public String receive() throws LinuxException {
        return receive(0);
    }

    /// Whether nothing waits to be received.
    public boolean isEmpty() {
        try {
            receive(MSG_DONTWAIT);
            return false;
        } catch (LinuxException e) {
            return e.errno() == Errno.EAGAIN;
        }
    }

    private String receive(int flags) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(MOST_OCTETS);
            int octets = Libc.check(Libc.recv(descriptor, memory.address(), MOST_OCTETS, flags), "recv");
            return new String(memory.asSlice(0, octets).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
