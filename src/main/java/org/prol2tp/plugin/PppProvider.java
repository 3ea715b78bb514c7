package org.prol2tp.plugin;

/// Negotiates PPP of all sessions in place of the daemon: LCP, authentication and the network control protocols.
/// Packets
/// of IP do not come here: the data plane carries them once the provider has said that the network is up.
public interface PppProvider {
    /// The call of a session is up, and its PPP begins. `port` is how to send and what to say.
    ///
    /// @return who is to get what comes
    PppLink open(Session session, Role role, PppPort port);

    /// What we are in PPP.
    enum Role {
        /// The peer's user.
        CLIENT,
        SERVER
    }
}
