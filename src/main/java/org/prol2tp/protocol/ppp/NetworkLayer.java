package org.prol2tp.protocol.ppp;

/// A network layer that is open, with what was negotiated for it.
public sealed interface NetworkLayer {
    /// IPCP is open. Addresses are 32 bits, the first octet the most significant; 0 is "none".
    ///
    /// @param local our address, never 0
    /// @param peer the peer's address; 0 if the peer did not tell and none was given to it
    /// @param primaryDns what the peer told us, if we asked ([LinkSettings#requestDns])
    /// @param secondaryDns likewise
    /// @param primaryWins likewise, [LinkSettings#requestWins]
    /// @param secondaryWins likewise
    record Ipv4(int local, int peer, int primaryDns, int secondaryDns, int primaryWins, int secondaryWins)
            implements NetworkLayer {
        @Override
        public Kind kind() {
            return Kind.IPV4;
        }
    }

    /// IPV6CP is open. Interface identifiers, RFC 5072 §4.1; the link-local addresses are `fe80::` and
    /// these 64 bits.
    ///
    /// @param local never 0
    /// @param peer 0 if the peer refuses to name one
    record Ipv6(long local, long peer) implements NetworkLayer {
        @Override
        public Kind kind() {
            return Kind.IPV6;
        }
    }

    enum Kind {
        IPV4,
        IPV6
    }

    Kind kind();
}
