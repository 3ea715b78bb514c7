package org.prol2tp.linux;

import java.lang.foreign.Arena;

/// The kernel's switch for IPv6 on one interface.
final class Ipv6Switch {
    private static final int OPEN_WRITE_CLOEXEC = 1 | 0x80000;

    private Ipv6Switch() {}

    static boolean set(String interfaceName, boolean on) {
        int fd = Libc.open("/proc/sys/net/ipv6/conf/" + interfaceName + "/disable_ipv6", OPEN_WRITE_CLOEXEC);
        if (fd < 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            return Libc.write(fd, arena.allocateFrom(on ? "0" : "1").address(), 1) == 1;
        } finally {
            Libc.close(fd);
        }
    }
}
