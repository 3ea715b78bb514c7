package org.prol2tp.dataplane.userspace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Fields of IPv4, IPv6, TCP and UDP headers, read and written in place.
final class Ip {
    static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final int IPV4_HEADER_OCTETS = 20;
    static final int IPV6_HEADER_OCTETS = 40;
    static final int UDP_HEADER_OCTETS = 8;
    static final int TCP_HEADER_OCTETS = 20;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int IPV4_CHECKSUM_AT = 10;
    static final int TCP_CHECKSUM_AT = 16;
    static final int UDP_CHECKSUM_AT = 6;
    static final int FIN = 0x01;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    static final int CWR = 0x80;
    static final int DONT_FRAGMENT = 0x4000;

    private static final int IPV6_NEXT_AT = 6;
    private static final int HOP_BY_HOP = 0;
    private static final int ICMPV6 = 58;
    private static final int HOP_BY_HOP_OCTETS = 8;
    private static final int ROUTER_SOLICITATION = 133;
    private static final int ROUTER_ADVERTISEMENT = 134;
    private static final int MLD_QUERY = 130;
    private static final int MLD_DONE = 132;
    private static final int MLD_V2_REPORT = 143;

    private Ip() {}

    /// Whether an IPv6 packet is one that hosts and routers send of themselves: router solicitations and
    /// advertisements (RFC 4861 §4.1, §4.2), and MLD, which has a hop-by-hop header (RFC 3810 §5).
    static boolean isHousekeeping(MemorySegment memory, long at, int octets) {
        int next = octets > IPV6_HEADER_OCTETS ? u8(memory, at + IPV6_NEXT_AT) : -1;
        if (next == ICMPV6) {
            int type = u8(memory, at + IPV6_HEADER_OCTETS);
            return type == ROUTER_SOLICITATION || type == ROUTER_ADVERTISEMENT;
        }
        int typeAt = IPV6_HEADER_OCTETS + HOP_BY_HOP_OCTETS;
        if (next != HOP_BY_HOP || octets <= typeAt || u8(memory, at + IPV6_HEADER_OCTETS) != ICMPV6) {
            return false;
        }
        int type = u8(memory, at + typeAt);
        return type >= MLD_QUERY && type <= MLD_DONE || type == MLD_V2_REPORT;
    }

    /// 4, 6, or what no IP packet begins with.
    static int version(MemorySegment memory, long at) {
        return memory.get(JAVA_BYTE, at) >> 4 & 15;
    }

    static int u8(MemorySegment memory, long at) {
        return memory.get(JAVA_BYTE, at) & 0xff;
    }

    static int u16(MemorySegment memory, long at) {
        return memory.get(U16, at) & 0xffff;
    }

    static void put16(MemorySegment memory, long at, int value) {
        memory.set(U16, at, (short) value);
    }

    static int ipv4Source(MemorySegment memory, long at) {
        return memory.get(U32, at + 12);
    }

    static int ipv4Destination(MemorySegment memory, long at) {
        return memory.get(U32, at + 16);
    }

    /// Octets of a TCP header with its options, 0..60.
    static int tcpHeaderOctets(MemorySegment memory, long tcpAt) {
        return (u8(memory, tcpAt + 12) >> 4) * 4;
    }

    static int tcpFlags(MemorySegment memory, long tcpAt) {
        return u8(memory, tcpAt + 13);
    }
}
