package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The authenticator of EAP that knows no method: asks who the peer is, then carries requests of somebody outside to
/// the peer, and its answers back.
///
/// Source: RFC 3748 §2.3, §4; RFC 3579 §2.
final class EapPassThrough implements Authenticator {
    /// A method that has not ended by then never does.
    static final int MAX_REQUESTS = 100;

    /// Octets of an answer: with more, a question to RADIUS might not fit into a packet.
    static final int MAX_RESPONSE = 2048;

    private static final byte[] ASK_IDENTITY = {Eap.IDENTITY};

    private final Link link;

    private byte identifier;

    /// Type and data of what is asked; null: nothing.
    private byte @Nullable [] request;

    /// What has to come back with the answer.
    private byte[] state = {};

    private int requestsLeft;

    private int rounds;

    private long nextNs = Link.NEVER;

    /// As the peer said in its identity.
    private String name = "";

    /// Of the question that is out; 0: none.
    private int ticket;

    private boolean done;

    EapPassThrough(Link link) {
        this.link = link;
    }

    @Override
    public void start(Turn turn) {
        rounds = 0;
        state = new byte[0];
        ask(link.nextIdentifier(), ASK_IDENTITY, turn);
    }

    /// There is none for EAP.
    @Override
    public void judge(Handover.Proof proof, Turn turn) {
        start(turn);
    }

    private void ask(int with, byte[] what, Turn turn) {
        request = what;
        identifier = (byte) with;
        requestsLeft = Math.max(1, link.settings().chapMaxChallenge());
        sendRequest(turn);
    }

    private void sendRequest(Turn turn) {
        byte[] asked = request;
        if (asked != null) {
            requestsLeft--;
            nextNs = turn.nowNs() + link.settings().chapRestart().toNanos();
            send(Eap.REQUEST, asked, turn);
        }
    }

    @Override
    public void receive(ControlPacket packet, Turn turn) {
        byte[] asked = request;
        byte[] said = packet.data();
        if (packet.identifier() != (identifier & 0xFF) || said.length == 0) {
            link.discard(turn, "no answer to a request of ours");
        } else if (said.length > MAX_RESPONSE - ControlPacket.HEADER_OCTETS) {
            link.discard(turn, "an EAP response of more than " + MAX_RESPONSE + " octets");
        } else if (asked == null) {
            if (done && ticket == 0) {
                send(Eap.SUCCESS, new byte[0], turn);
            }
        } else if (Arrays.equals(asked, ASK_IDENTITY) && said[0] != Eap.IDENTITY) {
            link.discard(turn, "an EAP response of another type");
        } else {
            carry(asked, packet, turn);
        }
    }

    private void carry(byte[] asked, ControlPacket answer, Turn turn) {
        if (Arrays.equals(asked, ASK_IDENTITY)) {
            name = new String(answer.data(), 1, answer.data().length - 1, StandardCharsets.UTF_8);
        }
        request = null;
        nextNs = Link.NEVER;
        ticket = link.nextTicket();
        PeerProof proof = new PeerProof.Eap(answer.encode(MAX_RESPONSE), state);
        turn.out()
                .secretFor(SecretQuestion.ofPeer(ticket, peer(), link.settings().localName(), proof));
    }

    private String peer() {
        return name.isEmpty() ? link.settings().remoteName() : name;
    }

    @Override
    public void asksOn(int answered, Verdict.AsksOn what, Turn turn) {
        if (ticket == 0 || answered != ticket) {
            return;
        }
        ticket = 0;
        Optional<ControlPacket> packet =
                ControlPacket.decode(what.request()).filter(it -> it.code() == Eap.REQUEST && it.data().length > 0);
        if (packet.isEmpty()) {
            refuse("who judges the peer sent no EAP request", turn);
        } else if (++rounds > MAX_REQUESTS) {
            refuse("the EAP method does not end", turn);
        } else {
            state = what.state();
            ask(packet.get().identifier(), packet.get().data(), turn);
        }
    }

    /// A secret is of no use here.
    @Override
    public void secretAnswered(int answered, Optional<byte[]> secret, Turn turn) {
        judged(answered, false, "nobody knows the EAP method", turn);
    }

    @Override
    public void judged(int answered, boolean accepted, String message, Turn turn) {
        if (ticket == 0 || answered != ticket) {
            return;
        }
        ticket = 0;
        if (!accepted) {
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
            start(turn);
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
