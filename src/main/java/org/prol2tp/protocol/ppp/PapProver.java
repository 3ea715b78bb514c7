package org.prol2tp.protocol.ppp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The peer of RFC 1334 §2: sends name and password until it is answered.
final class PapProver implements Prover {
    private final Link link;

    private long retryNs = Link.NEVER;

    private int requestsLeft;

    private int ticket;

    private byte identifier;

    /// Dropped as soon as it is answered: it holds the password.
    private byte @Nullable [] request;

    private boolean done;

    PapProver(Link link) {
        this.link = link;
    }

    @Override
    public void start(Turn turn) {
        requestsLeft = Math.max(1, link.settings().papMaxAuthRequests());
        ticket = link.nextTicket();
        turn.out()
                .secretFor(SecretQuestion.ofOurselves(
                        ticket, link.settings().remoteName(), link.settings().userName()));
    }

    @Override
    public void secretAnswered(int answered, Optional<byte[]> secret, Turn turn) {
        if (ticket == 0 || answered != ticket) {
            return;
        }
        ticket = 0;
        if (secret.isEmpty()) {
            link.notAccepted("no password for " + link.settings().userName(), turn);
            return;
        }
        request = Pap.encodeRequest(link.settings().userName(), secret.get());
        identifier = (byte) link.nextIdentifier();
        send(turn);
    }

    private void send(Turn turn) {
        byte[] data = request;
        if (data == null) {
            return;
        }
        requestsLeft--;
        retryNs = turn.nowNs() + link.settings().papRestartInterval().toNanos();
        link.send(PppFrame.PAP, new ControlPacket(Pap.REQUEST, identifier & 0xFF, data), turn);
    }

    @Override
    public void nudge(Turn turn) {
        if (request != null) {
            requestsLeft++;
            send(turn);
        }
    }

    @Override
    public void timePassed(Turn turn) {
        if (turn.nowNs() < retryNs) {
            return;
        }
        if (requestsLeft > 0) {
            send(turn);
        } else {
            stop();
            link.notAccepted("the peer does not answer PAP requests", turn);
        }
    }

    @Override
    public void receive(ControlPacket packet, Turn turn) {
        boolean isAnswer = packet.code() == Pap.ACK || packet.code() == Pap.NAK;
        if (request == null || !isAnswer || packet.identifier() != (identifier & 0xFF)) {
            link.discard(turn, "no answer to a PAP request");
            return;
        }
        stop();
        if (packet.code() == Pap.ACK) {
            done = true;
            link.accepted(turn);
        } else {
            link.notAccepted("PAP: " + Pap.decodeMessage(packet.data()), turn);
        }
    }

    private void stop() {
        request = null;
        retryNs = Link.NEVER;
    }

    @Override
    public long deadlineNs() {
        return retryNs;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void done() {
        done = true;
    }
}
