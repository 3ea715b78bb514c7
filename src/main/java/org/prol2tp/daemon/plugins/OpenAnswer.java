package org.prol2tp.daemon.plugins;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.prol2tp.plugin.Answer;
import org.prol2tp.plugin.Grant;
import org.prol2tp.plugin.Refusal;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;

/// An answer that a plugin owes. The first one counts. Any thread.
final class OpenAnswer implements Answer {
    /// Characters of a text for the user.
    private static final int MAX_MESSAGE = 200;

    private final Consumer<AaaAnswer> to;
    private final AtomicBoolean given = new AtomicBoolean();

    /// After that the question is no longer open: the node has taken silence for a refusal.
    private final long byNs;

    OpenAnswer(Consumer<AaaAnswer> to, long byNs) {
        this.to = to;
        this.byNs = byNs;
    }

    boolean isGiven() {
        return given.get();
    }

    long byNs() {
        return byNs;
    }

    @Override
    public void pass() {
        give(new AaaAnswer.Passed());
    }

    @Override
    public void accept(Grant grant) {
        accept(grant, "");
    }

    @Override
    public void accept(Grant grant, String message) {
        give(new AaaAnswer.Accepted(Views.grant(grant), cut(message)));
    }

    @Override
    public void secret(byte[] secret, Grant grant) {
        give(new AaaAnswer.SecretFound(new Secret(secret), Views.grant(grant)));
    }

    @Override
    public void refuse(String message) {
        refuse(Refusal.ADMINISTRATIVE, message);
    }

    @Override
    public void refuse(Refusal why, String message) {
        give(new AaaAnswer.Refused(cut(message), result(why)));
    }

    private static CdnResult result(Refusal why) {
        return switch (why) {
            case ADMINISTRATIVE -> CdnResult.ADMINISTRATIVE;
            case NO_FACILITIES_NOW -> CdnResult.NO_FACILITIES_NOW;
            case NO_FACILITIES -> CdnResult.NO_FACILITIES;
            case INVALID_DESTINATION -> CdnResult.INVALID_DESTINATION;
            case NO_CARRIER -> CdnResult.NO_CARRIER;
            case BUSY -> CdnResult.BUSY;
            case NO_DIAL_TONE -> CdnResult.NO_DIAL_TONE;
            case TIMED_OUT -> CdnResult.TIMED_OUT;
            case NO_FRAMING -> CdnResult.NO_FRAMING;
        };
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    private void give(AaaAnswer answer) {
        if (given.compareAndSet(false, true)) {
            to.accept(answer);
        }
    }
}
