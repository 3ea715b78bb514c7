package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Settings of the kernel that are files below `/proc/sys` and `/sys`.
final class KernelSetting {
    private static final int OPEN_WRITE_CLOEXEC = 1 | 0x80000;

    private KernelSetting() {}

    /// False if the kernel has no such setting, or does not let us.
    static boolean set(String path, int value) {
        int fd = Libc.open(path, OPEN_WRITE_CLOEXEC);
        if (fd < 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(Integer.toString(value));
            return Libc.write(fd, text.address(), text.byteSize() - 1) == text.byteSize() - 1;
        } finally {
            Libc.close(fd);
        }
    }
}
