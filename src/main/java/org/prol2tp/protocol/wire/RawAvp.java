package org.prol2tp.protocol.wire;

/// An AVP as it came, its value not read.
///
/// @param vendorId 0: IETF
/// @param value of a hidden one: what was sent, enciphered
public record RawAvp(int vendorId, int type, boolean mandatory, boolean hidden, Octets value) {}
