package org.prol2tp.protocol.ppp;

import java.util.Optional;

/// What somebody else has settled with the peer on our behalf, before the link was ours: LCP, and perhaps who the
/// peer is. The arrays are not to be changed.
///
/// @param sent the options of the Configure-Request that the peer acknowledged, as if we had sent it
/// @param received the options of the peer's Configure-Request that was acknowledged
/// @param proof what the peer said to prove who it is; empty: nothing, or nothing that can be used
/// @param proved whether the peer has been told who we are, where it wants to know, and need not be told again
///
/// Source: RFC 2661 §4.4.5.
public record Handover(byte[] sent, byte[] received, Optional<Proof> proof, boolean proved) {
    /// How the peer proved itself.
    public enum Kind {
        /// Name and password, asked for by other means than PPP: the peer waits for no answer.
        TEXT,
        PAP,
        /// With MD5 or, if LCP has settled on it, MS-CHAPv2.
        CHAP
    }

    /// What the peer said; whether it is true is for us to find out. Prints without secrets.
    ///
    /// @param identifier of the request or challenge, 8 bits
    /// @param challenge empty but for CHAP
    /// @param response the response to the challenge, or the password
    public record Proof(Kind kind, String name, int identifier, byte[] challenge, byte[] response) {
        @Override
        public String toString() {
            return kind + " " + Printable.of(name) + " …";
        }
    }
}
