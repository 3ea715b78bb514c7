package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What another program writes, for us to read: its end is inherited, ours does not block. Belongs to one thread.
public final class Pipe implements AutoCloseable {
    private static final MemorySegment PIPE2 = Libc.symbol("pipe2");
    private static final MemorySegment FCNTL = Libc.symbol("fcntl");
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final int F_SETFL = 4;
    private static final int CLOSED = -1;
    private static final int OCTETS = 4096;

    private final int readEnd;
    private int writeEnd;

    private Pipe(int readEnd, int writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    public static Pipe open() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 4);
            Libc.check(Libc.call(PIPE2, ends.address(), CLOEXEC, 0, 0, 0, 0), "pipe2");
            Pipe pipe = new Pipe(ends.get(Struct.NATIVE_32, 0), ends.get(Struct.NATIVE_32, 4));
            Libc.call(FCNTL, pipe.readEnd, F_SETFL, NONBLOCK, 0, 0, 0);
            return pipe;
        }
    }

    /// To be watched by an [Epoll].
    public int readDescriptor() {
        return readEnd;
    }

    /// To be inherited, see [Child#start].
    public int writeDescriptor() {
        return writeEnd;
    }

    /// Only the program that inherited it has the other end from now on.
    public void closeWriteEnd() {
        if (writeEnd != CLOSED) {
            Libc.close(writeEnd);
            writeEnd = CLOSED;
        }
    }

    /// What is there now, a few thousand octets at most; none: nothing is there, or nobody can write any more.
    public byte[] read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(OCTETS);
            int octets = Libc.read(readEnd, buffer.address(), OCTETS);
            return octets <= 0 ? new byte[0] : buffer.asSlice(0, octets).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    @Override
    public void close() {
        closeWriteEnd();
        Libc.close(readEnd);
    }
}
