package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authenticator of EAP (RFC 3748): asks who the peer is, then challenges it (MD5-Challenge, §5.4).
/// Each request is sent again until it is answered.
final class EapAuthenticator implements Authenticator {
    private final Link link;

    private byte identifier;

    /// What is asked; null: nothing.
    private Eap.@Nullable Content request;

    /// In `request`, if that is one.
    private byte @Nullable [] challenge;

    private int requestsLeft;

    private long nextNs = Link.NEVER;

    /// As the peer said in its identity.
    private String name = "";

    private int ticket;

    /// The digest, while its secret is looked up.
    private byte @Nullable [] claimed;

    private boolean done;

    EapAuthenticator(Link link) {
        this.link = link;
    }

    @Override
    public void start(Turn turn) {
        ask(new Eap.Content(Eap.IDENTITY, new byte[0]), turn);
    }

    /// There is none for EAP.
    @Override
    public void judge(Handover.Proof proof, Turn turn) {
        start(turn);
    }

    private void ask(Eap.Content what, Turn turn) {
        request = what;
        identifier = (byte) link.nextIdentifier();
        requestsLeft = Math.max(1, link.settings().chapMaxChallenge());
        sendRequest(turn);
    }

    private void sendRequest(Turn turn) {
        Eap.Content asked = request;
        if (asked != null) {
            requestsLeft--;
            nextNs = turn.nowNs() + link.settings().chapRestart().toNanos();
            send(Eap.REQUEST, asked.encode(), turn);
        }
    }

    private void challenge(Turn turn) {
        byte[] value = link.randomness().challenge(Chap.CHALLENGE_OCTETS);
        byte[] localName = link.settings().localName().getBytes(StandardCharsets.UTF_8);
        challenge = value;
        ask(new Eap.Content(Eap.MD5_CHALLENGE, new Chap.Value(value, localName).encode()), turn);
    }

    @Override
    public void receive(ControlPacket packet, Turn turn) {
        Optional<Eap.Content> said = Eap.Content.decode(packet.data());
        if (packet.identifier() != (identifier & 0xFF) || said.isEmpty()) {
            link.discard(turn, "no answer to a request of ours");
        } else if (request != null) {
            answered(request, said.get(), turn);
        } else if (done) {
            send(Eap.SUCCESS, new byte[0], turn);
        }
    }

    private void answered(Eap.Content asked, Eap.Content said, Turn turn) {
        if (asked.type() == Eap.IDENTITY && said.type() == Eap.IDENTITY) {
            name = new String(said.data(), StandardCharsets.UTF_8);
            challenge(turn);
        } else if (asked.type() == Eap.MD5_CHALLENGE && said.type() == Eap.MD5_CHALLENGE) {
            digest(said, turn);
        } else if (said.type() == Eap.NAK) {
            refuse("the peer knows no MD5-Challenge", turn);
        } else {
            link.discard(turn, "an EAP response of another type");
        }
    }

    private void digest(Eap.Content said, Turn turn) {
        Optional<Chap.Value> value = Chap.Value.decode(said.data()).filter(it -> it.value().length == Chap.MD5_OCTETS);
        byte[] sent = challenge;
        if (value.isEmpty() || sent == null) {
            link.discard(turn, "malformed MD5-Challenge response");
            return;
        }
        byte[] shown = value.get().value();
        request = null;
        nextNs = Link.NEVER;
        claimed = shown;
        ticket = link.nextTicket();
        PeerProof proof = new PeerProof.Chap(identifier & 0xFF, sent, shown);
        turn.out()
                .secretFor(SecretQuestion.ofPeer(ticket, peer(), link.settings().localName(), proof));
    }

    private String peer() {
        return name.isEmpty() ? link.settings().remoteName() : name;
    }

    @Override
    public void secretAnswered(int answered, Optional<byte[]> secret, Turn turn) {
        byte[] shown = claimed;
        byte[] sent = challenge;
        if (ticket == 0 || answered != ticket || shown == null || sent == null) {
            return;
        }
        // The hash is made for an unknown user too: the time tells nothing.
        byte[] expected = Chap.md5Response(identifier, secret.orElse(new byte[0]), sent);
        boolean isRight = MessageDigest.isEqual(expected, shown) && secret.isPresent();
        judged(answered, isRight, isRight ? "" : "wrong name or secret", turn);
    }

    @Override
    public void judged(int answered, boolean accepted, String message, Turn turn) {
        if (ticket == 0 || answered != ticket || claimed == null) {
            return;
        }
        ticket = 0;
        claimed = null;
        if (peer().equals(link.settings().userName()) && !peer().isEmpty()) {
            // Whoever bears our own name may have our response from another link of ours.
            refuse("this is our own name", turn);
        } else if (!accepted) {
            refuse(message, turn);
        } else if (done && !peer().equals(link.peerName())) {
            refuse("the peer was " + Printable.of(link.peerName()) + " before", turn);
        } else {
            accept(turn);
        }
    }

    private void accept(Turn turn) {
        send(Eap.SUCCESS, new byte[0], turn);
        long intervalNs = link.settings().chapInterval().toNanos();
        nextNs = intervalNs == 0 ? Link.NEVER : turn.nowNs() + intervalNs;
        if (!done) {
            done = true;
            link.peerProved(peer(), turn);
        }
    }

    private void refuse(String why, Turn turn) {
        request = null;
        nextNs = Link.NEVER;
        send(Eap.FAILURE, new byte[0], turn);
        link.peerNotProved(peer(), why, turn);
    }

    @Override
    public void timePassed(Turn turn) {
        if (turn.nowNs() < nextNs) {
            return;
        }
        if (request == null) {
            challenge(turn);
        } else if (requestsLeft > 0) {
            sendRequest(turn);
        } else {
            request = null;
            nextNs = Link.NEVER;
            link.peerNotProved(peer(), "no answer to our EAP requests", turn);
        }
    }

    @Override
    public long deadlineNs() {
        return nextNs;
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
        link.send(PppFrame.EAP, new ControlPacket(code, identifier & 0xFF, data), turn);
    }
}
