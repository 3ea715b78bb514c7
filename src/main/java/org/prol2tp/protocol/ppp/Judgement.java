package org.prol2tp.protocol.ppp;

/// What we say to one option of the peer's Configure-Request. RFC 1661 §5.2, §5.3, §5.4.
sealed interface Judgement {
    Judgement ACK = new Ack();
    Judgement REJECT = new Reject();

    record Ack() implements Judgement {}

    /// `wanted` is the value that would be acceptable.
    record Nak(Option wanted) implements Judgement {}

    record Reject() implements Judgement {}

    /// Acknowledged if it is what we want, else naked with that.
    static Judgement want(Option wanted, Option asked) {
        return wanted.equals(asked) ? ACK : new Nak(wanted);
    }
}
