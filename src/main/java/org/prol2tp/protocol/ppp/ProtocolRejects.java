package org.prol2tp.protocol.ppp;

/// Protocol-Reject, RFC 1661 §5.7.
final class ProtocolRejects {
    private static final int PROTOCOL_OCTETS = 2;

    private ProtocolRejects() {}

    /// One for this frame, as much of which comes back as the peer takes.
    static ControlPacket of(PppFrame head, int peerMru, int identifier) {
        int room = peerMru - ControlPacket.HEADER_OCTETS - PROTOCOL_OCTETS;
        int length = Math.min(head.lengthOctets(), room);
        byte[] data = new byte[PROTOCOL_OCTETS + length];
        data[0] = (byte) (head.protocol() >> 8);
        data[1] = (byte) head.protocol();
        System.arraycopy(head.octets(), head.start(), data, PROTOCOL_OCTETS, length);
        return new ControlPacket(ControlPacket.PROTOCOL_REJECT, identifier, data);
    }
}
