package org.prol2tp.protocol.ppp;

import java.util.Optional;

/// Asks for the secret that two names share, or for a judgement of what the peer showed.
///
/// @param ticket names this question in the answer
/// @param purpose which end proves itself
/// @param peerName the peer's name, as it told or as the settings say; may be empty
/// @param localName our name; may be empty
/// @param proof where the peer is to be verified
public record SecretQuestion(
        int ticket, Purpose purpose, String peerName, String localName, Optional<PeerProof> proof) {
    /// How we prove ourselves.
    static SecretQuestion ofOurselves(int ticket, String peerName, String localName) {
        return new SecretQuestion(ticket, Purpose.PROVE_OURSELVES, peerName, localName, Optional.empty());
    }

    /// Whether the peer is who it says.
    static SecretQuestion ofPeer(int ticket, String peerName, String localName, PeerProof proof) {
        return new SecretQuestion(ticket, Purpose.VERIFY_PEER, peerName, localName, Optional.of(proof));
    }

    public enum Purpose {
        /// The peer claims to be `peerName`: PAP's Peer-ID, CHAP's name in the response.
        VERIFY_PEER,
        /// We claim to be `localName` and have to prove it.
        PROVE_OURSELVES
    }
}
