package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What a daemon sets about its own process.
public final class OwnProcess {
    private static final int OPEN_READ_WRITE = 2;
    private static final int STANDARD_ERROR = 2;
    private static final int RLIMIT_NOFILE = 7;
    private static final int SIG_DFL = 0;
    private static final long SIG_IGN = 1;
    /// 152 with glibc, less with others.
    private static final int SIGACTION_OCTETS = 256;

    private OwnProcess() {}

    /// Leaves the terminal: a session of its own, without one. Not for the leader of a process group.
    public static void newSession() throws LinuxException {
        Libc.check(Libc.setsid(), "setsid");
    }

    /// What files made from now on do not allow, such as 027 (octal). Returns what it was before.
    public static int umask(int mask) {
        return Libc.umask(mask);
    }

    /// Makes `folder` the one that relative paths begin in. Java's own relative paths do not follow reliably: make them
    /// absolute before.
    public static void enterFolder(String folder) throws LinuxException {
        Libc.check(Libc.chdir(folder), "chdir " + folder);
    }

    /// Gives a signal that the starter of this process had it ignore (`nohup` does that to HUP, a shell's `&` to INT)
    /// its
    /// default effect. Without this the JVM leaves HUP, INT and TERM ignored, whatever handler it is given.
    public static void heed(int signal) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(SIGACTION_OCTETS, 8); // the handler comes first
            Libc.check(Libc.sigaction(signal, 0, action.address()), "sigaction");
            if (action.get(Struct.NATIVE_64, 0) == SIG_IGN) {
                Libc.check(Libc.sigaction(signal, action.fill((byte) SIG_DFL).address(), 0), "sigaction");
            }
        }
    }

    /// Ends the process at once: no shutdown hooks, nothing is flushed. A JVM that ends in its own
    /// way waits up to 0.3 s for threads in native code, such as the one that waits for the end of a
    /// child.
    public static void exitNow(int status) {
        Libc.exit(status);
    }

    /// Puts standard input, output and error on the null device.
    public static void silence() throws LinuxException {
        int fd = Libc.check(Libc.open("/dev/null", OPEN_READ_WRITE), "open /dev/null");
        try {
            for (int standard = 0; standard <= STANDARD_ERROR; standard++) {
                Libc.check(Libc.dup2(fd, standard), "dup2");
            }
        } finally {
            if (fd > STANDARD_ERROR) {
                Libc.close(fd);
            }
        }
    }

    /// How many descriptors may be open (RLIMIT_NOFILE, the soft limit; the JVM raises it to the hard one at its
    /// start).
    public static long mostOpenFiles() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(16, 8);
            Libc.check(Libc.getrlimit(RLIMIT_NOFILE, limits.address()), "getrlimit(RLIMIT_NOFILE)");
            long soft = limits.get(Struct.NATIVE_64, 0);
            return soft < 0 ? Long.MAX_VALUE : soft; // RLIM_INFINITY
        }
    }
}
