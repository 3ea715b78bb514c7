package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Answers what an operator wants to see of profiles and pools.
final class ShowSettings {
    private final Lcce lcce;

    ShowSettings(Lcce lcce) {
        this.lcce = lcce;
    }

    Reply profiles(Profile.Kind kind, Optional<String> name) {
        Settings settings = lcce.settings;
        List<Profile> all = switch (kind) {
            case PEER ->
                settings.peerProfiles().stream().<Profile>map(Profile.Peer::new).toList();
            case TUNNEL -> named(settings.tunnelProfiles(), Profile.Tunnel::new);
            case SESSION -> named(settings.sessionProfiles(), Profile.Session::new);
            case PPP -> named(settings.pppProfiles(), Profile.Ppp::new);
            case ETHERNET -> named(settings.ethernetProfiles(), Profile.Ethernet::new);
        };
        List<Profile> found = all.stream()
                .filter(profile -> name.map(profile.name()::equals).orElse(true))
                .sorted(Comparator.comparing(Profile::name))
                .toList();
        return found.isEmpty() && name.isPresent()
                ? new Reply.Refused("no " + word(kind) + " profile named " + name.get())
                : new Reply.ProfilesShown(kind, found);
    }

    Reply pools(Optional<String> name) {
        List<PoolStatus> found = new ArrayList<>();
        lcce.settings.pools().forEach((key, settings) -> {
            if (name.map(key::equals).orElse(true)) {
                found.add(status(settings, name.isPresent()));
            }
        });
        found.sort(Comparator.comparing(pool -> pool.settings().name()));
        return found.isEmpty() && name.isPresent()
                ? new Reply.Refused("no ippool named " + name.get())
                : new Reply.PoolsShown(found);
    }

    private PoolStatus status(Settings.AddressPoolSettings settings, boolean withLeases) {
        Optional<AddressPool> pool = lcce.addresses.pool(settings.name());
        return new PoolStatus(
                settings,
                pool.map(AddressPool::inUse).orElse(0),
                pool.map(AddressPool::free).orElse(0),
                withLeases ? leases(settings.name()) : List.of());
    }

    private List<PoolStatus.Lease> leases(String pool) {
        List<PoolStatus.Lease> leases = new ArrayList<>();
        for (Session session : lcce.sessions()) {
            session.ppp()
                    .flatMap(ppp -> ppp.leaseOf(pool))
                    .ifPresent(address -> leases.add(new PoolStatus.Lease(
                            address,
                            session.ppp().flatMap(PppEnd::userName),
                            session.tunnel().localId(),
                            session.tunnel().origin().name(),
                            session.localId(),
                            session.origin().name())));
        }
        leases.sort(Comparator.comparingLong(lease -> lease.address().low()));
        return leases;
    }

    private static <P> List<Profile> named(Map<String, P> profiles, BiFunction<String, P, Profile> profile) {
        List<Profile> all = new ArrayList<>(profiles.size());
        profiles.forEach((name, parameters) -> all.add(profile.apply(name, parameters)));
        return all;
    }

    private static String word(Profile.Kind kind) {
        return switch (kind) {
            case PEER -> "peer";
            case TUNNEL -> "tunnel";
            case SESSION -> "session";
            case PPP -> "ppp";
            case ETHERNET -> "ethernet";
        };
    }
}
