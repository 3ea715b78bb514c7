package org.prol2tp.protocol.node;

/// Every limit on what a peer, or anybody who can send datagrams, can make a node hold. Each has a test
/// that hits it. The reliable channel and PPP keep their own (`control`, `ppp`).
final class Limits {
    /// Tunnels at all: there are that many ids (RFC 2661 §3.1).
    static final int TUNNELS = Identifiers.COUNT;

    /// Sessions in a tunnel: likewise.
    static final int SESSIONS_PER_TUNNEL = Identifiers.COUNT;

    /// Tunnels opened by peers that are not up yet. SCCRQs with forged sources cost their sender
    /// nothing; a real LAC needs milliseconds from SCCRQ to SCCCN, so that even a rush of 38,000
    /// tunnels/s has far fewer half open at once.
    static final int HALF_OPEN_TUNNELS = 8_192;

    /// Of these, from one peer address: one address must not use up the room of all others.
    static final int HALF_OPEN_TUNNELS_PER_PEER = 4_096;

    /// Tunnels from one peer address, in whatever state. Sites behind one NAT share an address, and a
    /// test gear opens thousands of tunnels from one.
    static final int TUNNELS_PER_PEER = 32_768;

    /// Calls of peers that do not carry traffic yet, in all tunnels. A call costs its sender two messages
    /// and no proof until PPP asks for one, which ends it after half a minute; a real one needs some
    /// milliseconds from ICRQ to IPCP, so that a rush of 100,000 sessions has far fewer at once.
    static final int RISING_SESSIONS = 65_536;

    /// PPP frames kept for a session whose call is not up yet. The peer's LCP may start before our side
    /// has seen the ICCN that was lost on its way; what is dropped here LCP sends again.
    static final int EARLY_FRAMES = 4;

    /// Octets of such a frame: LCP's and authentication's packets of that moment are small.
    static final int EARLY_FRAME_OCTETS = 512;

    /// Links in a bundle of PPP Multilink: each is looked at when a fragment is lost. Real bundles have two to eight.
    static final int LINKS_PER_BUNDLE = 16;

    /// Addresses in a pool: a /8, two megabytes of bits.
    static final int POOL_ADDRESSES = 1 << 24;

    private Limits() {}
}
