package org.prol2tp.protocol.control;

import org.prol2tp.protocol.wire.Octets;

/// The secret that the two ends of a tunnel share, 1..n octets. Prints as `…`.
///
/// Source: RFC 2661 §5.1.1, §4.3.
public final class SharedSecret {
    private final byte[] octets;
    private final Octets forAvps;

    /// Copies `octets`.
    public SharedSecret(byte[] octets) {
        this.octets = octets.clone();
        this.forAvps = Octets.of(octets);
    }

    /// As the wire room wants it, to hide and reveal AVPs.
    Octets forAvps() {
        return forAvps;
    }

    /// Not a copy: only for this room, which does not change it.
    byte[] octets() {
        return octets;
    }

    @Override
    public String toString() {
        return "…";
    }
}
