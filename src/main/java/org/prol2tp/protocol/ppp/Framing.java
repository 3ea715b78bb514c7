package org.prol2tp.protocol.ppp;

/// What LCP settled for the frames we send.
///
/// @param mtu the longest network-layer packet to send, octets: the smaller of our limit and the peer's MRU
/// @param peerMru what the peer takes at most, octets (RFC 1661 §6.1)
/// @param compressAddressControl leave out FF 03 (RFC 1661 §6.6)
/// @param compressProtocol write protocol numbers below 256 in one octet (RFC 1661 §6.5)
public record Framing(int mtu, int peerMru, boolean compressAddressControl, boolean compressProtocol) {}
