package org.prol2tp.protocol.wire;

/// AVPs of every control message.
///
/// Source: RFC 2661 §4.4.1, RFC 3931 §5.4.1.
public sealed interface GeneralAvp extends Avp {
    /// First in each message. Its values, as far as they are known here, are [MessageType].
    ///
    /// @param mandatory the M bit, which says here what an unknown type leads to: true, the tunnel is
    ///     cleared; false, the message is ignored
    record MessageTypeAvp(int number, boolean mandatory) implements GeneralAvp {
        public MessageTypeAvp {
            MalformedValue.u16(number, "message type");
        }
    }

    /// What makes hidden AVPs after it unlike those of other messages; §4.3.
    ///
    /// @param value 1..1017 octets; 16 or more are recommended
    record RandomVector(Octets value) implements GeneralAvp {
        public RandomVector {
            MalformedValue.length(value, 1, AvpFormat.MAX_VALUE_OCTETS, "random vector");
        }
    }

    /// Proves that the message is whole and whose it is. Second in a message, and once more at most,
    /// directly after the first. [MessageSeal] makes and checks it. RFC 3931 §5.4.1.
    ///
    /// @param type of [DigestType], one octet
    record MessageDigestAvp(int type, Octets digest) implements GeneralAvp {
        public MessageDigestAvp {
            MalformedValue.u8(type, "digest type");
            MalformedValue.length(digest, 0, AvpFormat.MAX_VALUE_OCTETS - 1, "digest");
        }
    }

    /// What makes the digests of one control connection unlike those of another; its presence asks for
    /// digests in all messages. RFC 3931 §5.4.1.
    ///
    /// @param value 1..1017 octets; 16 or more are recommended
    record ControlMessageAuthenticationNonce(Octets value) implements GeneralAvp {
        public ControlMessageAuthenticationNonce {
            MalformedValue.length(value, 1, AvpFormat.MAX_VALUE_OCTETS, "nonce");
        }
    }

    /// An AVP of a vendor whose id needs 32 bits. May come in any message, any number of times. RFC 3931 §5.1.
    record ExtendedVendorId(long vendorId, int type, Octets value) implements GeneralAvp {
        public ExtendedVendorId {
            MalformedValue.u32(vendorId, "vendor id");
            MalformedValue.u16(type, "attribute type");
            MalformedValue.length(value, 0, AvpFormat.MAX_VALUE_OCTETS - 6, "value");
        }
    }
}
