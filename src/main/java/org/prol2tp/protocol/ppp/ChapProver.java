package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answering side of CHAP (RFC 1994) and its kinds by Microsoft (RFC 2433, RFC 2759). A response is sent again
/// until the
/// authenticator says Success or Failure: its answer may be lost, and it does not repeat it by itself.
final class ChapProver implements Prover {
    private final Link link;

    private final ChapAlgorithm algorithm;

    /// When to send the response again, or to give up waiting for a challenge.
    private long nextNs = Link.NEVER;

    private int responsesLeft;

    private int ticket;

    private byte identifier;

    /// The last challenge; null: none yet.
    private byte @Nullable [] challenge;

    /// The response that waits for its answer; null: none.
    private byte @Nullable [] response;

    /// How the authenticator has to begin its Success; MS-CHAPv2 only.
    private String expectedProof = "";

    private boolean done;

    ChapProver(Link link, ChapAlgorithm algorithm) {
        this.link = link;
        this.algorithm = algorithm;
    }

    @Override
    public void start(Turn turn) {
        LinkSettings settings = link.settings();
        nextNs = turn.nowNs() + settings.chapRestart().toNanos() * Math.max(1, settings.chapMaxChallenge());
    }

    @Override
    public void receive(ControlPacket packet, Turn turn) {
        switch (packet.code()) {
            case Chap.CHALLENGE -> receiveChallenge(packet, turn);
            case Chap.SUCCESS, Chap.FAILURE -> receiveVerdict(packet, turn);
            default -> link.discard(turn, "unknown CHAP code");
        }
    }

    /// May come at any time; a new one replaces the one before.
    private void receiveChallenge(ControlPacket packet, Turn turn) {
        Optional<Chap.Value> asked =
                Chap.Value.decode(packet.data()).filter(value -> algorithm.takesChallengeOf(value.value().length));
        if (asked.isEmpty() || link.randomness().isOwnChallenge(asked.get().value())) {
            link.discard(turn, "malformed CHAP challenge, or our own");
            return;
        }
        boolean isAgain = packet.identifier() == (identifier & 0xFF)
                && Arrays.equals(challenge, asked.get().value());
        if (isAgain && response != null) {
            send(turn);
            return;
        }
        if (isAgain) {
            // Still asking for the secret, or answered and accepted: a late copy.
            return;
        }
        identifier = (byte) packet.identifier();
        challenge = asked.get().value();
        response = null;
        ticket = link.nextTicket();
        String authenticator = asked.get().name().length == 0
                ? link.settings().remoteName()
                : asked.get().nameText();
        turn.out()
                .secretFor(SecretQuestion.ofOurselves(
                        ticket, authenticator, link.settings().userName()));
    }

    @Override
    public void secretAnswered(int answered, Optional<byte[]> secret, Turn turn) {
        byte[] asked = challenge;
        if (ticket == 0 || answered != ticket || asked == null) {
            return;
        }
        ticket = 0;
        if (secret.isEmpty()) {
            link.notAccepted("no secret for " + link.settings().userName(), turn);
            return;
        }
        byte[] name = link.settings().userName().getBytes(StandardCharsets.UTF_8);
        byte[] value = algorithm.response(identifier & 0xFF, asked, name, secret.get(), link.randomness());
        expectedProof = algorithm.authenticatorsProof(value, asked, name, secret.get());
        response = new Chap.Value(value, name).encode();
        responsesLeft = Math.max(1, link.settings().chapMaxChallenge());
        send(turn);
    }

    private void send(Turn turn) {
        byte[] data = response;
        if (data == null) {
            return;
        }
        responsesLeft--;
        nextNs = turn.nowNs() + link.settings().chapRestart().toNanos();
        link.send(PppFrame.CHAP, new ControlPacket(Chap.RESPONSE, identifier & 0xFF, data), turn);
    }

    private void receiveVerdict(ControlPacket packet, Turn turn) {
        if (response == null || packet.identifier() != (identifier & 0xFF)) {
            link.discard(turn, "no answer to a response of ours");
            return;
        }
        boolean isProved = provesItself(packet.data());
        stop();
        if (packet.code() == Chap.FAILURE) {
            link.notAccepted("CHAP: " + algorithm.printable(packet.data()), turn);
        } else if (!isProved) {
            link.notAccepted("the peer does not prove that it knows our password", turn);
        } else if (!done) {
            done = true;
            link.accepted(turn);
        }
    }

    /// RFC 2759 §5: `S=` and 40 digits, then anything.
    private boolean provesItself(byte[] message) {
        byte[] expected = expectedProof.getBytes(StandardCharsets.US_ASCII);
        if (message.length < expected.length) {
            return false;
        }
        byte[] said = new String(message, 0, expected.length, StandardCharsets.ISO_8859_1)
                .toUpperCase(Locale.ROOT)
                .getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(expected, said);
    }

    @Override
    public void nudge(Turn turn) {
        if (response != null) {
            responsesLeft++;
            send(turn);
        }
    }

    @Override
    public void timePassed(Turn turn) {
        if (turn.nowNs() < nextNs) {
            return;
        }
        if (response != null && responsesLeft > 0) {
            send(turn);
        } else {
            stop();
            if (!done) {
                link.notAccepted("the peer does not answer, or does not challenge us", turn);
            }
        }
    }

    private void stop() {
        response = null;
        expectedProof = "";
        nextNs = Link.NEVER;
    }

    @Override
    public long deadlineNs() {
        return nextNs;
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
