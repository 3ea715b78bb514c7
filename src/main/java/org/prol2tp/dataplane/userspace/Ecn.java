package org.prol2tp.dataplane.userspace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// Marks of congestion in IP headers, in and out of a tunnel.
///
/// ```
///             | outer Not-ECT | ECT(0) | ECT(1) | CE
/// inner Not-ECT     Not-ECT     Not-ECT  Not-ECT  drop
///       ECT(0)      ECT(0)      ECT(0)   ECT(1)   CE
///       ECT(1)      ECT(1)      ECT(1)   ECT(1)   CE
///       CE          CE          CE       CE       CE
/// ```
///
/// Source: RFC 6040 §4.1 (normal mode), §4.2.
final class Ecn {
    static final int NOT_ECT = 0;
    static final int ECT_1 = 1;
    static final int ECT_0 = 2;
    static final int CE = 3;

    private static final int IPV4_TOS = 1;
    /// An IPv6 header begins with 4 bits of version and 8 of traffic class.
    private static final int IPV6_SHIFT = 4;

    private Ecn() {}

    /// What the IP packet at `at` says, for the outer header of its message.
    static int of(MemorySegment memory, long at) {
        return Ip.version(memory, at) == 4
                ? Ip.u8(memory, at + IPV4_TOS) & CE
                : Ip.u8(memory, at + 1) >> IPV6_SHIFT & CE;
    }

    /// What comes out of the tunnel; negative: the packet is to be dropped.
    static int combined(int inner, int outer) {
        if (outer == CE) {
            return inner == NOT_ECT ? -1 : CE;
        }
        return inner == ECT_0 && outer == ECT_1 ? ECT_1 : inner;
    }

    /// Gives the IP packet of `octets` at `at` what comes out of the tunnel. False: it is to be dropped.
    static boolean leave(MemorySegment memory, long at, int octets, int outer) {
        int version = octets > 0 ? Ip.version(memory, at) : 0;
        if (octets < (version == 4 ? Ip.IPV4_HEADER_OCTETS : Ip.IPV6_HEADER_OCTETS)) {
            return true; // no IP: nobody marks it
        }
        int inner = of(memory, at);
        int now = combined(inner, outer);
        if (now < 0 || now == inner) {
            return now >= 0;
        }
        if (version == 4) {
            int before = Ip.u16(memory, at);
            int after = before & ~CE | now;
            Ip.put16(memory, at, after);
            Checksum.replace(memory, at + Ip.IPV4_CHECKSUM_AT, before, after);
        } else {
            int second = Ip.u8(memory, at + 1);
            memory.set(JAVA_BYTE, at + 1, (byte) (second & ~(CE << IPV6_SHIFT) | now << IPV6_SHIFT));
        }
        return true;
    }
}
