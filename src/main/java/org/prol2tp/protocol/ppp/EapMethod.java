package org.prol2tp.protocol.ppp;

import java.util.Optional;

/// What [EapAuthenticator] asks between the peer's identity and the verdict, and what it makes of the answers.
///
/// Source: RFC 3748 §2, §5.
sealed interface EapMethod permits EapMd5, EapPassThrough {
    /// What an answer leads to.
    sealed interface Next {
        /// A request, type and data, with this identifier.
        record Ask(int identifier, byte[] request) implements Next {}

        /// Somebody has to look at this: [#secretAnswered] or a verdict follows.
        record Prove(PeerProof proof) implements Next {}

        record Refuse(String why) implements Next {}

        /// The answer is none; the request stays out.
        record Discard(String why) implements Next {}
    }

    /// The peer said who it is. `answer` holds type and data.
    Next identityGiven(ControlPacket answer);

    /// The peer answered a request of this method.
    Next answered(ControlPacket answer);

    /// The peer has to prove itself again after a while; empty: it begins with its identity.
    Optional<Next> again();

    /// Why the secret that was found does not make the peer's answer right; empty: it does.
    Optional<String> secretAnswered(Optional<byte[]> secret);

    /// Who judges the peer wants to know more.
    Next asksOn(Verdict.AsksOn what);

    /// Whoever bears our own name may show what we said at another link of ours: it is refused.
    boolean canBeReflected();
}
