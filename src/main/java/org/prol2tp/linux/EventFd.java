package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Wakes a thread that waits in an [Epoll].
public final class EventFd implements AutoCloseable {
    private static final int CLOEXEC_NONBLOCK = 0x80800;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocate(8, 8);
    private final MemorySegment taken = arena.allocate(8, 8);

    private EventFd(int descriptor) {
        this.descriptor = descriptor;
        one.set(Struct.NATIVE_64, 0, 1);
    }

    public static EventFd open() throws LinuxException {
        return new EventFd(Libc.check(Libc.eventfd(0, CLOEXEC_NONBLOCK), "eventfd"));
    }

    /// To be added to the [Epoll] as readable.
    public int descriptor() {
        return descriptor;
    }

    /// Makes the descriptor readable. Any thread.
    public void wake() {
        Libc.write(descriptor, one.address(), 8);
    }

    /// Makes it unreadable again. The woken thread calls it before it looks for its work.
    public void drain() {
        Libc.read(descriptor, taken.address(), 8);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }
}
