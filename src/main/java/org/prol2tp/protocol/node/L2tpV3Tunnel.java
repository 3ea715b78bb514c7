package org.prol2tp.protocol.node;

import java.util.Set;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;

/// What a tunnel profile or a tunnel sets for L2TPv3 alone, RFC 3931.
///
/// @param routerId Router ID AVP, 32 bits unsigned; 0: the system's (§5.4.4)
/// @param digestType the digest of control messages (§5.4.1); none: they carry no digest
/// @param nonceLength of the Control Message Authentication Nonce AVP, in octets (§5.4.3); 0: none is sent
/// @param pseudowireCapabilities what we say we can carry (§5.4.4); empty: all that we can
/// @param mode how much the two ends tell each other
/// @param peerTunnelId the peer's id where it does not tell, 32 bits; else 0
public record L2tpV3Tunnel(
        int routerId,
        DigestType digestType,
        int nonceLength,
        Set<PseudowireType> pseudowireCapabilities,
        Mode mode,
        int peerTunnelId) {
    /// What applies where nothing is set.
    public static final L2tpV3Tunnel DEFAULT = new L2tpV3Tunnel(0, DigestType.NONE, 16, Set.of(), Mode.MANAGED, 0);

    /// How much the two ends of a tunnel tell each other.
    public enum Mode {
        /// A control connection sets up the tunnel and its sessions.
        MANAGED,
        /// Nothing: ids and cookies are those of the settings, at both ends.
        STATIC,
        /// HELLO alone, to notice that the peer is gone.
        QUIESCENT
    }

    /// The Message Digest AVP's kinds, RFC 3931 §5.4.1.
    public enum DigestType {
        NONE,
        MD5,
        SHA1
    }

    /// The same with this router id.
    public L2tpV3Tunnel withRouterId(int other) {
        return new L2tpV3Tunnel(other, digestType, nonceLength, pseudowireCapabilities, mode, peerTunnelId);
    }

    /// The same with this digest.
    public L2tpV3Tunnel withDigestType(DigestType other) {
        return new L2tpV3Tunnel(routerId, other, nonceLength, pseudowireCapabilities, mode, peerTunnelId);
    }

    /// The same with this length of the nonce.
    public L2tpV3Tunnel withNonceLength(int other) {
        return new L2tpV3Tunnel(routerId, digestType, other, pseudowireCapabilities, mode, peerTunnelId);
    }

    /// The same with these capabilities.
    public L2tpV3Tunnel withPseudowireCapabilities(Set<PseudowireType> others) {
        return new L2tpV3Tunnel(routerId, digestType, nonceLength, Set.copyOf(others), mode, peerTunnelId);
    }

    /// The same in this mode.
    public L2tpV3Tunnel withMode(Mode other) {
        return new L2tpV3Tunnel(routerId, digestType, nonceLength, pseudowireCapabilities, other, peerTunnelId);
    }

    /// The same with this id of the peer's.
    public L2tpV3Tunnel withPeerTunnelId(int other) {
        return new L2tpV3Tunnel(routerId, digestType, nonceLength, pseudowireCapabilities, mode, other);
    }
}
