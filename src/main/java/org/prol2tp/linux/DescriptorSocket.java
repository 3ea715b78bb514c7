package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A Unix socket that texts go through whole and in order, each with descriptors if need be, which are the
/// receiver's too from then on. Belongs to one thread.
///
/// Source: unix(7), cmsg(3).
public final class DescriptorSocket implements AutoCloseable {
    /// A text has at most so many octets.
    public static final int TEXT_OCTETS = 256;

    /// Descriptors in one message: what this project needs.
    public static final int DESCRIPTORS = 4;

    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CTRUNC = 8;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int BACKLOG = 8;
    private static final int CONTROL_OCTETS = 64;
    private static final int CONTROL_HEADER_OCTETS = 16;
    private static final int SOCKADDR_OCTETS = 128;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment text = arena.allocate(TEXT_OCTETS, 8);
    private final MemorySegment control = arena.allocate(CONTROL_OCTETS, 8);
    private final MemorySegment vector = arena.allocate(MessageHeader.VECTOR_OCTETS, 8);
    private final MemorySegment header = arena.allocate(MessageHeader.OCTETS, 8);

    private DescriptorSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Of a socket that is open.
    static DescriptorSocket of(int descriptor) {
        return new DescriptorSocket(descriptor);
    }

    /// What was received.
    ///
    /// @param descriptors the receiver's, to be closed
    /// @param complete false: there were more descriptors than this process could take
    public record Message(String text, List<Integer> descriptors, boolean complete) {}

    /// Connected to who listens at `path`.
    ///
    /// @throws LinuxException with [Errno#ENOENT] or [Errno#ECONNREFUSED] if nobody does
    public static DescriptorSocket connect(String path) throws LinuxException {
        return open(path, SOCK_SEQPACKET);
    }

    /// For datagrams to the socket at `address`: a path, or `@name`.
    public static DescriptorSocket datagram(String address) throws LinuxException {
        return open(address, SOCK_DGRAM);
    }

    private static DescriptorSocket open(String address, int type) throws LinuxException {
        String call = "connect " + address;
        int fd = Libc.check(Libc.socket(AF_UNIX, type | SOCK_CLOEXEC, 0), "socket(unix)");
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment sockaddr = memory.allocate(SOCKADDR_OCTETS, 8);
            int length = UnixSocket.write(sockaddr, address, call);
            Libc.check(Libc.connect(fd, sockaddr.address(), length), call);
            return new DescriptorSocket(fd);
        } catch (LinuxException e) {
            Libc.close(fd);
            throw e;
        }
    }

    /// Listens at `path`, where nothing is yet; only our own user may connect.
    public static DescriptorSocket listen(String path) throws LinuxException {
        String call = "bind " + path;
        int fd = Libc.check(Libc.socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), "socket(unix)");
        int mask = OwnProcess.umask(0177);
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment sockaddr = memory.allocate(SOCKADDR_OCTETS, 8);
            int length = UnixSocket.write(sockaddr, path, call);
            Libc.check(Libc.bind(fd, sockaddr.address(), length), call);
            Libc.check(Libc.listen(fd, BACKLOG), "listen " + path);
            return new DescriptorSocket(fd);
        } catch (LinuxException e) {
            Libc.close(fd);
            throw e;
        } finally {
            OwnProcess.umask(mask);
        }
    }

    /// Takes the next connection; waits for it.
    public DescriptorSocket accept() throws LinuxException {
        return new DescriptorSocket(Libc.check(Libc.accept(descriptor, SOCK_CLOEXEC), "accept"));
    }

    /// To be watched.
    public int descriptor() {
        return descriptor;
    }

    /// Waits until there is something to receive or to accept, or the other side is gone. Empty: there was nothing
    /// within `timeoutMs` (-1: for ever). One of these, the first that is ready.
    public static Optional<DescriptorSocket> await(List<DescriptorSocket> sockets, int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polls = arena.allocate(8L * sockets.size(), 8);
            for (int i = 0; i < sockets.size(); i++) {
                polls.set(Struct.NATIVE_32, 8L * i, sockets.get(i).descriptor);
                polls.set(Struct.NATIVE_16, 8L * i + 4, (short) 1); // POLLIN
            }
            if (Libc.poll(polls.address(), sockets.size(), timeoutMs) <= 0) {
                return Optional.empty();
            }
            for (int i = 0; i < sockets.size(); i++) {
                if (polls.get(Struct.NATIVE_16, 8L * i + 6) != 0) {
                    return Optional.of(sockets.get(i));
                }
            }
            return Optional.empty();
        }
    }

    /// Sends it; waits while the other side is slow. The descriptors stay ours too.
    ///
    /// @throws LinuxException if the other side is gone
    public void send(String what, List<Integer> descriptors) throws LinuxException {
        byte[] octets = what.getBytes(StandardCharsets.UTF_8);
        if (octets.length > TEXT_OCTETS || descriptors.size() > DESCRIPTORS) {
            throw new IllegalArgumentException("too long: " + what);
        }
        MemorySegment.copy(octets, 0, text, ValueLayout.JAVA_BYTE, 0, octets.length);
        int controlOctets = 0;
        if (!descriptors.isEmpty()) {
            int rights = 4 * descriptors.size();
            controlOctets = MessageHeader.controlMessage(control, 0, MessageHeader.SOL_SOCKET, SCM_RIGHTS, rights);
            for (int i = 0; i < descriptors.size(); i++) {
                control.set(Struct.NATIVE_32, CONTROL_HEADER_OCTETS + 4L * i, descriptors.get(i));
            }
        }
        prepare(octets.length, controlOctets);
        int sent = Libc.sendmsg(descriptor, header.address(), MSG_NOSIGNAL);
        while (sent == -Errno.EINTR) {
            sent = Libc.sendmsg(descriptor, header.address(), MSG_NOSIGNAL);
        }
        Libc.check(sent, "sendmsg");
    }

    /// Waits for a text. Empty: the other side is gone.
    public Optional<Message> receive() {
        prepare(TEXT_OCTETS, CONTROL_OCTETS);
        int octets = Libc.recvmsg(descriptor, header.address(), MSG_CMSG_CLOEXEC);
        while (octets == -Errno.EINTR) {
            octets = Libc.recvmsg(descriptor, header.address(), MSG_CMSG_CLOEXEC);
        }
        if (octets <= 0) {
            return Optional.empty();
        }
        int[] taken = rights(MessageHeader.controlLength(header, 0));
        byte[] said = text.asSlice(0, octets).toArray(ValueLayout.JAVA_BYTE);
        return Optional.of(new Message(
                new String(said, StandardCharsets.UTF_8),
                Arrays.stream(taken).boxed().toList(),
                (MessageHeader.flags(header, 0) & MSG_CTRUNC) == 0));
    }

    private int[] rights(int controlOctets) {
        if (controlOctets < CONTROL_HEADER_OCTETS) {
            return new int[0];
        }
        int count = ((int) control.get(Struct.NATIVE_64, 0) - CONTROL_HEADER_OCTETS) / 4;
        int[] descriptors = new int[count];
        for (int i = 0; i < count; i++) {
            descriptors[i] = control.get(Struct.NATIVE_32, CONTROL_HEADER_OCTETS + 4L * i);
        }
        return descriptors;
    }

    private void prepare(int textOctets, int controlOctets) {
        header.fill((byte) 0);
        MessageHeader.vector(vector, 0, text.address(), textOctets);
        MessageHeader.vectors(header, 0, vector.address(), 1);
        MessageHeader.control(header, 0, controlOctets == 0 ? 0 : control.address(), controlOctets);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }
}
