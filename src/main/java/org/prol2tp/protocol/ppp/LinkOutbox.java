package org.prol2tp.protocol.ppp;

/// What a [Link] says, in order, while one of its methods runs. Questions may be answered at once (the
/// answering method of the link called from within) or later.
public interface LinkOutbox {
    /// Send this frame. It begins with FF 03 or with the protocol field. The link keeps no reference, but
    /// the same array may be sent again: do not change it.
    void send(byte[] frame);

    /// The link entered this phase.
    void phaseChanged(Phase phase);

    /// LCP is open, and the ends agree on what has to be mapped on an asynchronous line: by us in what we send, and by
    /// the peer. Bit n: the octet n. RFC 1662 §7.1.
    default void charactersMapped(int inSent, int inReceived) {}

    /// Both directions of authentication are over; `peerName` is what the peer proved to be, empty if it
    /// did not have to. Comes before the network layers, again after each renegotiation.
    void authenticated(String peerName);

    /// Both ends do multilink, and have authenticated themselves: what becomes of the link. Comes after
    /// [#authenticated].
    default BundleRole bundle(Multilink settled) {
        return BundleRole.FIRST;
    }

    /// The link leaves its bundle. If it is the first, [Link#inherit] may be called with it, by one of the others.
    default void leavesBundle() {}

    /// A frame of a network control protocol came, which is the bundle's.
    default void frameOfBundle(byte[] frame) {}

    /// A network layer opened. May come again for the same kind after [#networkDown].
    void networkUp(NetworkLayer layer, Framing framing);

    /// A network layer that was up is up no more.
    void networkDown(NetworkLayer.Kind kind);

    /// The link is over: phase Dead, nothing pending. Said once for each [Link#open].
    void linkDown(LinkEnd end);

    /// To be answered by [Link#answerSecret] or [Link#answerJudged].
    void secretFor(SecretQuestion question);

    /// To be answered by [Link#answerAddress].
    void addressFor(AddressQuestion question);

    /// One line for the operator's log: something that is not as it should be, or worth knowing.
    void notice(String text);

    /// Whether [#trace] is wanted: the text is only made if so.
    default boolean traces() {
        return false;
    }

    /// One line for somebody who looks for a fault: packets in and out (without secrets), state changes.
    default void trace(String text) {}
}
