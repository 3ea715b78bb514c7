package org.prol2tp.plugin;

/// An AVP as it came.
///
/// @param vendorId 0: IETF
/// @param value 0..1017 octets; of a hidden one what was sent, not what it means
public record ReceivedAvp(int vendorId, int type, boolean mandatory, boolean hidden, byte[] value) {}
