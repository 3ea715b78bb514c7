package org.prol2tp.protocol.wire;

/// The Differentiated Services code points that both ends shall use for a tunnel or a session.
///
/// Source: RFC 3308 §4 and §5.
public sealed interface DiffServAvp extends Avp {
    /// For the control channel.
    ///
    /// @param phb a PHB identification code of RFC 2836, 16 bits
    record ControlConnectionDs(int phb) implements DiffServAvp {
        public ControlConnectionDs {
            MalformedValue.u16(phb, "PHB code");
        }
    }

    /// For the data of a session.
    ///
    /// @param phb a PHB identification code of RFC 2836, 16 bits
    record SessionDs(int phb) implements DiffServAvp {
        public SessionDs {
            MalformedValue.u16(phb, "PHB code");
        }
    }
}
