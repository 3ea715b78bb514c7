package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// A program that this process started and does not talk to: its standard streams are the null device, it inherits no
/// descriptor that it is not given, and no environment, and it leads a session and a process group of its own. Belongs
/// to one thread.
public final class Child implements AutoCloseable {
    public static final int SIGTERM = 15;
    public static final int SIGKILL = 9;

    /// `pidfd_open`, the same number on every machine; since Linux 5.3.
    private static final int PIDFD_OPEN = 434;

    /// The first number that an inherited descriptor has in the child.
    public static final int FIRST_INHERITED = 3;

    /// In the place of a descriptor: the standard error goes nowhere.
    static final int NULL_DEVICE = -1;

    /// Inherited descriptors have numbers below this in the child.
    static final int INHERITED_MOST = 16;

    private static final short POLLIN = 1;

    private final int pid;
    private final int descriptor;
    private boolean reaped;

    private Child(int pid, int descriptor) {
        this.pid = pid;
        this.descriptor = descriptor;
    }

    /// Starts `file`, a path. It waits for the program to be loaded, which takes a millisecond, but not longer.
    ///
    /// @param arguments what comes after the program's name
    /// @param environment `NAME=value`, all of it
    /// @throws LinuxException if the file is no program, or the machine has no room for one more
    public static Child start(String file, List<String> arguments, List<String> environment) throws LinuxException {
        return start(file, arguments, environment, NULL_DEVICE, List.of());
    }

    /// The same with descriptors that it inherits: its standard error, and [#FIRST_INHERITED] and the following.
    public static Child start(
            String file, List<String> arguments, List<String> environment, int errors, List<Integer> inherited)
            throws LinuxException {
        List<String> withName = new java.util.ArrayList<>(arguments);
        withName.addFirst(file);
        List<Descriptor> duplicates = new java.util.ArrayList<>();
        int pid;
        try {
            // High ones, so that none is in the place of another.
            for (int descriptor : inherited) {
                duplicates.add(Descriptor.duplicateOf(descriptor));
            }
            List<Integer> numbers = duplicates.stream().map(Descriptor::number).toList();
            pid = Libc.check(PosixSpawn.spawn(file, withName, environment, errors, numbers), "posix_spawn " + file);
        } finally {
            duplicates.forEach(Descriptor::close);
        }
        int descriptor = Libc.syscall(PIDFD_OPEN, pid, 0);
        if (descriptor < 0) {
            Libc.kill(-pid, SIGKILL);
            reap(pid);
            throw new LinuxException("pidfd_open " + pid, -descriptor);
        }
        return new Child(pid, descriptor);
    }

    /// To be watched by an [Epoll]: readable when it has ended.
    public int descriptor() {
        return descriptor;
    }

    public int pid() {
        return pid;
    }

    /// Waits until it has ended, at most `timeoutMs`. Returns whether it has.
    public boolean awaitEnd(int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(8, 8);
            poll.set(Struct.NATIVE_32, 0, descriptor);
            poll.set(Struct.NATIVE_16, 4, POLLIN);
            return Libc.poll(poll.address(), 1, timeoutMs) > 0;
        }
    }

    /// Sends a signal to it and to all it started that did not leave its process group. Not after [#reap].
    public void signalGroup(int signal) {
        if (!reaped) {
            Libc.kill(-pid, signal);
        }
    }

    /// After its end: its exit status 0..255, or the negated number of the signal that ended it. Its number is free
    /// from now on.
    public int reap() {
        reaped = true;
        return reap(pid);
    }

    private static int reap(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            int result = Libc.waitpid(pid, status.address(), 0);
            while (result == -Errno.EINTR) {
                result = Libc.waitpid(pid, status.address(), 0);
            }
            int bits = status.get(ValueLayout.JAVA_INT, 0);
            return (bits & 0x7f) != 0 ? -(bits & 0x7f) : bits >>> 8 & 0xff;
        }
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
