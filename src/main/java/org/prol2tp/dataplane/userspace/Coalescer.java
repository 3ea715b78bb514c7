package org.prol2tp.dataplane.userspace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.prol2tp.linux.VirtioHeader;

/// Finds packets that follow each other in one TCP or UDP flow and joins them into one long packet,
/// which the kernel takes for the price of one and can cut again without loss. The rules are those of
/// the kernel's own receive offload:
///
/// 1. the first packet decides: whole IP packet (after an Ethernet header, which is the same in all),
/// no options or extension headers, no fragment, payload, right checksums; TCP with ACK and nothing
/// else but PSH;
/// 2. others join if they differ in nothing but length, identification, checksums, sequence number and
/// PSH, if they follow on, and if none is longer than the first; a shorter one, or PSH, is the last;
/// 3. the first one's headers are rewritten for the whole, its checksum left for the kernel to
/// complete.
///
/// Checksums are verified before packets are joined: afterwards a broken one would look right. Belongs
/// to one thread.
final class Coalescer {
    private static final int MAX_PACKET_OCTETS = 65_000;

    private MemorySegment memory = MemorySegment.NULL;
    private boolean udpToo;
    private int linkOctets;
    /// Of the IP header, as all positions.
    private long firstAt;
    private int firstOctets;
    private boolean ipv6;
    private boolean tcp;
    private int transportAt;
    private int headerOctets;
    private int segmentOctets;
    private int packets;
    private int payloadOctets;
    private int lastIdentification;
    private boolean complete;

    /// Starts with a packet. `packets()` is 1 after this, whatever it is.
    ///
    /// @param withUdp the kernel takes rows of UDP too
    /// @param linkHeaderOctets in front of the IP header; negative: nothing may be joined
    void begin(MemorySegment in, long packetAt, int packetOctets, boolean withUdp, int linkHeaderOctets) {
        memory = in;
        udpToo = withUdp;
        linkOctets = Math.max(linkHeaderOctets, 0);
        firstAt = packetAt + linkOctets;
        firstOctets = packetOctets - linkOctets;
        packets = 1;
        complete = linkHeaderOctets < 0 || !readHeaders(firstAt, firstOctets);
    }

    /// Joins the next packet, or says that it cannot. After a no, the next one has to [#begin] anew.
    boolean join(long packetAt, int packetOctets) {
        long at = packetAt + linkOctets;
        int octets = packetOctets - linkOctets;
        if (complete
                || octets <= headerOctets
                || !sameLinkHeader(at)
                || octets - headerOctets > segmentOctets
                || headerOctets + payloadOctets + octets > MAX_PACKET_OCTETS
                || !sameIpHeader(at, octets)
                || !(tcp ? followsTcp(at) : sameUdp(at, octets))
                || packets == 1 && !checksumsAreRight(firstAt, firstOctets)
                || !checksumsAreRight(at, octets)) {
            complete = true;
            return false;
        }
        packets++;
        payloadOctets += octets - headerOctets;
        boolean push = tcp && (Ip.tcpFlags(memory, at + transportAt) & Ip.PSH) != 0;
        if (push) {
            setPush();
        }
        complete = push || octets - headerOctets < segmentOctets;
        return true;
    }

    /// How many were joined, 1 or more.
    int packets() {
        return packets;
    }

    /// All headers: what to skip in every packet but the first.
    int headerOctets() {
        return linkOctets + headerOctets;
    }

    /// Rewrites the first packet's headers for all, and writes the virtio header. Only if [#packets] is 2 or more.
    void finish(MemorySegment virtioMemory, long virtioAt) {
        int transportOctets = headerOctets - transportAt + payloadOctets;
        long transport = firstAt + transportAt;
        if (ipv6) {
            Ip.put16(memory, firstAt + 4, transportOctets);
        } else {
            Ip.put16(memory, firstAt + 2, transportAt + transportOctets);
            Checksum.putIpv4Header(memory, firstAt, transportAt);
        }
        if (!tcp) {
            Ip.put16(memory, transport + 4, transportOctets);
        }
        int checksumOffset = tcp ? Ip.TCP_CHECKSUM_AT : Ip.UDP_CHECKSUM_AT;
        Checksum.putPartial(
                memory,
                transport + checksumOffset,
                Checksum.addPseudoHeader(memory, firstAt, ipv6, protocol(), transportOctets, 0));
        int type = !tcp ? VirtioHeader.GSO_UDP : ipv6 ? VirtioHeader.GSO_TCP_IPV6 : VirtioHeader.GSO_TCP_IPV4;
        VirtioHeader.writeRow(
                virtioMemory,
                virtioAt,
                type,
                segmentOctets,
                linkOctets + headerOctets,
                linkOctets + transportAt,
                checksumOffset);
    }

    private int protocol() {
        return tcp ? Ip.TCP : Ip.UDP;
    }

    /// Whether others may join this packet at all.
    private boolean readHeaders(long at, int octets) {
        int version = octets > 0 ? Ip.version(memory, at) : 0;
        ipv6 = version == 6;
        transportAt = ipv6 ? Ip.IPV6_HEADER_OCTETS : Ip.IPV4_HEADER_OCTETS;
        if (version != 4 && version != 6 || octets <= transportAt + Ip.UDP_HEADER_OCTETS) {
            return false;
        }
        int protocol = Ip.u8(memory, ipv6 ? at + 6 : at + 9);
        tcp = protocol == Ip.TCP;
        if (!tcp && !(udpToo && protocol == Ip.UDP)) {
            return false;
        }
        if (ipv6) {
            if (Ip.u16(memory, at + 4) != octets - transportAt) {
                return false;
            }
        } else {
            lastIdentification = Ip.u16(memory, at + 4);
            boolean fragment = (Ip.u16(memory, at + 6) & 0xffff & ~Ip.DONT_FRAGMENT) != 0;
            if (Ip.u8(memory, at) != 0x45 || Ip.u16(memory, at + 2) != octets || fragment) {
                return false;
            }
        }
        return tcp ? readTcp(at, octets) : readUdp(at, octets);
    }

    private boolean readTcp(long at, int octets) {
        if (octets < transportAt + Ip.TCP_HEADER_OCTETS) {
            return false;
        }
        int tcpOctets = Ip.tcpHeaderOctets(memory, at + transportAt);
        headerOctets = transportAt + tcpOctets;
        segmentOctets = octets - headerOctets;
        payloadOctets = segmentOctets;
        return tcpOctets >= Ip.TCP_HEADER_OCTETS
                && segmentOctets > 0
                && Ip.tcpFlags(memory, at + transportAt) == Ip.ACK;
    }

    private boolean readUdp(long at, int octets) {
        headerOctets = transportAt + Ip.UDP_HEADER_OCTETS;
        segmentOctets = octets - headerOctets;
        payloadOctets = segmentOctets;
        return Ip.u16(memory, at + transportAt + 4) == octets - transportAt
                && Ip.u16(memory, at + transportAt + Ip.UDP_CHECKSUM_AT) != 0;
    }

    /// It is 14 octets long, if there is one.
    private boolean sameLinkHeader(long at) {
        return linkOctets == 0 || same64(at, -14) && same32(at, -6) && same16(at, -2);
    }

    private boolean sameIpHeader(long at, int octets) {
        if (ipv6) {
            return Ip.u16(memory, at + 4) == octets - transportAt
                    && same32(at, 0)
                    && same16(at, 6)
                    && same64(at, 8)
                    && same64(at, 16)
                    && same64(at, 24)
                    && same64(at, 32);
        }
        int identification = Ip.u16(memory, at + 4);
        boolean follows = identification == (lastIdentification + 1 & 0xffff);
        lastIdentification = identification;
        return Ip.u16(memory, at + 2) == octets
                && (follows || (Ip.u16(memory, at + 6) & Ip.DONT_FRAGMENT) != 0)
                && same16(at, 0)
                && same32(at, 6)
                && same64(at, 12);
    }

    private boolean followsTcp(long at) {
        int tcpAt = transportAt;
        int next = memory.get(Ip.U32, firstAt + tcpAt + 4) + payloadOctets;
        if (memory.get(Ip.U32, at + tcpAt + 4) != next
                || !same32(at, tcpAt)
                || !same32(at, tcpAt + 8)
                || Ip.u8(memory, at + tcpAt + 12) != Ip.u8(memory, firstAt + tcpAt + 12)
                || (Ip.tcpFlags(memory, at + tcpAt) & ~Ip.PSH) != Ip.ACK
                || !same16(at, tcpAt + 14)) {
            return false;
        }
        for (int i = tcpAt + Ip.TCP_HEADER_OCTETS; i < headerOctets; i += 4) {
            if (!same32(at, i)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameUdp(long at, int octets) {
        return same32(at, transportAt)
                && Ip.u16(memory, at + transportAt + 4) == octets - transportAt
                && Ip.u16(memory, at + transportAt + Ip.UDP_CHECKSUM_AT) != 0;
    }

    private boolean checksumsAreRight(long at, int octets) {
        if (!ipv6 && !Checksum.isRight(Checksum.add(memory, at, transportAt, 0))) {
            return false;
        }
        int transportOctets = octets - transportAt;
        long sum = Checksum.addPseudoHeader(memory, at, ipv6, protocol(), transportOctets, 0);
        return Checksum.isRight(Checksum.add(memory, at + transportAt, transportOctets, sum));
    }

    private void setPush() {
        long flagsAt = firstAt + transportAt + 13;
        memory.set(JAVA_BYTE, flagsAt, (byte) (memory.get(JAVA_BYTE, flagsAt) | Ip.PSH));
    }

    private boolean same16(long at, int offset) {
        return memory.get(JAVA_SHORT_UNALIGNED, at + offset) == memory.get(JAVA_SHORT_UNALIGNED, firstAt + offset);
    }

    private boolean same32(long at, int offset) {
        return memory.get(JAVA_INT_UNALIGNED, at + offset) == memory.get(JAVA_INT_UNALIGNED, firstAt + offset);
    }

    private boolean same64(long at, int offset) {
        return memory.get(JAVA_LONG_UNALIGNED, at + offset) == memory.get(JAVA_LONG_UNALIGNED, firstAt + offset);
    }
}
