package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authenticator of CHAP (RFC 1994) and its kinds by Microsoft (RFC 2433, RFC 2759): challenges at the
/// start and, if the settings say so, again and again.
final class ChapAuthenticator implements Authenticator {
    private static final String DENIED = "access denied";

    /// Of a challenge that somebody else sent, octets: a RADIUS server can be told of no longer one (RFC 2865 §5.40).
    private static final int LONGEST_FOREIGN_CHALLENGE = 253;

    private final Link link;

    private final ChapAlgorithm algorithm;

    /// The challenge that is open; null: none.
    private byte @Nullable [] challenge;

    private byte identifier;

    private int challengesLeft;

    /// When to send the challenge again, or a new one.
    private long nextNs = Link.NEVER;

    private int ticket;

    /// What the peer said, while its secret is looked up.
    private Chap.@Nullable Value claimed;

    /// Our last answer: a response that comes again gets it again.
    private byte @Nullable [] success;

    private boolean done;

    ChapAuthenticator(Link link, ChapAlgorithm algorithm) {
        this.link = link;
        this.algorithm = algorithm;
    }

    @Override
    public void start(Turn turn) {
        challengeAnew(turn);
    }

    private void challengeAnew(Turn turn) {
        challenge = link.randomness().challenge(algorithm.challengeOctets());
        identifier = (byte) link.nextIdentifier();
        challengesLeft = Math.max(1, link.settings().chapMaxChallenge());
        success = null;
        sendChallenge(turn);
    }

    private void sendChallenge(Turn turn) {
        byte[] value = challenge;
        if (value == null) {
            return;
        }
        challengesLeft--;
        nextNs = turn.nowNs() + link.settings().chapRestart().toNanos();
        byte[] name = link.settings().localName().getBytes(StandardCharsets.UTF_8);
        send(Chap.CHALLENGE, new Chap.Value(value, name).encode(), turn);
    }

    @Override
    public void timePassed(Turn turn) {
        if (turn.nowNs() < nextNs) {
            return;
        }
        if (challenge == null) {
            challengeAnew(turn);
        } else if (challengesLeft > 0) {
            sendChallenge(turn);
        } else {
            stop();
            link.peerNotProved(link.peerName(), "no answer to our challenges", turn);
        }
    }

    @Override
    public void receive(ControlPacket packet, Turn turn) {
        if (packet.code() != Chap.RESPONSE || packet.identifier() != (identifier & 0xFF)) {
            link.discard(turn, "no answer to a challenge of ours");
            return;
        }
        byte[] lastSuccess = success;
        if (lastSuccess != null) {
            send(Chap.SUCCESS, lastSuccess, turn);
            return;
        }
        Optional<Chap.Value> response =
                Chap.Value.decode(packet.data()).filter(value -> value.value().length == algorithm.responseOctets());
        if (challenge == null || response.isEmpty()) {
            link.discard(turn, "malformed CHAP response");
            return;
        }
        if (claimed == null) {
            verify(challenge, response.get(), turn);
        }
    }

    /// A response of the wrong length is none, nor is one to a challenge that is too long: the peer is challenged.
    @Override
    public void judge(Handover.Proof proof, Turn turn) {
        boolean fits = proof.response().length == algorithm.responseOctets()
                && algorithm.takesChallengeOf(proof.challenge().length)
                && proof.challenge().length <= LONGEST_FOREIGN_CHALLENGE;
        if (!fits) {
            start(turn);
            return;
        }
        challenge = proof.challenge();
        identifier = (byte) proof.identifier();
        verify(
                proof.challenge(),
                new Chap.Value(proof.response(), proof.name().getBytes(StandardCharsets.UTF_8)),
                turn);
    }

    private void verify(byte[] sent, Chap.Value response, Turn turn) {
        claimed = response;
        nextNs = Link.NEVER;
        ticket = link.nextTicket();
        turn.out()
                .secretFor(SecretQuestion.ofPeer(
                        ticket,
                        nameOf(response),
                        link.settings().localName(),
                        algorithm.proof(identifier & 0xFF, sent, response.value())));
    }

    private String nameOf(Chap.Value response) {
        return response.name().length == 0 ? link.settings().remoteName() : response.nameText();
    }

    @Override
    public void secretAnswered(int answered, Optional<byte[]> secret, Turn turn) {
        Chap.Value response = claimed;
        byte[] sent = challenge;
        if (ticket == 0 || answered != ticket || response == null || sent == null) {
            return;
        }
        byte[] known = secret.orElse(new byte[0]);
        // The hash is made for an unknown user too: the time tells nothing.
        boolean isRight = algorithm.isRight(response.value(), identifier & 0xFF, sent, response.name(), known)
                && secret.isPresent();
        judged(answered, isRight, isRight ? successText(response, sent, known) : "wrong name or secret", turn);
    }

    @Override
    public void judged(int answered, boolean accepted, String message, Turn turn) {
        Chap.Value response = claimed;
        byte[] sent = challenge;
        if (ticket == 0 || answered != ticket || response == null || sent == null) {
            return;
        }
        ticket = 0;
        stop();
        String name = nameOf(response);
        if (name.equals(link.settings().userName()) && !name.isEmpty()) {
            // Whoever bears our own name may have our response from another link of ours.
            send(Chap.FAILURE, failureText(sent, DENIED), turn);
            link.peerNotProved(name, "this is our own name", turn);
        } else if (!accepted) {
            send(Chap.FAILURE, failureText(sent, message), turn);
            link.peerNotProved(name, message, turn);
        } else if (done && !name.equals(link.peerName())) {
            send(Chap.FAILURE, failureText(sent, DENIED), turn);
            link.peerNotProved(name, "the peer was " + Printable.of(link.peerName()) + " before", turn);
        } else {
            success = message.getBytes(StandardCharsets.UTF_8);
            send(Chap.SUCCESS, success, turn);
            nextNs = nextChallengeNs(turn);
            if (!done) {
                done = true;
                link.peerProved(name, turn);
            }
        }
    }

    private long nextChallengeNs(Turn turn) {
        long intervalNs = link.settings().chapInterval().toNanos();
        return intervalNs == 0 ? Link.NEVER : turn.nowNs() + intervalNs;
    }

    @Override
    public void resume(Turn turn) {
        done = true;
        nextNs = nextChallengeNs(turn);
    }

    private String successText(Chap.Value response, byte[] sent, byte[] secret) {
        return algorithm.successText(algorithm.authenticatorsProof(response.value(), sent, response.name(), secret));
    }

    private byte[] failureText(byte[] sent, String message) {
        return algorithm.failureText(sent, message).getBytes(StandardCharsets.UTF_8);
    }

    private void stop() {
        challenge = null;
        claimed = null;
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

    private void send(int code, byte[] data, Turn turn) {
        link.send(PppFrame.CHAP, new ControlPacket(code, identifier & 0xFF, data), turn);
    }
}
