package org.prol2tp.protocol.ppp;

/// What IPCP and IPV6CP have in common: they begin when the link is open, have no codes of their own, and end without
/// taking the link with them.
sealed interface NetworkControlProtocol extends ControlProtocol permits Ipcp, Ipv6cp {
    Automaton automaton();

    /// The lower layer is up.
    void start(Turn turn);

    /// Nothing more is to come of it, unless the peer begins anew.
    boolean isFinished();

    default void receive(ControlPacket packet, Turn turn) {
        automaton().receive(packet, turn);
    }

    @Override
    default boolean receiveOwnCode(ControlPacket packet, Turn turn) {
        return false;
    }

    @Override
    default void codeRejected(int code) {
        // It has no code that could be done without.
    }

    @Override
    default void giveUp(LinkEnd end, Turn turn) {
        turn.out().notice(end.text());
        automaton().handle(AutomatonEvent.CLOSE, turn);
    }
}
