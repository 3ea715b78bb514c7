package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.prol2tp.operator.config.Check.Read;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TunnelParameters;

/// Profiles with what they inherit.
final class Profiles {
    private static final String DEFAULT = Settings.DEFAULT_PROFILE;

    private final Check check;

    /// Where no block sets them.
    private final int traceFlags;

    Profiles(Check check, int traceFlags) {
        this.check = check;
        this.traceFlags = traceFlags;
    }

    Drafts.Peer peer(String name) {
        return draft(new Drafts.Peer(), check.peerProfiles, name);
    }

    Drafts.Tunnel tunnel(String name) {
        Drafts.Tunnel draft = new Drafts.Tunnel();
        draft.parameters.traceFlags = traceFlags;
        return draft(draft, check.tunnelProfiles, name);
    }

    Drafts.Session session(String name) {
        Drafts.Session draft = new Drafts.Session();
        draft.parameters.traceFlags = traceFlags;
        return draft(draft, check.sessionProfiles, name);
    }

    PppParameters ppp(String name) {
        Drafts.Ppp draft = new Drafts.Ppp();
        draft.parameters.traceFlags = traceFlags;
        return built(draft(draft, check.pppProfiles, name));
    }

    EthernetParameters ethernet(String name) {
        Drafts.Ethernet draft = new Drafts.Ethernet();
        draft.parameters.traceFlags = traceFlags;
        return draft(draft, check.ethernetProfiles, name).parameters.build();
    }

    /// Whether this tunnel profile sets a keyword, itself or by the profile `default`.
    boolean tunnelSets(String name, String keyword) {
        return Stream.of(name, DEFAULT)
                .flatMap(it -> Stream.ofNullable(check.tunnelProfiles.get(it)))
                .anyMatch(read -> read.has(keyword));
    }

    Map<String, EthernetParameters> ethernets() {
        Map<String, EthernetParameters> all = new HashMap<>();
        all.put(DEFAULT, ethernet(DEFAULT));
        check.ethernetProfiles.forEach((name, read) -> all.put(name, checked(read, ethernet(name))));
        return Map.copyOf(all);
    }

    Map<String, TunnelParameters> tunnels() {
        Map<String, TunnelParameters> all = new HashMap<>();
        all.put(DEFAULT, tunnel(DEFAULT).parameters.build());
        check.tunnelProfiles
                .keySet()
                .forEach(name -> all.put(name, tunnel(name).parameters.build()));
        return Map.copyOf(all);
    }

    Map<String, SessionParameters> sessions() {
        Map<String, SessionParameters> all = new HashMap<>();
        all.put(DEFAULT, session(DEFAULT).parameters.build());
        check.sessionProfiles.keySet().forEach(name -> all.put(name, settled(session(name).parameters)));
        return Map.copyOf(all);
    }

    /// Of a pseudowire profile one of the two names counts.
    private SessionParameters settled(SessionParameters.Builder draft) {
        draft.pppProfileName = draft.pppProfileName.filter(check::hasPpp);
        draft.ethernetProfileName = draft.ethernetProfileName.filter(check::hasEthernet);
        return draft.build();
    }

    Map<String, PppParameters> ppps() {
        Map<String, PppParameters> all = new HashMap<>();
        all.put(DEFAULT, ppp(DEFAULT));
        check.pppProfiles.forEach((name, read) -> all.put(name, checked(read, ppp(name))));
        return Map.copyOf(all);
    }

    /// `draft`, which holds the built-in defaults, with what profiles set.
    private static <D> D draft(D draft, Map<String, Read<D>> blocks, String name) {
        if (blocks.containsKey(DEFAULT)) {
            blocks.get(DEFAULT).applyTo(draft);
        }
        if (!name.equals(DEFAULT) && blocks.containsKey(name)) {
            blocks.get(name).applyTo(draft);
        }
        return draft;
    }

    private static PppParameters built(Drafts.Ppp draft) {
        draft.parameters.dnsServers = both(draft.dnsPrimary, draft.dnsSecondary);
        draft.parameters.winsServers = both(draft.winsPrimary, draft.winsSecondary);
        return draft.parameters.build();
    }

    private static List<IpAddress> both(Optional<IpAddress> first, Optional<IpAddress> second) {
        List<IpAddress> all = new ArrayList<>();
        first.ifPresent(all::add);
        second.ifPresent(all::add);
        return List.copyOf(all);
    }

    private PppParameters checked(Read<Drafts.Ppp> read, PppParameters ppp) {
        if (read.has("auth_none") && read.has("auth_peer")) {
            check.error(read, "auth_none", "auth_none and auth_peer say the same thing, set one of them");
        }
        boolean method = ppp.authPap() || ppp.authChap() || ppp.authMschapv1() || ppp.authMschapv2() || ppp.authEap();
        if (ppp.authPeer().orElse(false) && !method) {
            check.error(read, "auth_peer", "auth_peer yes, but no way to authenticate is allowed");
        }
        if (!ppp.ipv4() && !ppp.ipv6()) {
            check.error(read.block(), "neither ipv4 nor ipv6 is allowed");
        }
        return ppp;
    }

    private EthernetParameters checked(Read<Drafts.Ethernet> read, EthernetParameters ethernet) {
        boolean hasAddress = read.has("local_ipaddr") || read.has("remote_ipaddr") || read.has("peer_ipaddr");
        if (hasAddress && ethernet.bridgeName().isPresent()) {
            check.error(read, "bridge_name", "bridge_name goes without addresses: those are the bridge's");
        }
        if (ethernet.prefixLength() > 32) {
            check.error(read, "netmask", "netmask is longer than an IPv4 address");
        }
        return ethernet;
    }
}
