package org.prol2tp.protocol.wire;

/// AVPs of every control message.
///
/// Source: RFC 2661 §4.4.1.
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
}
