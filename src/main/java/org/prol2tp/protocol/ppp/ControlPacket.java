package org.prol2tp.protocol.ppp;

import java.util.Arrays;
import java.util.Optional;

/// The packet that LCP, the network control protocols, PAP and CHAP share: code (8 bits), identifier (8
/// bits), length (16 bits, of the whole), data. RFC 1661 §5, RFC 1334 §2.2, RFC 1994 §4.
record ControlPacket(int code, int identifier, byte[] data) {
    static final int HEADER_OCTETS = 4;

    static final int CONFIGURE_REQUEST = 1;
    static final int CONFIGURE_ACK = 2;
    static final int CONFIGURE_NAK = 3;
    static final int CONFIGURE_REJECT = 4;
    static final int TERMINATE_REQUEST = 5;
    static final int TERMINATE_ACK = 6;
    static final int CODE_REJECT = 7;
    static final int PROTOCOL_REJECT = 8;
    static final int ECHO_REQUEST = 9;
    static final int ECHO_REPLY = 10;
    static final int DISCARD_REQUEST = 11;
    /// RFC 1570 §2.1.
    static final int IDENTIFICATION = 12;
    /// RFC 1570 §2.2.
    static final int TIME_REMAINING = 13;

    /// Reads a frame's information field. Octets after the length are padding. Empty if the length is below
    /// 4 or beyond the frame.
    static Optional<ControlPacket> decode(PppFrame frame) {
        return decode(frame.octets(), frame.start(), frame.lengthOctets());
    }

    /// The same of a packet by itself.
    static Optional<ControlPacket> decode(byte[] octets) {
        return decode(octets, 0, octets.length);
    }

    private static Optional<ControlPacket> decode(byte[] octets, int at, int present) {
        if (present < HEADER_OCTETS) {
            return Optional.empty();
        }
        int length = ((octets[at + 2] & 0xFF) << 8) | (octets[at + 3] & 0xFF);
        if (length < HEADER_OCTETS || length > present) {
            return Optional.empty();
        }
        byte[] data = Arrays.copyOfRange(octets, at + HEADER_OCTETS, at + length);
        return Optional.of(new ControlPacket(octets[at] & 0xFF, octets[at + 1] & 0xFF, data));
    }

    /// The packet as octets, at most `limitOctets` of them, as the Reject codes carry it.
    byte[] encode(int limitOctets) {
        int length = HEADER_OCTETS + data.length;
        byte[] octets = new byte[length];
        octets[0] = (byte) code;
        octets[1] = (byte) identifier;
        octets[2] = (byte) (length >> 8);
        octets[3] = (byte) length;
        System.arraycopy(data, 0, octets, HEADER_OCTETS, data.length);
        return length <= limitOctets ? octets : Arrays.copyOf(octets, limitOctets);
    }
}
