package org.prol2tp.protocol.wire;

import java.util.Optional;

/// One version of L2TP in octets. What differs between the versions is behind this type: headers, numbers
/// and layouts of AVPs, which message has which. Those above write one set of messages, with the AVPs of
/// both versions, and each format sends those that its version has.
public sealed interface WireFormat permits V2Format, V3Format {
    WireFormat V2 = new V2Format(false);

    WireFormat V3 = new V3Format();

    /// L2TPv2, with an SCCRQ that an L2TPv3 peer takes for one of L2TPv3: it answers in L2TPv3, another one
    /// in L2TPv2 (RFC 3931 §4.7.3). Only for the SCCRQ.
    WireFormat V2_OR_V3 = new V2Format(true);

    Version version();

    /// What this version makes of a shared secret.
    SecretKeys keys(Octets secret);

    /// A whole datagram that carries `message`.
    ///
    /// @param hiding hides every AVP that may be hidden; empty: none is
    /// @param digest leaves room for one, which [MessageSeal] fills; L2TPv2 has none
    ///
    /// Throws `IllegalArgumentException` for a value too long for an AVP (1017 octets), and for a
    /// message that lacks what this version demands: bugs of ours.
    byte[] encode(ControlHeader header, Message message, Optional<Hiding> hiding, Optional<DigestType> digest);

    /// The same without a digest.
    byte[] encode(ControlHeader header, Message message, Optional<Hiding> hiding);

    /// A whole datagram that only acknowledges: a ZLB, or an Explicit Acknowledgement.
    byte[] encodeAcknowledgement(ControlHeader header, Optional<DigestType> digest);

    /// Reads what follows the first 16 bits of a header of this version.
    ///
    /// @param bits those 16
    Datagram decode(int bits, Reader reader);

    /// Whether a control message with these AVPs is an acknowledgement and nothing else. It has no sequence
    /// number of its own.
    boolean acknowledgesOnly(Octets avps);

    /// Reads the AVPs of a control message of this version.
    ///
    /// @param hidingKey of [#keys], to reveal hidden AVPs
    Reading read(ControlHeader header, Octets avps, Optional<Octets> hidingKey);
}
