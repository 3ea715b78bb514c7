package org.prol2tp.dataplane.userspace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.prol2tp.linux.VirtioHeader;

/// Cuts a TCP or UDP packet that the kernel left whole into packets that fit, as its own segmentation would:
///
/// 1. the headers are copied for each segment, with room for the headers of a data message in front;
/// 2. lengths, identification, sequence number, flags and checksums are set;
/// 3. the payload stays where it is.
///
/// Belongs to one thread; [#begin], then [#next] until it says no.
final class Segmenter implements AutoCloseable {
    /// Ethernet, IP and TCP headers with options; longer ones are refused.
    private static final int MAX_PACKET_HEADER_OCTETS = 192;

    private static final int ROOM_OCTETS = 32;
    private static final int SLOT_OCTETS = MAX_PACKET_HEADER_OCTETS + ROOM_OCTETS;
    /// Headers of so many segments are kept, of several packets perhaps; the next one overwrites the oldest.
    static final int SLOTS = 256;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment headers = arena.allocate((long) SLOTS * SLOT_OCTETS, 64);

    private MemorySegment source = headers;
    private int linkOctets;
    /// Of the IP header, as all positions but those in [#headers].
    private long packetAt;
    private boolean ipv6;
    private boolean tcp;
    private int transportAt;
    private int headerOctets;
    private int segmentOctets;
    private int payloadOctets;
    private int done;
    private int segment;
    private int slot;

    /// Takes the packet of `packetOctets` at `from` in `memory`, with its virtio header at `virtioAt`.
    /// False: it cannot be cut, since it is not what the header says.
    ///
    /// @param linkHeaderOctets in front of the IP header
    boolean begin(MemorySegment memory, long virtioAt, long from, int packetOctets, int linkHeaderOctets) {
        int type = VirtioHeader.gsoType(memory, virtioAt);
        linkOctets = linkHeaderOctets;
        long at = from + linkOctets;
        int octets = packetOctets - linkOctets;
        tcp = type == VirtioHeader.GSO_TCP_IPV4 || type == VirtioHeader.GSO_TCP_IPV6;
        ipv6 = octets > 0 && Ip.version(memory, at) == 6;
        transportAt = VirtioHeader.checksumStart(memory, virtioAt) - linkOctets;
        segmentOctets = VirtioHeader.gsoSize(memory, virtioAt);
        int smallest = ipv6 ? Ip.IPV6_HEADER_OCTETS : Ip.IPV4_HEADER_OCTETS;
        if (!tcp && type != VirtioHeader.GSO_UDP
                || segmentOctets == 0
                || transportAt < smallest
                || transportAt + (tcp ? Ip.TCP_HEADER_OCTETS : Ip.UDP_HEADER_OCTETS) > octets) {
            return false;
        }
        headerOctets = transportAt + (tcp ? Ip.tcpHeaderOctets(memory, at + transportAt) : Ip.UDP_HEADER_OCTETS);
        payloadOctets = octets - headerOctets;
        source = memory;
        packetAt = at;
        done = 0;
        segment = 0;
        return payloadOctets > 0
                && linkOctets + headerOctets <= MAX_PACKET_HEADER_OCTETS
                && headerOctets >= transportAt + (tcp ? Ip.TCP_HEADER_OCTETS : Ip.UDP_HEADER_OCTETS);
    }

    boolean isIpv6() {
        return ipv6;
    }

    /// How many segments there will be.
    int segments() {
        return (payloadOctets + segmentOctets - 1) / segmentOctets;
    }

    /// Makes the next segment; false if there is none.
    boolean next() {
        if (segment > 0) {
            done += segmentOctets;
        }
        if (done >= payloadOctets) {
            return false;
        }
        slot = (slot + 1) % SLOTS;
        writeHeaders();
        segment++;
        return true;
    }

    /// Where the segment's headers are, with [DataMessage#MAX_HEADER_OCTETS] free in front.
    MemorySegment headers() {
        return headers;
    }

    /// Where in [#headers] the segment's first header begins, of Ethernet or IP.
    long headerAt() {
        return (long) slot * SLOT_OCTETS + ROOM_OCTETS;
    }

    int headerOctets() {
        return linkOctets + headerOctets;
    }

    /// Where in the source's memory the payload begins.
    long payloadAt() {
        return packetAt + headerOctets + done;
    }

    int payloadOctets() {
        return Math.min(segmentOctets, payloadOctets - done);
    }

    @Override
    public void close() {
        arena.close();
    }

    private void writeHeaders() {
        long ip = headerAt() + linkOctets;
        long transport = ip + transportAt;
        int octets = payloadOctets();
        int transportOctets = headerOctets - transportAt + octets;
        MemorySegment.copy(source, packetAt - linkOctets, headers, headerAt(), linkOctets + headerOctets);
        if (ipv6) {
            Ip.put16(headers, ip + 4, transportAt - Ip.IPV6_HEADER_OCTETS + transportOctets);
        } else {
            Ip.put16(headers, ip + 2, transportAt + transportOctets);
            Ip.put16(headers, ip + 4, Ip.u16(source, packetAt + 4) + segment);
            Checksum.putIpv4Header(headers, ip, transportAt);
        }
        long checksumAt;
        if (tcp) {
            headers.set(Ip.U32, transport + 4, source.get(Ip.U32, packetAt + transportAt + 4) + done);
            headers.set(JAVA_BYTE, transport + 13, (byte) flags());
            checksumAt = transport + Ip.TCP_CHECKSUM_AT;
        } else {
            Ip.put16(headers, transport + 4, transportOctets);
            checksumAt = transport + Ip.UDP_CHECKSUM_AT;
        }
        Ip.put16(headers, checksumAt, 0);
        long sum = Checksum.addPseudoHeader(headers, ip, ipv6, tcp ? Ip.TCP : Ip.UDP, transportOctets, 0);
        sum = Checksum.add(headers, transport, headerOctets - transportAt, sum);
        Checksum.put(headers, checksumAt, Checksum.add(source, payloadAt(), octets, sum));
    }

    /// FIN and PSH belong to the last segment only, CWR to the first (RFC 3168 §6.1.2).
    private int flags() {
        int flags = Ip.tcpFlags(source, packetAt + transportAt);
        if (done + segmentOctets < payloadOctets) {
            flags &= ~(Ip.FIN | Ip.PSH);
        }
        return segment > 0 ? flags & ~Ip.CWR : flags;
    }
}
