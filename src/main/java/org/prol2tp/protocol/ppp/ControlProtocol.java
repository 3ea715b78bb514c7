package org.prol2tp.protocol.ppp;

import java.util.List;
import java.util.Optional;

/// What LCP, IPCP and IPV6CP tell the [Automaton] they share: their options, and what happens above them.
sealed interface ControlProtocol permits Lcp, NetworkControlProtocol {
    /// The link that carries it.
    Link link();

    /// The protocol number of its frames.
    int protocol();

    /// As the operator knows it.
    String name();

    /// A negotiation begins: our wishes are what the settings say, nothing of the peer is known.
    void restart();

    /// What our Configure-Request carries. The same list until a wish changes.
    List<Option> wishes();

    /// What we say to an option of the peer's Configure-Request.
    Judgement judge(Option asked);

    /// Whether a nak for this option is said before all else, and never becomes a reject: a loop is only
    /// seen as long as our own magic number is naked.
    default boolean isUrgent(Option asked) {
        return false;
    }

    /// What we want the peer to ask for and it did not.
    List<Option> missing(List<Option> asked);

    /// The peer's Configure-Request was acknowledged: this is what it may do now.
    void adopt(List<Option> asked);

    /// The peer naked a wish with this value, or wants us to ask for this.
    void naked(Option wanted);

    /// The peer rejected a wish.
    void rejected(Option wish);

    /// Why the negotiation cannot end well, if so.
    Optional<LinkEnd> hopeless();

    /// A code that the automaton does not know. False if this protocol does not know it either.
    boolean receiveOwnCode(ControlPacket packet, Turn turn);

    /// The peer does not know a code that we can do without.
    void codeRejected(int code);

    /// The peer sent a Terminate-Request.
    default void terminateRequested() {}

    void thisLayerUp(Turn turn);

    void thisLayerDown(Turn turn);

    void thisLayerFinished(Turn turn);

    /// It cannot go on, for the reason given by [#hopeless] or because the two ends do not converge.
    void giveUp(LinkEnd end, Turn turn);
}
