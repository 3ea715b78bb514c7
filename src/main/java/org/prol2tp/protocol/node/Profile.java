package org.prol2tp.protocol.node;

/// A profile of the settings, with its name.
public sealed interface Profile {
    String name();

    /// The kinds of profiles, each with names of its own.
    enum Kind {
        PEER,
        TUNNEL,
        SESSION,
        PPP,
        ETHERNET
    }

    record Peer(Settings.PeerProfile profile) implements Profile {
        @Override
        public String name() {
            return profile.name();
        }
    }

    record Tunnel(String name, TunnelParameters parameters) implements Profile {}

    record Session(String name, SessionParameters parameters) implements Profile {}

    record Ppp(String name, PppParameters parameters) implements Profile {}

    record Ethernet(String name, EthernetParameters parameters) implements Profile {}
}
