package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// A Unix socket that is connected to a program's and sends to it: the datagrams of syslog, of systemd's journal and of
/// its readiness protocol, none of which the JDK has. Belongs to one thread at a time.
public final class UnixSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SO_SNDTIMEO = 21;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    /// sockaddr_un: 16 bits of family, 108 octets of path.
    private static final int MAX_PATH_OCTETS = 107;

    private final int descriptor;
    private final boolean stream;
    private final Arena arena = Arena.ofShared();
    private MemorySegment buffer = arena.allocate(1024, 8);

    private UnixSocket(int descriptor, boolean stream) {
        this.descriptor = descriptor;
        this.stream = stream;
    }

    /// A datagram socket connected to the one at `address`: a path, or `@name` for one of the abstract namespace.
    public static UnixSocket datagram(String address) throws LinuxException {
        return connect(address, SOCK_DGRAM);
    }

    /// A stream socket connected to `address`.
    public static UnixSocket stream(String address) throws LinuxException {
        return connect(address, SOCK_STREAM);
    }

    private static UnixSocket connect(String address, int type) throws LinuxException {
        String call = "connect " + address;
        int fd = Libc.check(Libc.socket(AF_UNIX, type | SOCK_CLOEXEC, 0), "socket(unix)");
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment sockaddr = memory.allocate(2 + MAX_PATH_OCTETS + 1, 8);
            int length = write(sockaddr, address, call);
            Libc.check(Libc.connect(fd, sockaddr.address(), length), call);
            return new UnixSocket(fd, type == SOCK_STREAM);
        } catch (LinuxException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /// Writes struct sockaddr_un and returns its length: unix(7).
    static int write(MemorySegment sockaddr, String address, String call) throws LinuxException {
        byte[] octets = address.getBytes(StandardCharsets.UTF_8);
        if (octets.length == 0 || octets.length > MAX_PATH_OCTETS) {
            throw new LinuxException(call, Errno.EINVAL);
        }
        boolean isAbstract = octets[0] == '@';
        sockaddr.set(Struct.NATIVE_16, 0, (short) AF_UNIX);
        MemorySegment.copy(octets, 0, sockaddr, ValueLayout.JAVA_BYTE, 2, octets.length);
        if (isAbstract) {
            sockaddr.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
        }
        return 2 + octets.length + (isAbstract ? 0 : 1);
    }

    /// Whether it is a stream: what is sent needs an end of its own.
    public boolean isStream() {
        return stream;
    }

    /// How long [#send] may wait where the other side is slow; then it gives [Errno#EAGAIN].
    public void timeout(int milliseconds) throws LinuxException {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment timeval = memory.allocate(16, 8);
            timeval.set(Struct.NATIVE_64, 0, milliseconds / 1000);
            timeval.set(Struct.NATIVE_64, 8, milliseconds % 1000 * 1000L);
            Libc.check(
                    Libc.setsockopt(descriptor, MessageHeader.SOL_SOCKET, SO_SNDTIMEO, timeval.address(), 16),
                    "setsockopt(SO_SNDTIMEO)");
        }
    }

    /// Sends the octets: how many went, or a negated error number. Waits for the other side, up to the timeout, only
    /// with `mayWait`.
    public int send(byte[] octets, boolean mayWait) {
        if (octets.length > buffer.byteSize()) {
            buffer = arena.allocate(octets.length, 8);
        }
        MemorySegment.copy(octets, 0, buffer, ValueLayout.JAVA_BYTE, 0, octets.length);
        return Libc.send(descriptor, buffer.address(), octets.length, MSG_NOSIGNAL | (mayWait ? 0 : MSG_DONTWAIT));
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }
}
