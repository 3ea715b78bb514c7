package org.prol2tp.protocol.ppp;

/// Asks for the secret that two names share.
///
/// @param ticket names this question in the answer
/// @param purpose which end proves itself
/// @param peerName the peer's name, as it told or as the settings say; may be empty
/// @param localName our name; may be empty
public record SecretQuestion(int ticket, Purpose purpose, String peerName, String localName) {
    public enum Purpose {
        /// The peer claims to be `peerName`: PAP's Peer-ID, CHAP's name in the response.
        VERIFY_PEER,
        /// We claim to be `localName` and have to prove it.
        PROVE_OURSELVES
    }
}
