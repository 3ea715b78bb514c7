package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A small file that one process at a time holds (flock(2)): the lock ends with the process, however that ends, so that
/// a file left over is never taken for a live holder's, nor another process with its number.
public final class LockedFile implements AutoCloseable {
    /// O_RDWR, O_CREAT, O_NOFOLLOW, O_CLOEXEC.
    private static final int OPEN_FLAGS = 2 | 0x40 | noFollow() | 0x80000;

    private static final int READABLE_BY_ALL = 0644;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int MOST_OCTETS = 64;

    private final int descriptor;

    private LockedFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /// O_NOFOLLOW differs: asm/fcntl.h of arm64 and ppc64 has its own.
    private static int noFollow() {
        return switch (System.getProperty("os.arch", "")) {
            case "aarch64", "arm", "ppc64", "ppc64le" -> 0x8000;
            default -> 0x20000;
        };
    }

    /// Opens the file, makes it where there is none, and locks it; empty if another holds it. A symbolic link is
    /// refused ([Errno#ELOOP]).
    public static Optional<LockedFile> hold(String path) throws LinuxException {
        int fd = Libc.check(Libc.open(path, OPEN_FLAGS, READABLE_BY_ALL), "open " + path);
        int r = Libc.flock(fd, LOCK_EX_NB);
        if (r < 0) {
            Libc.close(fd);
            if (r == -Errno.EAGAIN) {
                return Optional.empty();
            }
            throw new LinuxException("flock " + path, -r);
        }
        return Optional.of(new LockedFile(fd));
    }

    /// A path of the file itself, whatever has become of the one it was opened by.
    public String ownPath() {
        return "/proc/self/fd/" + descriptor;
    }

    /// Replaces the file's content; at most 64 octets.
    public void write(String text) throws LinuxException {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        if (octets.length > MOST_OCTETS) {
            throw new LinuxException("write", Errno.EMSGSIZE);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(MOST_OCTETS);
            MemorySegment.copy(octets, 0, memory, ValueLayout.JAVA_BYTE, 0, octets.length);
            Libc.check(Libc.ftruncate(descriptor, 0), "ftruncate");
            Libc.check(Libc.write(descriptor, memory.address(), octets.length), "write");
        }
    }

    /// Gives the lock up.
    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
