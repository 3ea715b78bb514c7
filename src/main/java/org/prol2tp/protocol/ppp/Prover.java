package org.prol2tp.protocol.ppp;

import java.util.Optional;

/// Our side where we have to prove ourselves to the peer. RFC 1661 §3.5.
sealed interface Prover permits PapProver, ChapProver, EapProver {
    /// The link entered phase Authenticate.
    void start(Turn turn);

    void receive(ControlPacket packet, Turn turn);

    void timePassed(Turn turn);

    /// The peer behaves as if it had accepted us: its answer was lost. Asks for it again.
    void nudge(Turn turn);

    long deadlineNs();

    /// The answer to a question of this link; empty: we have no secret for this peer.
    void secretAnswered(int ticket, Optional<byte[]> secret, Turn turn);

    /// The peer accepted us.
    boolean isDone();

    /// It did so before the link was ours.
    void done();
}
