package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// MD5-Challenge, which does what CHAP does.
///
/// Source: RFC 3748 §5.4.
final class EapMd5 implements EapMethod {
    private final Link link;

    /// Of the challenge.
    private int identifier;

    /// The challenge that is out; null: none.
    private byte @Nullable [] challenge;

    /// The digest, while its secret is looked up.
    private byte @Nullable [] claimed;

    EapMd5(Link link) {
        this.link = link;
    }

    @Override
    public Next identityGiven(ControlPacket answer) {
        return challenge();
    }

    @Override
    public Optional<Next> again() {
        return Optional.of(challenge());
    }

    private Next challenge() {
        byte[] value = link.randomness().challenge(Chap.CHALLENGE_OCTETS);
        byte[] localName = link.settings().localName().getBytes(StandardCharsets.UTF_8);
        challenge = value;
        identifier = link.nextIdentifier() & 0xFF;
        Eap.Content what = new Eap.Content(Eap.MD5_CHALLENGE, new Chap.Value(value, localName).encode());
        return new Next.Ask(identifier, what.encode());
    }

    @Override
    public Next answered(ControlPacket answer) {
        Eap.Content said = Eap.Content.decode(answer.data()).orElseThrow();
        return switch (said.type()) {
            case Eap.MD5_CHALLENGE -> digest(said);
            case Eap.NAK -> new Next.Refuse("the peer knows no MD5-Challenge");
            default -> new Next.Discard("an EAP response of another type");
        };
    }

    private Next digest(Eap.Content said) {
        Optional<Chap.Value> value = Chap.Value.decode(said.data()).filter(it -> it.value().length == Chap.MD5_OCTETS);
        byte[] sent = challenge;
        if (value.isEmpty() || sent == null) {
            return new Next.Discard("malformed MD5-Challenge response");
        }
        claimed = value.get().value();
        return new Next.Prove(new PeerProof.Chap(identifier, sent, value.get().value()));
    }

    @Override
    public Optional<String> secretAnswered(Optional<byte[]> secret) {
        byte[] shown = claimed;
        byte[] sent = challenge;
        if (shown == null || sent == null) {
            return Optional.of("nothing was shown");
        }
        // The hash is made for an unknown user too: the time tells nothing.
        byte[] expected = Chap.md5Response((byte) identifier, secret.orElse(new byte[0]), sent);
        boolean isRight = MessageDigest.isEqual(expected, shown) && secret.isPresent();
        return isRight ? Optional.empty() : Optional.of("wrong name or secret");
    }

    @Override
    public Next asksOn(Verdict.AsksOn what) {
        return new Next.Refuse("this way of proof has one question only");
    }

    @Override
    public boolean canBeReflected() {
        return true;
    }
}
