package org.prol2tp.linux;

/// The network namespace of the calling thread. Sockets and devices belong to the namespace of the thread that makes
/// them.
public final class NetworkNamespace {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int OPEN_READ_CLOEXEC = 0x80000;

    private NetworkNamespace() {}

    /// Gives the calling thread a new, empty network namespace, which lives as long as something is in it.
    public static void unshare() throws LinuxException {
        Libc.check(Libc.unshare(CLONE_NEWNET), "unshare(CLONE_NEWNET)");
    }

    /// Moves the calling thread into the namespace of that file, for example `/run/netns/left`.
    public static void enter(String file) throws LinuxException {
        int fd = Libc.check(Libc.open(file, OPEN_READ_CLOEXEC), "open " + file);
        int r = Libc.setns(fd, CLONE_NEWNET);
        Libc.close(fd);
        Libc.check(r, "setns " + file);
    }
}
