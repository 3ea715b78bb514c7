package org.prol2tp.protocol.wire;

/// Explicit Congestion Notification in the headers of tunnels.
///
/// Source: RFC 9601.
public sealed interface EcnAvp extends Avp {
    /// Whether the sender takes the ECN field of the outer IP header over into the inner one (RFC 6040).
    ///
    /// @param propagates bit 0 of 16; the others are sent as 0 and not looked at
    record EcnCapability(boolean propagates) implements EcnAvp {}
}
