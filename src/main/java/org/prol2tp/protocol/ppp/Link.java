package org.prol2tp.protocol.ppp;

import java.util.function.LongSupplier;

/// One end of a PPP link. Fed with frames and instants, it fills a [LinkOutbox]. Knows nothing of what carries the
/// frames. Owned by one thread. Instants are nanoseconds of a clock that never goes back, its zero arbitrary.
public final class Link {
    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    private final LinkSettings settings;

    private final LongSupplier entropy;

    /// A link in phase Dead. `settings` may be shared by many links. `entropy` gives 64 unpredictable bits a call: for
    /// magic numbers, challenges, interface identifiers.
    public Link(LinkSettings settings, LongSupplier entropy) {
        this.settings = settings;
        this.entropy = entropy;
    }

    /// The lower layer is up: begins to negotiate. Does nothing if the link is not in phase Dead.
    public void open(long nowNs, LinkOutbox out) {
        throw notYet(nowNs, out);
    }

    /// Handles a frame that arrived. It begins with or without FF 03, with a protocol field of 1 or 2 octets. Any
    /// octets are welcome: what cannot be read is discarded and counted, as the RFCs want it.
    public void receive(byte[] frame, long nowNs, LinkOutbox out) {
        throw notYet(frame, nowNs, out);
    }

    /// Does what is due at `nowNs`. Calling too early does no harm.
    public void timePassed(long nowNs, LinkOutbox out) {
        throw notYet(nowNs, out);
    }

    /// When [#timePassed] is to be called at the latest; [#NEVER] if nothing is pending. Cheap; changes with every call
    /// of the other methods.
    public long deadlineNs() {
        return NEVER;
    }

    /// Ends the link in good manners: Terminate-Request, then [LinkOutbox#linkDown] when the peer acknowledged it or
    /// was asked often enough. `reason` is one line.
    public void close(String reason, long nowNs, LinkOutbox out) {
        throw notYet(reason, nowNs, out);
    }

    /// Frames cannot flow any more: the link is Dead at once.
    public void lowerLayerDown(long nowNs, LinkOutbox out) {
        throw notYet(nowNs, out);
    }

    /// The answer to [LinkOutbox#secretFor]: `secret` is UTF-8 text as the operator wrote it, 0..n octets. It is not
    /// kept. An answer to a question that is no longer open is ignored.
    public void answerSecret(int ticket, byte[] secret, long nowNs, LinkOutbox out) {
        throw notYet(ticket, secret, nowNs, out);
    }

    /// The answer to [LinkOutbox#secretFor] where these names share no secret.
    public void answerSecretUnknown(int ticket, long nowNs, LinkOutbox out) {
        throw notYet(ticket, nowNs, out);
    }

    /// The answer to [LinkOutbox#addressFor]. `localAddress` is our own address on this link, 0: as the settings say.
    public void answerAddress(int ticket, int localAddress, int peerAddress, long nowNs, LinkOutbox out) {
        throw notYet(ticket, localAddress, peerAddress, nowNs, out);
    }

    /// The answer to [LinkOutbox#addressFor] where there is none to give: IPv4 stays closed.
    public void answerNoAddress(int ticket, long nowNs, LinkOutbox out) {
        throw notYet(ticket, nowNs, out);
    }

    /// The phase it is in.
    public Phase phase() {
        return Phase.DEAD;
    }

    /// The authenticated name of the peer; empty if there is none.
    public String peerName() {
        return "";
    }

    /// Frames discarded because they could not be read, or do not belong into the phase.
    public int discardedFrames() {
        return 0;
    }

    private IllegalStateException notYet(Object... arguments) {
        return new IllegalStateException("not yet: " + settings + entropy + arguments.length);
    }
}
