package org.prol2tp.protocol.wire;

/// AVPs that set up a session of L2TPv3.
///
/// Source: RFC 3931 §5.4.4.
public sealed interface PseudowireAvp extends Avp {
    /// The receiver's session that a message is about. [V3Format] writes and reads it, those above see it as
    /// [ControlHeader#sessionId] and [Reading#session].
    ///
    /// @param value [SessionId#NONE] as long as the sender does not know it
    record RemoteSessionId(SessionId value) implements PseudowireAvp {}

    /// What every data message to the sender must carry after the session's id.
    ///
    /// @param value 0, 4 or 8 octets
    record AssignedCookie(Octets value) implements PseudowireAvp {
        public AssignedCookie {
            if (value.length() != 0 && value.length() != 4 && value.length() != 8) {
                throw MalformedValue.ofLength("cookie of " + value.length() + " octets, must be 0, 4 or 8");
            }
        }
    }

    /// Which circuit, interface or bridge of the receiver the session is for; any octets, mostly text.
    record RemoteEndId(String value) implements PseudowireAvp {}

    /// What the session carries.
    ///
    /// @param number 16 bits, IANA "L2TPv3 Pseudowire Types"
    record PseudowireType(int number) implements PseudowireAvp {
        /// RFC 4719.
        public static final PseudowireType ETHERNET_VLAN = new PseudowireType(4);
        /// An Ethernet port, RFC 4719.
        public static final PseudowireType ETHERNET = new PseudowireType(5);
        public static final PseudowireType PPP = new PseudowireType(7);

        public PseudowireType {
            MalformedValue.u16(number, "pseudowire type");
        }

        /// One object for each of those we carry: each session keeps one.
        public static PseudowireType of(int number) {
            return switch (number) {
                case 4 -> ETHERNET_VLAN;
                case 5 -> ETHERNET;
                case 7 -> PPP;
                default -> new PseudowireType(number);
            };
        }
    }

    /// What stands between header and frame in the data messages that the sender wants.
    ///
    /// @param number 16 bits
    record L2SpecificSublayer(int number) implements PseudowireAvp {
        public static final L2SpecificSublayer NONE = new L2SpecificSublayer(0);
        /// That of §4.6.
        public static final L2SpecificSublayer DEFAULT = new L2SpecificSublayer(1);

        public L2SpecificSublayer {
            MalformedValue.u16(number, "L2-specific sublayer");
        }
    }

    /// Which data messages to the sender must have sequence numbers.
    ///
    /// @param level 16 bits
    record DataSequencing(int level) implements PseudowireAvp {
        public static final DataSequencing NONE = new DataSequencing(0);
        public static final DataSequencing NON_IP = new DataSequencing(1);
        public static final DataSequencing ALL = new DataSequencing(2);

        public DataSequencing {
            MalformedValue.u16(level, "data sequencing level");
        }
    }
}
