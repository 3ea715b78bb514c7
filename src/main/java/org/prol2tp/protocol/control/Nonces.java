package org.prol2tp.protocol.control;

import org.prol2tp.protocol.wire.Octets;

/// What the two ends of a connection of L2TPv3 told each other to prove their messages with: no secrets, they crossed
/// in
/// clear. Empty: an end told none.
///
/// Source: RFC 3931 §4.3, §5.4.3.
public record Nonces(Octets local, Octets peer) {
    public static final Nonces NONE = new Nonces(Octets.EMPTY, Octets.EMPTY);
}
