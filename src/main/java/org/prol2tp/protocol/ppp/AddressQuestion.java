package org.prol2tp.protocol.ppp;

/// Asks for the IPv4 address to give to the peer.
///
/// @param ticket names this question in the answer
/// @param peerName the authenticated name of the peer; empty if it did not have to authenticate itself
public record AddressQuestion(int ticket, String peerName) {}
