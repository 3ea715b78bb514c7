package org.prol2tp.plugin;

/// Hears of what happens to tunnels and sessions. For each of them CREATED comes before UP, and DOWN before DELETED; UP
/// and
/// DOWN may come several times for those of the config file.
public interface Listener {
    /// Something happened to a tunnel.
    default void tunnel(TunnelEvent event) {}

    /// Something happened to a session.
    default void session(SessionEvent event) {}
}
