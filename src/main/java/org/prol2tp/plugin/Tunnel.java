package org.prol2tp.plugin;

import java.net.InetAddress;
import java.util.Optional;

/// A tunnel, as it is known at that moment.
///
/// @param handle its number in this run of the daemon, never used again
/// @param id our id of its latest connection; 0 before the first
/// @param name in the config file
/// @param profileName its tunnel profile
public record Tunnel(
        long handle,
        long id,
        Optional<String> name,
        Optional<String> profileName,
        Optional<InetAddress> localAddress,
        Optional<InetAddress> peerAddress) {}
