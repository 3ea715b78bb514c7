package org.prol2tp.protocol.ppp;

/// Asks the peer again and again whether it is there: LCP's Echo-Requests, RFC 1661 §5.8.
final class EchoRequests {
    private final Link link;

    /// When to send the next one.
    private long nextNs = Link.NEVER;

    private int unanswered;

    private byte identifier;

    private boolean rejected;

    EchoRequests(Link link) {
        this.link = link;
    }

    /// LCP is open.
    void start(Turn turn) {
        unanswered = 0;
        startTimer(turn);
    }

    void stop() {
        nextNs = Link.NEVER;
    }

    /// The peer does not know the code.
    void rejected() {
        rejected = true;
        stop();
    }

    void answered(int answeredIdentifier) {
        if (answeredIdentifier == (identifier & 0xFF)) {
            unanswered = 0;
        }
    }

    long deadlineNs() {
        return nextNs;
    }

    void timePassed(int magicNumber, Turn turn) {
        if (turn.nowNs() < nextNs) {
            return;
        }
        int limit = link.settings().lcpEchoFailureCount();
        if (limit > 0 && unanswered >= limit) {
            stop();
            link.fail(new LinkEnd(LinkEnd.Cause.ECHO_LOST, "the peer did not answer " + unanswered + " echoes"), turn);
            return;
        }
        unanswered++;
        identifier = (byte) link.nextIdentifier();
        startTimer(turn);
        byte[] data = Option.ofInt(Lcp.MAGIC_NUMBER, magicNumber).value();
        link.send(PppFrame.LCP, new ControlPacket(ControlPacket.ECHO_REQUEST, identifier & 0xFF, data), turn);
    }

    private void startTimer(Turn turn) {
        nextNs = rejected
                ? Link.NEVER
                : turn.nowNs() + link.settings().lcpEchoInterval().toNanos();
    }
}
