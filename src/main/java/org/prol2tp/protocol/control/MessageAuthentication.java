package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.DigestType;
import org.prol2tp.protocol.wire.MessageSeal;
import org.prol2tp.protocol.wire.MessageSeal.Verdict;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.SecretKeys;
import org.prol2tp.protocol.wire.WireFormat;

/// The Message Digests of one connection of L2TPv3: with a secret they prove who sent a message, without one
/// they show that it is whole.
///
/// A nonce that an end has not told yet counts as empty: so does that of an end which refuses an SCCRQ.
///
/// Source: RFC 3931 §4.3, §5.4.1.
final class MessageAuthentication {
    private static final SecretKeys WITHOUT_SECRET = WireFormat.V3.keys(Octets.EMPTY);

    private final DigestType type;
    private final Octets key;
    private final Octets nonce;
    private Octets peerNonce = Octets.EMPTY;

    private MessageAuthentication(DigestType type, Octets key, Octets nonce) {
        this.type = type;
        this.key = key;
        this.nonce = nonce;
    }

    /// What the settings ask for; empty: no digests.
    static Optional<MessageAuthentication> of(ControlSettings settings, RandomOctets random) {
        byte[] nonce = new byte[settings.secret().isPresent() ? settings.nonceOctets() : 0];
        if (settings.digestType().isPresent()) {
            random.fill(nonce);
        }
        return resumed(settings, new Nonces(Octets.of(nonce), Octets.EMPTY));
    }

    /// The same of a connection whose ends have told each other these.
    static Optional<MessageAuthentication> resumed(ControlSettings settings, Nonces nonces) {
        return settings.digestType().map(type -> {
            Octets key = settings.secret()
                    .filter(_ -> nonces.local().length() > 0)
                    .map(it -> it.keys(WireFormat.V3))
                    .orElse(WITHOUT_SECRET)
                    .digest();
            MessageAuthentication it = new MessageAuthentication(type, key, nonces.local());
            it.peerNonce = nonces.peer();
            return it;
        });
    }

    /// For [#resumed].
    Nonces nonces() {
        return new Nonces(nonce, peerNonce);
    }

    DigestType type() {
        return type;
    }

    /// What this end tells; empty: it has no secret, or is to tell no nonce, and digests prove nothing but that
    /// messages are whole.
    Optional<Octets> nonce() {
        return nonce.length() == 0 ? Optional.empty() : Optional.of(nonce);
    }

    /// Numbers a message and fills in its digest.
    void seal(byte[] message, int ns, int nr) {
        ControlHeader.setNumbers(message, ns, nr);
        MessageSeal.seal(message, key, nonce, peerNonce);
    }

    /// The same for a message of an end that has not told its nonce.
    void sealRefusal(byte[] message) {
        MessageSeal.seal(message, key, Octets.EMPTY, peerNonce);
    }

    /// Why a message of the peer must be dropped; empty: it may be used. Learns the peer's nonce.
    ///
    /// @param mayRefuse whether it is an SCCRQ: without any proof it is refused aloud, not dropped
    Optional<String> objection(byte[] octets, Datagram datagram, boolean mayRefuse) {
        Octets candidate = peerNonce.length() == 0 && datagram instanceof Datagram.Control control
                ? MessageSeal.nonce(control.avps()).orElse(Octets.EMPTY)
                : peerNonce;
        Verdict verdict = MessageSeal.judge(octets, key, candidate, nonce);
        boolean good = verdict == Verdict.RIGHT || verdict == Verdict.ABSENT && (mayRefuse || nonce.length() == 0);
        if (good) {
            peerNonce = candidate;
            return Optional.empty();
        }
        return Optional.of(verdict == Verdict.ABSENT ? "no message digest" : "wrong message digest");
    }

    /// Why a message must be dropped where this end makes no digests; empty: it may be used. One that a secret
    /// made is not for us to judge.
    static Optional<String> objectionWithoutDigests(byte[] octets, Datagram datagram) {
        if (MessageSeal.judge(octets, WITHOUT_SECRET.digest(), Octets.EMPTY, Octets.EMPTY) != Verdict.WRONG) {
            return Optional.empty();
        }
        boolean ofSecret = datagram instanceof Datagram.Control control
                && MessageSeal.nonce(control.avps()).isPresent();
        return ofSecret ? Optional.empty() : Optional.of("wrong message digest");
    }

    @Override
    public String toString() {
        return "…";
    }
}
