package org.prol2tp.protocol.node;

import java.util.Optional;

/// What is said to somebody outside who negotiates PPP in place of the node.
public sealed interface ToPppProvider {
    /// The call of a session is up, and its PPP begins.
    ///
    /// @param facts what is known of the session
    /// @param client whether we are PPP's client, and the peer's user
    /// @param mtu the longest network-layer packet that the session may carry, octets
    /// @param terms what is set for it, if he wants to know ([SystemParameters#pppTerms])
    record Opened(Event.SessionRef session, Event.SessionFacts facts, boolean client, int mtu, Optional<PppTerms> terms)
            implements ToPppProvider {
        /// Without terms.
        public Opened(Event.SessionRef session, Event.SessionFacts facts, boolean client, int mtu) {
            this(session, facts, client, mtu, Optional.empty());
        }
    }

    /// A frame of a control protocol came, with or without FF 03, with a protocol field of 1 or 2 octets.
    record Frame(byte[] frame) implements ToPppProvider {}

    /// The session is over: nothing that is said of it is heard any more.
    record Closed() implements ToPppProvider {}
}
