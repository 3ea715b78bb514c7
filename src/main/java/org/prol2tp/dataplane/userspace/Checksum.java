package org.prol2tp.dataplane.userspace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// The Internet checksum (RFC 1071). Sums are kept in this machine's byte order, as the octets lie in memory; a folded
/// sum is therefore written with [#put], not as a number in network order.
final class Checksum {
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final long LOW = 0xffff_ffffL;

    private Checksum() {}

    /// Adds `octets` octets at `at` to `sum`. An odd last octet counts as if a zero followed.
    static long add(MemorySegment memory, long at, int octets, long sum) {
        long total = sum;
        int words = octets >>> 3;
        // As plain as this, the compiler makes vector instructions of it: a quarter of the time of a loop unrolled by
        // hand.
        for (int i = 0; i < words; i++) {
            long w = memory.get(JAVA_LONG_UNALIGNED, at + 8L * i);
            total += (w & LOW) + (w >>> 32);
        }
        int i = words << 3;
        for (; i + 2 <= octets; i += 2) {
            total += memory.get(JAVA_SHORT_UNALIGNED, at + i) & 0xffff;
        }
        if (i < octets) {
            int last = memory.get(JAVA_BYTE, at + i) & 0xff;
            total += LITTLE ? last : last << 8;
        }
        return total;
    }

    /// Adds a 16-bit number as it would lie in memory in network order.
    static long addNumber(int number, long sum) {
        return sum + (LITTLE ? Short.toUnsignedInt(Short.reverseBytes((short) number)) : number);
    }

    /// Adds the pseudo header of TCP and UDP: addresses, protocol, length (RFC 9293 §3.1, RFC 8200 §8.1). `octets`
    /// below
    /// 65,536.
    static long addPseudoHeader(MemorySegment memory, long ipAt, boolean ipv6, int protocol, int octets, long sum) {
        long addresses = ipv6 ? add(memory, ipAt + 8, 32, sum) : add(memory, ipAt + 12, 8, sum);
        return addNumber(octets, addNumber(protocol, addresses));
    }

    /// 16 bits, carries added in.
    static int fold(long sum) {
        long s = (sum & LOW) + (sum >>> 32);
        s = (s & 0xffff) + (s >>> 16);
        s = (s & 0xffff) + (s >>> 16);
        return (int) ((s & 0xffff) + (s >>> 16));
    }

    /// Whether a sum that includes the checksum field is right.
    static boolean isRight(long sum) {
        return fold(sum) == 0xffff;
    }

    /// Writes the folded sum itself: what is left to the kernel or to hardware to complete.
    static void putPartial(MemorySegment memory, long at, long sum) {
        memory.set(JAVA_SHORT_UNALIGNED, at, (short) fold(sum));
    }

    /// Writes the checksum. A TCP or UDP checksum of 0 is written as its twin FFFF: for UDP 0 means "none".
    static void put(MemorySegment memory, long at, long sum) {
        int complement = ~fold(sum) & 0xffff;
        memory.set(JAVA_SHORT_UNALIGNED, at, (short) (complement == 0 ? 0xffff : complement));
    }

    /// Writes the checksum of an IPv4 header, whose checksum field is taken as 0.
    static void putIpv4Header(MemorySegment memory, long ipAt, int octets) {
        memory.set(JAVA_SHORT_UNALIGNED, ipAt + 10, (short) 0);
        memory.set(JAVA_SHORT_UNALIGNED, ipAt + 10, (short) ~fold(add(memory, ipAt, octets, 0)));
    }

    /// Makes a checksum right again after a 16-bit word that it covers was changed, both as numbers: RFC 1624 §3.
    static void replace(MemorySegment memory, long at, int before, int after) {
        int sum = (~Ip.u16(memory, at) & 0xffff) + (~before & 0xffff) + after;
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        Ip.put16(memory, at, ~sum);
    }
}
