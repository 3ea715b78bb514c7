package org.prol2tp.protocol.wire;

/// Why PPP ended a session, in a CDN; for logs and accounting only.
///
/// @param code 16 bits; 0: no information, 1..21 as listed by the RFC
/// @param controlProtocol the PPP protocol number that `code` is about; 0 where it is about none
/// @param direction 0: neither end, 1: the peer of the sender, 2: the sender
/// @param message for people; may be empty
///
/// Source: RFC 3145 §2.
public record PppDisconnectCause(int code, int controlProtocol, int direction, String message) implements Avp {
    public PppDisconnectCause {
        MalformedValue.u16(code, "disconnect code");
        MalformedValue.u16(controlProtocol, "control protocol number");
        MalformedValue.u8(direction, "direction");
    }
}
