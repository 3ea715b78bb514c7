package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authenticator of EAP: asks who the peer is, then what its method wants to know. Each request is sent again until
/// it is answered.
///
/// Source: RFC 3748 §2, §4.
final class EapAuthenticator implements Authenticator {
    private static final byte[] ASK_IDENTITY = {Eap.IDENTITY};

    private final Link link;

    private final EapMethod method;

    private int identifier;

    /// Type and data of what is asked; null: nothing.
    private byte @Nullable [] request;

    private int requestsLeft;

    private long nextNs = Link.NEVER;

    /// As the peer said in its identity.
    private String name = "";

    /// Of the question that is out; 0: none.
    private int ticket;

    private boolean done;

    EapAuthenticator(Link link, EapMethod method) {
        this.link = link;
        this.method = method;
    }

    @Override
    public void start(Turn turn) {
        ask(link.nextIdentifier(), ASK_IDENTITY, turn);
    }

    /// There is none for EAP.
    @Override
    public void judge(Handover.Proof proof, Turn turn) {
        start(turn);
    }

    private void ask(int with, byte[] what, Turn turn) {
        request = what;
        identifier = with & 0xFF;
        requestsLeft = Math.max(1, link.settings().chapMaxChallenge());
        sendRequest(what, turn);
    }

    private void sendRequest(byte[] asked, Turn turn) {
        requestsLeft--;
        nextNs = turn.nowNs() + link.settings().chapRestart().toNanos();
        send(Eap.REQUEST, asked, turn);
    }

    @Override
    public void receive(ControlPacket packet, Turn turn) {
        byte[] asked = request;
        byte[] said = packet.data();
        if (packet.identifier() != identifier || said.length == 0) {
            link.discard(turn, "no answer to a request of ours");
        } else if (asked == null) {
            if (done && ticket == 0) {
                send(Eap.SUCCESS, new byte[0], turn);
            }
        } else if (!Arrays.equals(asked, ASK_IDENTITY)) {
            follow(method.answered(packet), turn);
        } else if (said[0] != Eap.IDENTITY) {
            link.discard(turn, "an EAP response of another type");
        } else {
            identityGiven(packet, turn);
        }
    }

    private void identityGiven(ControlPacket answer, Turn turn) {
        name = new String(answer.data(), 1, answer.data().length - 1, StandardCharsets.UTF_8);
        follow(method.identityGiven(answer), turn);
    }

    private void follow(EapMethod.Next next, Turn turn) {
        switch (next) {
            case EapMethod.Next.Ask(int with, byte[] what) -> ask(with, what, turn);
            case EapMethod.Next.Prove(PeerProof proof) -> prove(proof, turn);
            case EapMethod.Next.Refuse(String why) -> refuse(why, turn);
            case EapMethod.Next.Discard(String why) -> link.discard(turn, why);
        }
    }

    private void prove(PeerProof proof, Turn turn) {
        request = null;
        nextNs = Link.NEVER;
        ticket = link.nextTicket();
        turn.out()
                .secretFor(SecretQuestion.ofPeer(ticket, peer(), link.settings().localName(), proof));
    }

    private String peer() {
        return name.isEmpty() ? link.settings().remoteName() : name;
    }

    @Override
    public void secretAnswered(int answered, Optional<byte[]> secret, Turn turn) {
        if (isOut(answered)) {
            Optional<String> wrong = method.secretAnswered(secret);
            judged(answered, wrong.isEmpty(), wrong.orElse(""), turn);
        }
    }

    @Override
    public void asksOn(int answered, Verdict.AsksOn what, Turn turn) {
        if (isOut(answered)) {
            ticket = 0;
            follow(method.asksOn(what), turn);
        }
    }

    @Override
    public void judged(int answered, boolean accepted, String message, Turn turn) {
        if (!isOut(answered)) {
            return;
        }
        ticket = 0;
        if (method.canBeReflected()
                && !peer().isEmpty()
                && peer().equals(link.settings().userName())) {
            refuse("this is our own name", turn);
        } else if (!accepted) {
            refuse(message, turn);
        } else if (done && !peer().equals(link.peerName())) {
            refuse("the peer was " + Printable.of(link.peerName()) + " before", turn);
        } else {
            accept(turn);
        }
    }

    private boolean isOut(int answered) {
        return ticket != 0 && answered == ticket;
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
        byte[] asked = request;
        if (asked == null) {
            method.again().ifPresentOrElse(next -> follow(next, turn), () -> start(turn));
        } else if (requestsLeft > 0) {
            sendRequest(asked, turn);
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
        link.send(PppFrame.EAP, new ControlPacket(code, identifier, data), turn);
    }
}
