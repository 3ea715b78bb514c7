package org.prol2tp.linux;

import java.lang.foreign.MemorySegment;

/// An IPv4 or IPv6 address and a port, 0..65535. The address is two numbers in network order: IPv4 has `high` 0 and its
/// 32 bits in `low`.
public record SocketAddress(boolean ipv6, long high, long low, int port) {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    /// Of the longer of the two structures, sockaddr_in6.
    static final int LENGTH_OCTETS = 28;

    int family() {
        return ipv6 ? AF_INET6 : AF_INET;
    }

    /// Writes struct sockaddr_in or sockaddr_in6 and returns its length in octets.
    int write(MemorySegment memory, long offset) {
        return write(memory, offset, ipv6, high, low, port);
    }

    static int write(MemorySegment memory, long offset, boolean ipv6, long high, long low, int port) {
        memory.set(Struct.NATIVE_16, offset, (short) (ipv6 ? AF_INET6 : AF_INET));
        memory.set(Struct.NETWORK_16, offset + 2, (short) port);
        if (!ipv6) {
            memory.set(Struct.NETWORK_32, offset + 4, (int) low);
            memory.set(Struct.NATIVE_64, offset + 8, 0L);
            return 16;
        }
        memory.set(Struct.NATIVE_32, offset + 4, 0);
        memory.set(Struct.NETWORK_64, offset + 8, high);
        memory.set(Struct.NETWORK_64, offset + 16, low);
        memory.set(Struct.NATIVE_32, offset + 24, 0);
        return LENGTH_OCTETS;
    }

    /// Reads what the kernel wrote; an address of another family reads as 0.0.0.0:0.
    static SocketAddress read(MemorySegment memory, long offset) {
        boolean ipv6 = memory.get(Struct.NATIVE_16, offset) == AF_INET6;
        return new SocketAddress(ipv6, high(memory, offset), low(memory, offset), port(memory, offset));
    }

    static long high(MemorySegment memory, long offset) {
        return memory.get(Struct.NATIVE_16, offset) == AF_INET6 ? memory.get(Struct.NETWORK_64, offset + 8) : 0;
    }

    static long low(MemorySegment memory, long offset) {
        return memory.get(Struct.NATIVE_16, offset) == AF_INET6
                ? memory.get(Struct.NETWORK_64, offset + 16)
                : memory.get(Struct.NETWORK_32, offset + 4) & 0xffff_ffffL;
    }

    static int port(MemorySegment memory, long offset) {
        return memory.get(Struct.NETWORK_16, offset + 2) & 0xffff;
    }

    /// For messages: `192.0.2.1:1701`, `[20010db8…]:1701`.
    @Override
    public String toString() {
        return ipv6
                ? "[" + "%016x%016x".formatted(high, low) + "]:" + port
                : (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255) + ":" + port;
    }
}
