package org.prol2tp.protocol.node;

import java.util.Optional;

/// What is set for the PPP of a session, for somebody outside who negotiates it as the settings say.
///
/// @param mru what we ask the peer to send at most, octets
/// @param localName our name where the peer authenticates itself
/// @param userName who we are, where we authenticate ourselves
/// @param secret proves that; empty: nobody told it to us
/// @param peerAddress of IPv4, for the peer
/// @param interfaceName the network interface's, where it is not numbered
/// @param traced whether PPP of this session is traced
public record PppTerms(
        PppParameters ppp,
        int mru,
        String localName,
        Optional<String> userName,
        Optional<Secret> secret,
        Optional<IpAddress> peerAddress,
        Optional<String> interfaceName,
        boolean traced) {}
