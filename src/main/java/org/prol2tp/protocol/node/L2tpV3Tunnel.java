package org.prol2tp.protocol.node;

import java.util.Set;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;

/// What a tunnel profile or a tunnel sets for L2TPv3 alone, RFC 3931.
///
/// @param routerId Router ID AVP, 32 bits unsigned; 0: the system's (§5.4.4)
/// @param digestType the digest of control messages (§5.4.1); none: they carry no digest
/// @param nonceLength of the Control Message Authentication Nonce AVP, in octets (§5.4.3); 0: none is sent
/// @param pseudowireCapabilities what we say we can carry (§5.4.4); empty: all that we can
public record L2tpV3Tunnel(
        int routerId, DigestType digestType, int nonceLength, Set<PseudowireType> pseudowireCapabilities) {
    /// What applies where nothing is set.
    public static final L2tpV3Tunnel DEFAULT = new L2tpV3Tunnel(0, DigestType.NONE, 16, Set.of());

    /// The Message Digest AVP's kinds, RFC 3931 §5.4.1.
    public enum DigestType {
        NONE,
        MD5,
        SHA1
    }

    /// The same with this router id.
    public L2tpV3Tunnel withRouterId(int other) {
        return new L2tpV3Tunnel(other, digestType, nonceLength, pseudowireCapabilities);
    }

    /// The same with this digest.
    public L2tpV3Tunnel withDigestType(DigestType other) {
        return new L2tpV3Tunnel(routerId, other, nonceLength, pseudowireCapabilities);
    }

    /// The same with this length of the nonce.
    public L2tpV3Tunnel withNonceLength(int other) {
        return new L2tpV3Tunnel(routerId, digestType, other, pseudowireCapabilities);
    }

    /// The same with these capabilities.
    public L2tpV3Tunnel withPseudowireCapabilities(Set<PseudowireType> others) {
        return new L2tpV3Tunnel(routerId, digestType, nonceLength, Set.copyOf(others));
    }
}
