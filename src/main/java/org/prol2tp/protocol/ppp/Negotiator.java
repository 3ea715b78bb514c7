package org.prol2tp.protocol.ppp;

import java.util.Optional;

/// Who negotiates PPP for our end of a link: a [Link], or somebody outside. Instants as for a link.
public interface Negotiator {
    /// Begins: the lower layer is up.
    void open(long nowNs, LinkOutbox out);

    /// The same where somebody has negotiated LCP with the peer for us.
    void open(Handover handover, long nowNs, LinkOutbox out);

    /// The same where another process of ours had the link.
    default void resume(LinkSnapshot from, long nowNs, LinkOutbox out) {
        open(nowNs, out);
    }

    /// What [#resume] needs; empty: there is nothing to go on with.
    default Optional<LinkSnapshot> snapshot() {
        return Optional.empty();
    }

    /// A frame arrived, with or without FF 03, with a protocol field of 1 or 2 octets.
    void receive(byte[] frame, long nowNs, LinkOutbox out);

    /// Does what is due. Calling too early does no harm.
    void timePassed(long nowNs, LinkOutbox out);

    /// When [#timePassed] is to be called at the latest; [Link#NEVER] if nothing is pending.
    long deadlineNs();

    /// Ends in good manners; `reason` is one line.
    void close(String reason, long nowNs, LinkOutbox out);

    /// Frames cannot flow any more.
    void lowerLayerDown(long nowNs, LinkOutbox out);

    /// The phase it is in.
    Phase phase();

    /// Why the link is ending, from before its layers go down until [LinkOutbox#linkDown]; empty if it is not ending.
    default Optional<LinkEnd> ending() {
        return Optional.empty();
    }

    /// The answer to [LinkOutbox#secretFor]; empty: the names share none.
    void answerSecret(int ticket, Optional<byte[]> secret, long nowNs, LinkOutbox out);

    /// The same by somebody who judged the peer's [PeerProof].
    void answerJudged(int ticket, Verdict verdict, long nowNs, LinkOutbox out);

    /// The answer to [LinkOutbox#addressFor]; all 0: there is none.
    void answerAddress(int ticket, int localAddress, int peerAddress, long nowNs, LinkOutbox out);

    /// Name servers for this peer in place of the settings', to be said before [#answerAddress]; 0: none.
    default void nameServers(int primary, int secondary) {}
}
