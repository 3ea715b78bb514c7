package org.prol2tp.plugin;

import java.net.InetAddress;
import java.util.Optional;

/// A session, as it is known at that moment; when it is down, as it was while it was up.
///
/// @param handle its number in this run of the daemon, never used again
/// @param id our id of its latest call; 0 before the first
/// @param name in the config file
/// @param type `PPP` or `ETH`
/// @param userName the PPP user at the other end, else the one that we are
/// @param mtu of packets in the session, octets
public record Session(
        long tunnelHandle,
        long tunnelId,
        Optional<String> tunnelName,
        long handle,
        long id,
        Optional<String> name,
        String type,
        Optional<String> profileName,
        Optional<String> pppProfileName,
        Optional<String> ethernetProfileName,
        Optional<String> interfaceName,
        Optional<String> userName,
        Optional<InetAddress> localAddress,
        Optional<InetAddress> peerAddress,
        int mtu) {}
