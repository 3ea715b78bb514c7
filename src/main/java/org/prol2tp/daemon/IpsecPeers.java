package org.prol2tp.daemon;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SecurityAssociations;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;

/// The peers to and from which IPsec protects what is sent, at one moment: those for which the kernel has ESP
/// associations in both directions (RFC 3193).
record IpsecPeers(Set<IpAddress> peers) {
    /// As the kernel has it now; none if it does not say.
    static IpsecPeers now() {
        try {
            Set<IpAddress> sources = new HashSet<>();
            Set<IpAddress> destinations = new HashSet<>();
            SecurityAssociations.forEachOfEsp((ipv6, sourceHigh, sourceLow, destinationHigh, destinationLow) -> {
                sources.add(new IpAddress(ipv6, sourceHigh, sourceLow));
                destinations.add(new IpAddress(ipv6, destinationHigh, destinationLow));
            });
            sources.retainAll(destinations);
            return new IpsecPeers(sources);
        } catch (LinuxException noXfrm) {
            return new IpsecPeers(Set.of());
        }
    }

    boolean protects(Optional<Path> path) {
        return path.map(it -> peers.contains(it.peer().address())).orElse(false);
    }
}
