package org.prol2tp.protocol.ppp;

import java.util.Optional;

/// Our side where the peer has to prove itself. RFC 1661 §3.5.
sealed interface Authenticator permits PapAuthenticator, ChapAuthenticator, EapAuthenticator {
    /// The link entered phase Authenticate.
    void start(Turn turn);

    /// Instead of [#start]: the peer has said who it is before. It is answered as if it had said so now.
    void judge(Handover.Proof proof, Turn turn);

    /// Instead of [#start]: the peer proved itself to another process of ours.
    void resume(Turn turn);

    void receive(ControlPacket packet, Turn turn);

    void timePassed(Turn turn);

    long deadlineNs();

    /// The answer to a question of this link; empty: no such user.
    void secretAnswered(int ticket, Optional<byte[]> secret, Turn turn);

    /// Somebody else judged what the peer showed. `message` goes to the peer; for MS-CHAPv2 that is
    /// accepted it begins with the authenticator response of RFC 2759 §8.7.
    void judged(int ticket, boolean accepted, String message, Turn turn);

    /// Somebody else wants to know more of the peer. Only where the method is not ours to choose.
    default void asksOn(int ticket, Verdict.AsksOn what, Turn turn) {
        judged(ticket, false, "this way of proof has one question only", turn);
    }

    /// The peer is who it says.
    boolean isDone();
}
