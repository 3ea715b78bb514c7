package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;

/// Holds TCP connections that cross an interface to segments that fit its MTU: the Maximum Segment Size
/// that either end states when it opens (RFC 9293 §3.7.1) is lowered on its way. Without this a path
/// that drops "packet too big" would let connections open and then stand still.
final class SegmentSize {
    private static final int SYN = 0x02;
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int MAXIMUM_SEGMENT_SIZE = 2;
    private static final int MAXIMUM_SEGMENT_SIZE_OCTETS = 4;

    private SegmentSize() {}

    /// Lowers what the IP packet of `octets` at `at` states, if it is TCP's SYN and states too much for
    /// `mtu`.
    ///
    /// @param checksumToCome the checksum covers the pseudo header only so far
    static void limit(MemorySegment memory, long at, int octets, int mtu, boolean checksumToCome) {
        if (octets < Ip.IPV4_HEADER_OCTETS + Ip.TCP_HEADER_OCTETS) {
            return;
        }
        int version = Ip.version(memory, at);
        if (version == 4) {
            int header = (Ip.u8(memory, at) & 15) * 4;
            if (Ip.u8(memory, at + 9) == Ip.TCP
                    && (Ip.u16(memory, at + 6) & FRAGMENT_OFFSET) == 0
                    && header >= Ip.IPV4_HEADER_OCTETS) {
                limitTcp(memory, at + header, octets - header, mtu - 40, checksumToCome);
            }
        } else if (version == 6 && Ip.u8(memory, at + 6) == Ip.TCP) {
            limitTcp(memory, at + Ip.IPV6_HEADER_OCTETS, octets - Ip.IPV6_HEADER_OCTETS, mtu - 60, checksumToCome);
        }
    }

    private static void limitTcp(MemorySegment memory, long tcp, int octets, int limit, boolean checksumToCome) {
        if (octets < Ip.TCP_HEADER_OCTETS || (Ip.tcpFlags(memory, tcp) & SYN) == 0) {
            return;
        }
        int end = Math.min(Ip.tcpHeaderOctets(memory, tcp), octets);
        int at = Ip.TCP_HEADER_OCTETS;
        while (at < end) {
            int kind = Ip.u8(memory, tcp + at);
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int length = kind == END_OF_OPTIONS || at + 1 >= end ? 0 : Ip.u8(memory, tcp + at + 1);
            if (length < 2 || at + length > end) {
                return;
            }
            if (kind == MAXIMUM_SEGMENT_SIZE && length == MAXIMUM_SEGMENT_SIZE_OCTETS) {
                lower(memory, tcp, at + 2, limit, checksumToCome);
            }
            at += length;
        }
    }

    private static void lower(MemorySegment memory, long tcp, int at, int limit, boolean checksumToCome) {
        int stated = Ip.u16(memory, tcp + at);
        if (limit <= 0 || stated <= limit) {
            return;
        }
        Ip.put16(memory, tcp + at, limit);
        if (!checksumToCome) {
            Checksum.replace(memory, tcp + Ip.TCP_CHECKSUM_AT, inWord(stated, at), inWord(limit, at));
        }
    }

    /// As a 16-bit number counts in the checksum: one at an odd place lies across two words.
    private static int inWord(int number, int at) {
        return (at & 1) == 0 ? number : (number & 0xff) << 8 | number >> 8;
    }
}
