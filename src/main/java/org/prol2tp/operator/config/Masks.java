package org.prol2tp.operator.config;

import org.prol2tp.protocol.node.IpAddress;

/// Arithmetic with prefix lengths.
final class Masks {
    private Masks() {}

    /// Whether a bit is set after the first `length`.
    static boolean hostBits(IpAddress address, int length) {
        byte[] octets = address.octets();
        for (int bit = length; bit < octets.length * 8; bit++) {
            if ((octets[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    /// The address with all bits cleared after the first `length`.
    static IpAddress network(IpAddress address, int length) {
        byte[] octets = address.octets();
        for (int bit = length; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(1 << (7 - bit % 8));
        }
        return IpAddress.of(octets);
    }

    /// The last address of an IPv4 network, both as numbers of 0..2^32-1.
    static long lastOf(long first, int length) {
        return first | (0xffff_ffffL >>> length);
    }
}
