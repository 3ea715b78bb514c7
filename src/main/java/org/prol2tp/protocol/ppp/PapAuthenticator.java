package org.prol2tp.protocol.ppp;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authenticator of RFC 1334 §2: waits for the peer's request.
final class PapAuthenticator implements Authenticator {
    private static final byte[] ACCEPTED = Pap.encodeMessage("");

    private final Link link;

    private long deadlineNs = Link.NEVER;

    /// The open question; 0: none.
    private int ticket;

    /// What the peer said, while its secret is looked up.
    private Pap.@Nullable Credentials claimed;

    private byte identifier;

    /// Whether the peer waits for no answer: it did not say so in PAP.
    private boolean silent;

    private boolean done;

    PapAuthenticator(Link link) {
        this.link = link;
    }

    @Override
    public void start(Turn turn) {
        LinkSettings settings = link.settings();
        deadlineNs = turn.nowNs()
                + (settings.papTimeout().isZero()
                        ? settings.papRestartInterval().toNanos() * Math.max(1, settings.papMaxAuthRequests())
                        : settings.papTimeout().toNanos());
    }

    /// A request after we answered gets the same answer: ours was lost. RFC 1334 §2.2.1.
    @Override
    public void receive(ControlPacket packet, Turn turn) {
        Optional<Pap.Credentials> credentials =
                packet.code() == Pap.REQUEST ? Pap.decodeRequest(packet.data()) : Optional.empty();
        if (credentials.isEmpty()) {
            link.discard(turn, "no PAP request");
            return;
        }
        identifier = (byte) packet.identifier();
        if (done) {
            send(Pap.ACK, ACCEPTED, turn);
        } else if (claimed == null) {
            verify(credentials.get(), turn);
        }
    }

    @Override
    public void judge(Handover.Proof proof, Turn turn) {
        start(turn);
        silent = proof.kind() == Handover.Kind.TEXT;
        identifier = (byte) proof.identifier();
        verify(new Pap.Credentials(proof.name(), proof.response()), turn);
    }

    private void verify(Pap.Credentials credentials, Turn turn) {
        claimed = credentials;
        deadlineNs = Link.NEVER;
        ticket = link.nextTicket();
        turn.out()
                .secretFor(SecretQuestion.ofPeer(
                        ticket,
                        credentials.peerId(),
                        link.settings().localName(),
                        new PeerProof.Pap(credentials.password())));
    }

    @Override
    public void secretAnswered(int answered, Optional<byte[]> secret, Turn turn) {
        Pap.Credentials credentials = claimed;
        if (ticket == 0 || answered != ticket || credentials == null) {
            return;
        }
        // An unknown user takes the same time.
        byte[] expected = secret.orElse(new byte[0]);
        byte[] expectedOnWire =
                expected.length <= Pap.MAX_TEXT_OCTETS ? expected : Arrays.copyOf(expected, Pap.MAX_TEXT_OCTETS);
        boolean isRight = MessageDigest.isEqual(expectedOnWire, credentials.password()) && secret.isPresent();
        judged(answered, isRight, isRight ? "" : "wrong name or password", turn);
    }

    @Override
    public void judged(int answered, boolean accepted, String message, Turn turn) {
        Pap.Credentials credentials = claimed;
        if (ticket == 0 || answered != ticket || credentials == null) {
            return;
        }
        ticket = 0;
        claimed = null;
        if (accepted) {
            done = true;
            send(Pap.ACK, ACCEPTED, turn);
            link.peerProved(credentials.peerId(), turn);
        } else {
            send(Pap.NAK, Pap.encodeMessage(message), turn);
            link.peerNotProved(credentials.peerId(), message, turn);
        }
    }

    @Override
    public void timePassed(Turn turn) {
        if (turn.nowNs() >= deadlineNs) {
            deadlineNs = Link.NEVER;
            link.peerNotProved("", "no PAP request came", turn);
        }
    }

    @Override
    public long deadlineNs() {
        return deadlineNs;
    }

    @Override
    public void resume(Turn turn) {
        done = true;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    private void send(int code, byte[] data, Turn turn) {
        if (silent) {
            return;
        }
        link.send(PppFrame.PAP, new ControlPacket(code, identifier & 0xFF, data), turn);
    }
}
