package org.prol2tp.operator.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.prol2tp.protocol.node.IpAddress;

/// A capture in the classic pcap format, with made-up IP and UDP headers around each message:
///
/// ```
/// file:   magic a1b2c3d4, version 2.4, zone 0, accuracy 0, snap length, link type 101 (raw IP)
/// packet: seconds, microseconds, length captured, length; IPv4 or IPv6 header; UDP header; the message
/// ```
///
/// Messages that go directly over IP have no UDP header, and there begin as RFC 3931 §4.1.1 has it.
///
/// Source: draft-ietf-opsawg-pcap; RFC 791, RFC 8200, RFC 768, RFC 3931.
final class Capture {
    private static final int FILE_HEADER_OCTETS = 24;
    private static final int PACKET_HEADER_OCTETS = 16;
    private static final int IPV4_OCTETS = 20;
    private static final int IPV6_OCTETS = 40;
    private static final int UDP_OCTETS = 8;
    private static final int UDP = 17;
    private static final int L2TP = 115;
    /// In UDP before a data message's session id, in IP before a control message: RFC 3931 §4.1.
    private static final int PREFIX_OCTETS = 4;
    private static final int SNAP_OCTETS = 262_144;
    private static final int LINK_RAW = 101;
    private static final byte HOPS = 64;

    private final OutputStream out;
    private int identification;

    /// Begins the file.
    Capture(OutputStream out) throws IOException {
        this.out = out;
        ByteBuffer head = ByteBuffer.allocate(FILE_HEADER_OCTETS).order(ByteOrder.BIG_ENDIAN);
        head.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        head.putInt(0).putInt(0).putInt(SNAP_OCTETS).putInt(LINK_RAW);
        out.write(head.array());
        out.flush();
    }

    /// Adds a message, at most 65,507 octets, between two ends (`192.0.2.1:1701`, `[2001:db8::1]:1701`). Where both
    /// ports are 0 it went directly over IP.
    ///
    /// @param message as it is in UDP
    /// @throws IOException if it cannot be written, or an end is not of that form
    void write(long unixMicros, String from, String to, byte[] message) throws IOException {
        End source = End.parse(from);
        End destination = End.parse(to);
        boolean ipv6 = source.address.isIpv6() || destination.address.isIpv6();
        boolean udp = source.port != 0 || destination.port != 0;
        byte[] inside = udp ? message : inIp(message);
        int payload = (udp ? UDP_OCTETS : 0) + inside.length;
        int length = (ipv6 ? IPV6_OCTETS : IPV4_OCTETS) + payload;
        ByteBuffer packet = ByteBuffer.allocate(PACKET_HEADER_OCTETS + length);
        packet.putInt((int) (unixMicros / 1_000_000)).putInt((int) (unixMicros % 1_000_000));
        packet.putInt(length).putInt(length);
        if (ipv6) {
            packet.putInt(0x6000_0000)
                    .putShort((short) payload)
                    .put((byte) (udp ? UDP : L2TP))
                    .put(HOPS);
            packet.putLong(source.address.high()).putLong(source.address.low());
            packet.putLong(destination.address.high()).putLong(destination.address.low());
        } else {
            int start = packet.position();
            packet.putShort((short) 0x4500).putShort((short) length);
            packet.putShort((short) identification++).putShort((short) 0);
            packet.put(HOPS).put((byte) (udp ? UDP : L2TP)).putShort((short) 0);
            packet.putInt((int) source.address.low()).putInt((int) destination.address.low());
            packet.putShort(start + 10, (short) ~sum(packet, start, IPV4_OCTETS, 0));
        }
        int start = packet.position();
        if (udp) {
            packet.putShort((short) source.port).putShort((short) destination.port);
            packet.putShort((short) payload).putShort((short) 0);
        }
        packet.put(inside);
        if (udp) {
            packet.putShort(start + 6, checksum(packet, start, payload, ipv6));
        }
        out.write(packet.array());
        out.flush();
    }

    /// What a message in UDP is directly over IP: a data message has no prefix there, a control message has one of
    /// zeros.
    private static byte[] inIp(byte[] message) {
        boolean control = message.length > 0 && (message[0] & 0x80) != 0;
        ByteBuffer inIp = ByteBuffer.allocate(Math.max(0, message.length + (control ? PREFIX_OCTETS : -PREFIX_OCTETS)));
        if (control) {
            inIp.position(PREFIX_OCTETS).put(message);
        } else {
            inIp.put(message, message.length - inIp.capacity(), inIp.capacity());
        }
        return inIp.array();
    }

    /// Of UDP with its pseudo header: the addresses stand right before it in both versions.
    private static short checksum(ByteBuffer packet, int start, int udpLength, boolean ipv6) {
        int addresses = ipv6 ? 32 : 8;
        int sum = sum(packet, start - addresses, addresses, UDP + udpLength);
        int checksum = ~sum(packet, start, udpLength, sum) & 0xffff;
        return (short) (checksum == 0 ? 0xffff : checksum);
    }

    private static int sum(ByteBuffer octets, int at, int count, int before) {
        long sum = before;
        for (int i = 0; i < count; i += 2) {
            int low = i + 1 < count ? octets.get(at + i + 1) & 0xff : 0;
            sum += (octets.get(at + i) & 0xff) << 8 | low;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    private record End(IpAddress address, int port) {
        static End parse(String text) throws IOException {
            int colon = text.lastIndexOf(':');
            String address =
                    text.substring(0, Math.max(colon, 0)).replace("[", "").replace("]", "");
            IpAddress parsed = IpAddress.parse(address)
                    .orElseThrow(() -> new IOException("the daemon tells of a packet from or to " + text));
            return new End(parsed, Integer.parseInt(text.substring(colon + 1)));
        }
    }
}
