package org.prol2tp.protocol.ppp;

/// What somebody who judges a peer's [PeerProof] says to it.
public sealed interface Verdict {
    /// The peer is who it says.
    ///
    /// @param message one line for the peer; for MS-CHAPv2 `S=…` (RFC 2759 §8.7), perhaps with ` M=…`
    record Accepted(String message) implements Verdict {}

    /// It is not, or may not come in.
    ///
    /// @param message one line for the peer
    record Refused(String message) implements Verdict {}

    /// The peer has to answer this first: the method of EAP has not ended.
    ///
    /// @param request a whole packet of EAP, code Request
    /// @param state goes back with the answer, as it is
    record AsksOn(byte[] request, byte[] state) implements Verdict {}
}
