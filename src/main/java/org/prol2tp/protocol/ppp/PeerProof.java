package org.prol2tp.protocol.ppp;

/// What a peer showed to prove that it is who it says: all that somebody else needs to judge it.
public sealed interface PeerProof {
    /// RFC 1334 §2.2.1: the password itself, 0..255 octets.
    record Pap(byte[] password) implements PeerProof {}

    /// RFC 1994 §4.1: the digest of identifier, secret and challenge.
    ///
    /// @param identifier 8 bits
    /// @param challenge ours, 16 octets; where the LAC authenticated, what it sent
    /// @param response 16 octets
    record Chap(int identifier, byte[] challenge, byte[] response) implements PeerProof {}

    /// RFC 2433 §5.
    ///
    /// @param identifier 8 bits
    /// @param challenge ours, 8 octets; where the LAC authenticated, what it sent
    /// @param response 49 octets: LAN Manager response (24), NT response (24), flag (1)
    record MsChapV1(int identifier, byte[] challenge, byte[] response) implements PeerProof {}

    /// RFC 2759 §4. Who accepts it has to prove that it knows the password too.
    ///
    /// @param identifier 8 bits
    /// @param challenge ours, 16 octets; where the LAC authenticated, what it sent
    /// @param response 49 octets: the peer's challenge (16), reserved (8), NT response (24), flags (1)
    record MsChapV2(int identifier, byte[] challenge, byte[] response) implements PeerProof {}

    /// RFC 3748 §4: what the peer says to somebody outside, who knows the method.
    ///
    /// @param packet a whole one, code Response
    /// @param state of the [Verdict.AsksOn] that it answers; empty: it is the first
    record Eap(byte[] packet, byte[] state) implements PeerProof {}
}
