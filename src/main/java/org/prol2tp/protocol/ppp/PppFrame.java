package org.prol2tp.protocol.ppp;

import java.util.Arrays;
import java.util.Optional;

/// A frame that arrived: its protocol number and where the information field begins. RFC 1661 §2, §6.5,
/// §6.6.
///
/// @param protocol 1 or 2 octets as received, 0..65535
/// @param start index of the first octet after the protocol field
record PppFrame(int protocol, byte[] octets, int start) {
    static final int IPV4 = 0x0021;
    static final int IPV6 = 0x0057;
    /// A fragment of a packet that goes over a bundle of links, RFC 1990 §3.
    static final int MULTILINK = 0x003D;
    static final int IPCP = 0x8021;
    static final int IPV6CP = 0x8057;
    static final int LCP = 0xC021;
    static final int PAP = 0xC023;
    static final int CHAP = 0xC223;
    static final int EAP = 0xC227;

    /// The protocol number of a frame that is too short to have one.
    static final int NONE = -1;

    private static final int ADDRESS = 0xFF;
    private static final int CONTROL = 0x03;
    private static final int FRAGMENT_HEADER_OCTETS = 4;
    /// It is the first fragment, and the last.
    private static final int BOTH_ENDS = 0xC0;

    /// Reads the head of any octets. Whatever was negotiated, both forms of both compressions are taken.
    static PppFrame decode(byte[] octets) {
        int at = 0;
        if (octets.length >= 2 && (octets[0] & 0xFF) == ADDRESS && octets[1] == CONTROL) {
            at = 2;
        }
        if (at < octets.length && (octets[at] & 1) == 1) {
            return new PppFrame(octets[at] & 0xFF, octets, at + 1);
        }
        if (at + 1 < octets.length) {
            return new PppFrame(((octets[at] & 0xFF) << 8) | (octets[at + 1] & 0xFF), octets, at + 2);
        }
        return new PppFrame(NONE, octets, octets.length);
    }

    /// What a fragment with a sequence number of 24 bits carries that is a whole packet, as a frame without
    /// FF 03; of any other nothing. RFC 1990 §3.
    Optional<byte[]> wholePacket() {
        return lengthOctets() > FRAGMENT_HEADER_OCTETS && (octets[start] & BOTH_ENDS) == BOTH_ENDS
                ? Optional.of(Arrays.copyOfRange(octets, start + FRAGMENT_HEADER_OCTETS, octets.length))
                : Optional.empty();
    }

    boolean isNetworkControl() {
        return protocol == IPCP || protocol == IPV6CP;
    }

    /// Octets of the information field.
    int lengthOctets() {
        return octets.length - start;
    }

    /// Makes a frame of a control protocol: their numbers are above 255 and always take two octets.
    static byte[] encode(int protocol, ControlPacket packet, boolean addressControl) {
        int at = addressControl ? 2 : 0;
        int length = ControlPacket.HEADER_OCTETS + packet.data().length;
        byte[] frame = new byte[at + 2 + length];
        if (addressControl) {
            frame[0] = (byte) ADDRESS;
            frame[1] = CONTROL;
        }
        frame[at] = (byte) (protocol >> 8);
        frame[at + 1] = (byte) protocol;
        frame[at + 2] = (byte) packet.code();
        frame[at + 3] = (byte) packet.identifier();
        frame[at + 4] = (byte) (length >> 8);
        frame[at + 5] = (byte) length;
        System.arraycopy(packet.data(), 0, frame, at + 6, packet.data().length);
        return frame;
    }
}
