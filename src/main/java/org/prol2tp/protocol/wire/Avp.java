package org.prol2tp.protocol.wire;

import org.prol2tp.protocol.wire.ResultCode.ErrorCode;

/// An attribute and its value: a fact of a control message.
///
/// One record per AVP, in one file per section of the RFC that defines it; a record holds only values
/// that its AVP allows, and its constructor throws `IllegalArgumentException` for others. Numbers,
/// layouts and the rules for the M and H bits are in [AvpTable].
///
/// Source: RFC 2661 §4.
public sealed interface Avp
        permits GeneralAvp,
                ResultCode,
                ControlConnectionAvp,
                CallAvp,
                ProxyAvp,
                CallStatusAvp,
                AtmAvp,
                PppDisconnectCause,
                DiffServAvp,
                AccessLineAvp,
                PseudowireAvp,
                EcnAvp,
                Avp.Unrecognised,
                Avp.Malformed {

    /// An AVP that is not in [AvpTable], or in L2TPv2 one whose reserved header bits are not 0 (RFC 2661
    /// §4.1). Also one that is of the other version only.
    ///
    /// @param vendorId 16 bits; 0: IETF
    /// @param type 16 bits
    /// @param octets the value as it came, enciphered if the H bit was set
    record Unrecognised(int vendorId, int type, boolean mandatory, Octets octets) implements Avp {
        public Unrecognised {
            MalformedValue.u16(vendorId, "vendor id");
            MalformedValue.u16(type, "attribute type");
            MalformedValue.length(octets, 0, AvpFormat.MAX_VALUE_OCTETS, "value");
        }
    }

    /// An AVP whose value is not what its attribute demands.
    ///
    /// @param error what the peer is told of it
    /// @param why a phrase for logs and error messages; holds nothing secret
    record Malformed(int vendorId, int type, boolean mandatory, ErrorCode error, String why) implements Avp {}
}
