package org.prol2tp.protocol.wire;

import java.util.Optional;

/// One version of L2TP in octets. What differs between the versions is behind this type; AVPs look the
/// same in both.
public sealed interface WireFormat permits V2Format {
    WireFormat V2 = new V2Format();

    /// A whole datagram that carries `message`.
    ///
    /// @param hiding hides every AVP that may be hidden; empty: none is
    ///
    /// Throws `IllegalArgumentException` for a value too long for an AVP (1017 octets): a bug of ours.
    byte[] encode(ControlHeader header, Message message, Optional<Hiding> hiding);

    /// A whole datagram that only acknowledges.
    byte[] encodeZlb(ControlHeader header);

    /// Reads what follows the first 16 bits of a header of this version.
    ///
    /// @param bits those 16
    Datagram decode(int bits, Reader reader);
}
