package org.prol2tp.protocol.ppp;

import java.util.Optional;

/// A link whose network is up, as it can be written down and gone on with by another [Link], of another
/// process of ours: the peer does not notice. It holds no secret: who had to prove himself has done so. The
/// arrays are not to be changed.
///
/// @param sent the options of our Configure-Request of LCP that the peer acknowledged
/// @param received the options of the peer's that we acknowledged
/// @param peerName its authenticated name; empty: none
/// @param ipv4 what IPCP settled, if it is open
/// @param ipv6 what IPV6CP settled, if it is open
public record LinkSnapshot(
        byte[] sent,
        byte[] received,
        String peerName,
        Optional<NetworkLayer.Ipv4> ipv4,
        Optional<NetworkLayer.Ipv6> ipv6) {}
