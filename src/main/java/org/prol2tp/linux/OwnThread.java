package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What the calling thread sets about itself, and so about the programs that it starts. For good.
public final class OwnThread {
    private static final MemorySegment CAPSET = Libc.symbol("capset");
    private static final MemorySegment PRCTL = Libc.symbol("prctl");
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;

    private OwnThread() {}

    /// It has no capabilities any more, and neither have programs that it starts, whoever they run as and whatever
    /// their files say: capabilities(7), PR_SET_NO_NEW_PRIVS.
    public static void dropCapabilities() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment none = arena.allocate(8 + 24, 8); // version and thread, then twice three sets
            none.set(Struct.NATIVE_32, 0, CAPABILITY_VERSION_3);
            Libc.check(Libc.call(PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0), "prctl(PR_SET_NO_NEW_PRIVS)");
            Libc.check(Libc.call(CAPSET, none.address(), none.address() + 8, 0, 0, 0, 0), "capset");
        }
    }
}
