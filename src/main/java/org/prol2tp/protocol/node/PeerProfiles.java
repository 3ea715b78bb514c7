package org.prol2tp.protocol.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.node.Settings.PeerProfile;

/// Who a peer is by the settings: the profile with its host name, else the one with the longest prefix
/// around its address, else `default`.
///
/// A name is only what the peer says of itself. Who wants to be sure sets a secret, or profiles by
/// address.
final class PeerProfiles {
    private final Map<String, PeerProfile> byName = new HashMap<>();

    private final List<PeerProfile> byAddress;

    private final Optional<PeerProfile> byDefault;

    PeerProfiles(List<PeerProfile> profiles) {
        for (PeerProfile profile : profiles) {
            byName.putIfAbsent(profile.name(), profile);
        }
        byDefault = Optional.ofNullable(byName.remove(Settings.DEFAULT_PROFILE));
        byAddress = profiles.stream()
                .filter(profile -> profile.address().isPresent() && !isDefault(profile))
                .sorted((one, other) -> Integer.compare(other.prefixLength(), one.prefixLength()))
                .toList();
    }

    /// The profile of the peer; empty if not even `default` is configured. A peer that calls itself
    /// `default` gets nothing by that.
    Optional<PeerProfile> find(String hostName, IpAddress address) {
        PeerProfile named = byName.get(hostName);
        if (named != null) {
            return Optional.of(named);
        }
        for (PeerProfile profile : byAddress) {
            if (holds(profile, address)) {
                return Optional.of(profile);
            }
        }
        return byDefault;
    }

    static boolean isDefault(PeerProfile profile) {
        return profile.name().equals(Settings.DEFAULT_PROFILE);
    }

    private static boolean holds(PeerProfile profile, IpAddress address) {
        IpAddress network = profile.address().orElse(IpAddress.ANY_IPV4);
        if (network.isIpv6() != address.isIpv6()) {
            return false;
        }
        int ignored = (address.isIpv6() ? 128 : 32) - profile.prefixLength();
        return shifted(network.high(), ignored - 64) == shifted(address.high(), ignored - 64)
                && shifted(network.low(), ignored) == shifted(address.low(), ignored);
    }

    /// `bits` without the `ignored` lowest, which may be fewer than none or more than all.
    private static long shifted(long bits, int ignored) {
        return ignored <= 0 ? bits : ignored >= 64 ? 0 : bits >>> ignored;
    }
}
