package org.prol2tp.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that only its descriptor names, for what another program is to read and nobody else: it is in no folder.
public final class MemoryFile implements AutoCloseable {
    private static final MemorySegment MEMFD_CREATE = Libc.symbol("memfd_create");
    private static final int CLOEXEC = 1;

    private final int descriptor;

    private MemoryFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /// With this content. `name` is for those who look into `/proc`.
    public static MemoryFile of(String name, byte[] content) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemoryFile file = new MemoryFile(Libc.check(
                    Libc.call(MEMFD_CREATE, arena.allocateFrom(name).address(), CLOEXEC, 0, 0, 0, 0), "memfd_create"));
            MemorySegment octets = arena.allocateFrom(ValueLayout.JAVA_BYTE, content);
            int written = Libc.write(file.descriptor, octets.address(), content.length);
            octets.fill((byte) 0);
            if (written != content.length) {
                file.close();
                throw new LinuxException("write to memory", written < 0 ? -written : Errno.ENOSPC);
            }
            return file;
        }
    }

    /// One that somebody kept open. It is the caller's.
    public static MemoryFile adopt(int descriptor) {
        return new MemoryFile(descriptor);
    }

    /// The file as memory, for as long as somebody has the segment, whether the file is closed or not. The file is that
    /// long from now on, if it was shorter.
    public MemorySegment map(long octets) throws LinuxException {
        Path path = Path.of("/proc/self/fd/" + descriptor);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return file.map(FileChannel.MapMode.READ_WRITE, 0, octets, Arena.ofAuto());
        } catch (IOException e) {
            throw new LinuxException("mmap of memory: " + e.getMessage(), Errno.ENOMEM);
        }
    }

    /// To be inherited, see [Child#start].
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }
}
