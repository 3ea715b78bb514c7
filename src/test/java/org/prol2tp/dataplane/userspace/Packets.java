package org.prol2tp.dataplane.userspace;

import java.nio.ByteBuffer;

/// Builds IP packets the slow and obvious way, as the oracle for what the data path does in place.
record Packets(boolean ipv6, boolean tcp, int optionOctets) {
    private static final int ACK = 0x10;

    int ipOctets() {
        return ipv6 ? 40 : 20;
    }

    int headerOctets() {
        return ipOctets() + (tcp ? 20 + optionOctets : 8);
    }

    /// A whole packet with right checksums. `identification` counts for IPv4, `sequence` and `flags` for TCP.
    byte[] packet(int identification, int sequence, int flags, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(headerOctets() + payload.length);
        int transportOctets = out.capacity() - ipOctets();
        int protocol = tcp ? 6 : 17;
        if (ipv6) {
            out.putInt(0x60012345)
                    .putShort((short) transportOctets)
                    .put((byte) protocol)
                    .put((byte) 64);
            out.putLong(0x20010db800000000L)
                    .putLong(1)
                    .putLong(0x20010db800000000L)
                    .putLong(2);
        } else {
            out.putShort((short) 0x4500).putShort((short) out.capacity());
            out.putShort((short) identification).putShort((short) 0x4000);
            out.put((byte) 64).put((byte) protocol).putShort((short) 0);
            out.putInt(0xc0000201).putInt(0xc0000202);
            out.putShort(10, (short) ~ChecksumTest.obviousSum(out.array(), 0, 20));
        }
        out.putShort((short) 5001).putShort((short) 80);
        if (tcp) {
            out.putInt(sequence)
                    .putInt(77)
                    .put((byte) ((20 + optionOctets) / 4 << 4))
                    .put((byte) flags);
            out.putShort((short) 512).putShort((short) 0).putShort((short) 0);
            for (int i = 0; i < optionOctets; i++) {
                out.put((byte) 1);
            }
        } else {
            out.putShort((short) transportOctets).putShort((short) 0);
        }
        out.put(payload);
        return withChecksum(out.array());
    }

    /// The same TCP packet with these options first.
    byte[] withOptions(byte[] packet, byte[] options) {
        byte[] changed = packet.clone();
        System.arraycopy(options, 0, changed, ipOctets() + 20, options.length);
        changed[ipOctets() + 16] = 0;
        changed[ipOctets() + 17] = 0;
        return withChecksum(changed);
    }

    private byte[] withChecksum(byte[] packet) {
        int checksum = ~transportSum(packet, tcp ? 6 : 17) & 0xffff;
        ByteBuffer.wrap(packet).putShort(ipOctets() + (tcp ? 16 : 6), (short) (checksum == 0 ? 0xffff : checksum));
        return packet;
    }

    byte[] packet(int identification, int sequence, byte[] payload) {
        return packet(identification, sequence, ACK, payload);
    }

    private int transportSum(byte[] packet, int protocol) {
        int addresses = ipv6 ? 32 : 8;
        int length = packet.length - ipOctets();
        ByteBuffer all = ByteBuffer.allocate(addresses + 4 + length);
        all.put(packet, ipv6 ? 8 : 12, addresses).putShort((short) protocol).putShort((short) length);
        all.put(packet, ipOctets(), length);
        return ChecksumTest.obviousSum(all.array(), 0, all.capacity());
    }
}
