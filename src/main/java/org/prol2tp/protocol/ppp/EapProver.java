package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The peer of RFC 3748: says who we are and answers MS-CHAPv2 and MD5-Challenges; of any other method it asks for
/// these instead (§5.3.1). It never sends anything again by itself (§4.3): a request that comes again is answered
/// again.
final class EapProver implements Prover {
    private final Link link;

    private long giveUpNs = Link.NEVER;

    private int ticket;

    private byte identifier;

    /// The request that was answered last, and with what; null: none yet.
    private byte @Nullable [] request;

    private byte @Nullable [] response;

    /// Of the MD5-Challenge whose secret is looked up; null: none is.
    private byte @Nullable [] challenge;

    /// The same of MS-CHAPv2.
    private EapMsChapV2.@Nullable Challenge microsofts;

    /// How the authenticator has to begin its Success; MS-CHAPv2 only.
    private String expectedProof = "";

    /// A method was answered to its end: Success may follow.
    private boolean shown;

    private boolean done;

    EapProver(Link link) {
        this.link = link;
    }

    @Override
    public void start(Turn turn) {
        waitFor(turn);
    }

    private void waitFor(Turn turn) {
        LinkSettings settings = link.settings();
        giveUpNs = turn.nowNs() + settings.chapRestart().toNanos() * Math.max(1, settings.chapMaxChallenge());
    }

    @Override
    public void receive(ControlPacket packet, Turn turn) {
        switch (packet.code()) {
            case Eap.REQUEST -> receiveRequest(packet, turn);
            case Eap.SUCCESS -> {
                if (shown) {
                    accepted(turn);
                } else {
                    link.discard(turn, "EAP Success before any method");
                }
            }
            case Eap.FAILURE -> {
                giveUpNs = Link.NEVER;
                link.notAccepted("EAP: the peer refuses us", turn);
            }
            default -> link.discard(turn, "unknown EAP code");
        }
    }

    private void receiveRequest(ControlPacket packet, Turn turn) {
        Optional<Eap.Content> asked = Eap.Content.decode(packet.data());
        if (asked.isEmpty()) {
            link.discard(turn, "an EAP request without a type");
            return;
        }
        boolean isAgain = packet.identifier() == (identifier & 0xFF) && Arrays.equals(request, packet.data());
        byte[] answer = response;
        if (isAgain) {
            if (answer != null) {
                send(answer, turn);
            }
            return;
        }
        identifier = (byte) packet.identifier();
        request = packet.data();
        response = null;
        if (!done) {
            waitFor(turn);
        }
        switch (asked.get().type()) {
            case Eap.IDENTITY -> {
                byte[] name = link.settings().userName().getBytes(StandardCharsets.UTF_8);
                respond(new Eap.Content(Eap.IDENTITY, name), turn);
            }
            case Eap.NOTIFICATION -> {
                turn.out().notice("EAP: " + Printable.of(new String(asked.get().data(), StandardCharsets.UTF_8)));
                respond(new Eap.Content(Eap.NOTIFICATION, new byte[0]), turn);
            }
            case Eap.MD5_CHALLENGE -> challenged(asked.get(), turn);
            case Eap.MS_CHAP_V2 -> microsoftSaid(asked.get().data(), turn);
            default -> respond(new Eap.Content(Eap.NAK, new byte[] {Eap.MS_CHAP_V2, Eap.MD5_CHALLENGE}), turn);
        }
    }

    private void challenged(Eap.Content asked, Turn turn) {
        Optional<Chap.Value> value = Chap.Value.decode(asked.data());
        if (value.isEmpty() || link.randomness().isOwnChallenge(value.get().value())) {
            link.discard(turn, "malformed MD5-Challenge, or our own");
            return;
        }
        challenge = value.get().value();
        microsofts = null;
        askSecret(value.get().nameText(), turn);
    }

    private void microsoftSaid(byte[] data, Turn turn) {
        switch (EapMsChapV2.code(data)) {
            case EapMsChapV2.CHALLENGE -> {
                Optional<EapMsChapV2.Challenge> asked = EapMsChapV2.challenge(data);
                if (asked.isEmpty()) {
                    link.discard(turn, "malformed MS-CHAPv2 challenge");
                } else {
                    microsofts = asked.get();
                    challenge = null;
                    shown = false;
                    expectedProof = "";
                    askSecret(asked.get().name(), turn);
                }
            }
            case EapMsChapV2.SUCCESS -> {
                if (EapMsChapV2.proves(data, expectedProof)) {
                    shown = true;
                    respond(new Eap.Content(Eap.MS_CHAP_V2, new byte[] {EapMsChapV2.SUCCESS}), turn);
                } else {
                    link.notAccepted("the peer does not prove that it knows our password", turn);
                }
            }
            case EapMsChapV2.FAILURE ->
                respond(new Eap.Content(Eap.MS_CHAP_V2, new byte[] {EapMsChapV2.FAILURE}), turn);
            default -> link.discard(turn, "unknown code of MS-CHAPv2");
        }
    }

    private void askSecret(String name, Turn turn) {
        ticket = link.nextTicket();
        String authenticator = name.isEmpty() ? link.settings().remoteName() : name;
        turn.out()
                .secretFor(SecretQuestion.ofOurselves(
                        ticket, authenticator, link.settings().userName()));
    }

    @Override
    public void secretAnswered(int answered, Optional<byte[]> secret, Turn turn) {
        byte[] asked = challenge;
        EapMsChapV2.Challenge microsoftAsked = microsofts;
        if (ticket == 0 || answered != ticket) {
            return;
        }
        ticket = 0;
        challenge = null;
        microsofts = null;
        if (secret.isEmpty()) {
            link.notAccepted("no secret for " + link.settings().userName(), turn);
            return;
        }
        byte[] name = link.settings().userName().getBytes(StandardCharsets.UTF_8);
        if (microsoftAsked != null) {
            byte[] theirs = microsoftAsked.challenge();
            byte[] ours = link.randomness().octets(MsChapV2.CHALLENGE_OCTETS);
            byte[] value = MsChapV2.response(theirs, ours, name, secret.get());
            expectedProof = MsChapV2.authenticatorResponse(value, theirs, name, secret.get());
            respond(new Eap.Content(Eap.MS_CHAP_V2, microsoftAsked.answer(value, name)), turn);
        } else if (asked != null) {
            byte[] digest = Chap.md5Response(identifier, secret.get(), asked);
            shown = true;
            respond(new Eap.Content(Eap.MD5_CHALLENGE, new Chap.Value(digest, name).encode()), turn);
        }
    }

    private void respond(Eap.Content with, Turn turn) {
        byte[] octets = with.encode();
        response = octets;
        send(octets, turn);
    }

    private void send(byte[] data, Turn turn) {
        link.send(PppFrame.EAP, new ControlPacket(Eap.RESPONSE, identifier & 0xFF, data), turn);
    }

    private void accepted(Turn turn) {
        giveUpNs = Link.NEVER;
        if (!done) {
            done = true;
            link.accepted(turn);
        }
    }

    /// RFC 3748 §4.2: Success is sent once and may be lost; that the peer goes on says the same.
    @Override
    public void nudge(Turn turn) {
        if (shown) {
            accepted(turn);
        }
    }

    @Override
    public void timePassed(Turn turn) {
        if (turn.nowNs() >= giveUpNs) {
            giveUpNs = Link.NEVER;
            link.notAccepted("the peer asks for no EAP method that we know, or says nothing more", turn);
        }
    }

    @Override
    public long deadlineNs() {
        return giveUpNs;
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
