package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Waits for many descriptors at once. Descriptors may be added and removed by any thread; one thread waits.
/// Level triggered: what is not read is reported again.
public final class Epoll implements AutoCloseable {
    public static final int READABLE = 0x001;
    public static final int WRITABLE = 0x004;
    /// Reported without being asked for.
    public static final int ERROR = 0x008;
    /// Reported without being asked for.
    public static final int HANG_UP = 0x010;

    private static final int CLOEXEC = 0x80000;
    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;
    /// struct epoll_event is packed on x86-64 only.
    private static final boolean PACKED = Libc.X86_64;

    private static final int TOKEN_OFFSET = PACKED ? 4 : 8;
    private static final int EVENT_OCTETS = PACKED ? 12 : 16;

    private final int descriptor;
    private final int capacity;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment events;

    private Epoll(int descriptor, int capacity) {
        this.descriptor = descriptor;
        this.capacity = capacity;
        this.events = arena.allocate((long) EVENT_OCTETS * capacity, 8);
    }

    /// An epoll that reports at most `capacity` descriptors per wait.
    public static Epoll open(int capacity) throws LinuxException {
        return new Epoll(Libc.check(Libc.epollCreate1(CLOEXEC), "epoll_create1"), capacity);
    }

    /// Watches `fd` for `interest` (a sum of the constants above); `token` comes back with its events.
    public void add(int fd, long token, int interest) throws LinuxException {
        control(CTL_ADD, fd, token, interest);
    }

    /// Changes interest and token.
    public void change(int fd, long token, int interest) throws LinuxException {
        control(CTL_MOD, fd, token, interest);
    }

    /// Watches it no longer.
    public void remove(int fd) throws LinuxException {
        control(CTL_DEL, fd, 0, 0);
    }

    /// Waits at most `timeoutMs` (-1: for ever, 0: not at all) and returns how many descriptors have events; 0 when the
    /// time is over or a signal came.
    public int await(int timeoutMs) {
        int n = Libc.epollWait(descriptor, events.address(), capacity, timeoutMs);
        return Math.max(n, 0);
    }

    /// The token of the `i`th descriptor with events.
    public long token(int i) {
        return events.get(Struct.NATIVE_64, (long) i * EVENT_OCTETS + TOKEN_OFFSET);
    }

    /// The events of the `i`th descriptor with events.
    public int events(int i) {
        return events.get(Struct.NATIVE_32, (long) i * EVENT_OCTETS);
    }

    /// Only after the waiting thread has ended.
    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }

    private void control(int operation, int fd, long token, int interest) throws LinuxException {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment event = scratch.allocate(EVENT_OCTETS, 8);
            event.set(Struct.NATIVE_32, 0, interest);
            event.set(Struct.NATIVE_64, TOKEN_OFFSET, token);
            Libc.check(Libc.epollCtl(descriptor, operation, fd, event.address()), "epoll_ctl");
        }
    }
}
