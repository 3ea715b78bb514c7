package org.prol2tp.linux;

import java.lang.foreign.MemorySegment;

/// A descriptor of our own for something that somebody else may close.
public final class Descriptor implements AutoCloseable {
    private static final MemorySegment FCNTL = Libc.symbol("fcntl");
    private static final int F_DUPFD_CLOEXEC = 1030;

    private static final int CLOEXEC = 0x80000;

    private final int number;

    private Descriptor(int number) {
        this.number = number;
    }

    /// A file, to be read.
    public static Descriptor open(String path) throws LinuxException {
        return new Descriptor(Libc.check(Libc.open(path, CLOEXEC), "open " + path));
    }

    static Descriptor duplicateOf(int number) throws LinuxException {
        return new Descriptor(
                Libc.check(Libc.call(FCNTL, number, F_DUPFD_CLOEXEC, Child.INHERITED_MOST, 0, 0, 0), "fcntl(dup)"));
    }

    public int number() {
        return number;
    }

    @Override
    public void close() {
        Libc.close(number);
    }
}
