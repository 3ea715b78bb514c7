package org.prol2tp.protocol.control;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.control.ConnectionTable.State;
import org.prol2tp.protocol.control.ConnectionTable.WaitCtlConn;
import org.prol2tp.protocol.control.ConnectionTable.WaitCtlReply;
import org.prol2tp.protocol.wire.Octets;

/// The challenges and nonces of this node whose answers are awaited, of each half-open connection.
///
/// Both ends share one secret, so a peer that does not know it could send our challenge back to us in
/// another connection, and answer with our own response. Such a peer is refused.
///
/// Source: RFC 2661 §5.1.1, which leaves it open.
final class OpenChallenges {
    private final Set<Octets> open = new HashSet<>();

    /// A connection went from one state to another.
    ///
    /// @param nonce what it has told of itself to have messages proven (RFC 3931 §4.3): a peer could send
    ///     that back too
    void moved(State before, State after, Optional<Octets> nonce) {
        challenge(before).ifPresent(open::remove);
        challenge(after).ifPresent(open::add);
        nonce.ifPresent(after instanceof WaitCtlReply || after instanceof WaitCtlConn ? open::add : open::remove);
    }

    /// Whether a peer's challenge is one of ours.
    boolean contains(Optional<Octets> peerChallenge) {
        return peerChallenge.isPresent() && open.contains(peerChallenge.get());
    }

    int size() {
        return open.size();
    }

    private static Optional<Octets> challenge(State state) {
        return switch (state) {
            case WaitCtlReply(var challenge, var tieBreaker) -> challenge.map(ChallengeAuthentication::octets);
            case WaitCtlConn(var challenge) -> challenge.map(ChallengeAuthentication::octets);
            case ConnectionTable.Idle _, ConnectionTable.Established _, ConnectionTable.Draining _ -> Optional.empty();
        };
    }
}
