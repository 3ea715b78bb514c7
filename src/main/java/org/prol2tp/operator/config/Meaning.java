package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.prol2tp.operator.config.Check.PlacedSession;
import org.prol2tp.operator.config.Check.Read;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.TunnelParameters;

/// What checked blocks mean together: inheritance applied (instance over named profile over profile `default`
/// over the built-in defaults), and what cannot be meant is an error.
final class Meaning {
    private static final String DEFAULT = Settings.DEFAULT_PROFILE;

    private final Check check;
    private final String folder;
    private final Drafts.System system = new Drafts.System();
    private final Map<String, Block> interfaces = new HashMap<>();
    private final Profiles profiles;

    Meaning(Check check, String fileName, String systemHostName, int traceFlags) {
        this.check = check;
        this.folder = fileName.substring(0, fileName.lastIndexOf('/') + 1);
        system.node.hostName = systemHostName;
        check.system.ifPresent(read -> read.applyTo(system));
        this.profiles = new Profiles(check, traceFlags | system.traceFlags);
    }

    /// The daemon's share of the system block.
    DaemonSettings daemon() {
        DaemonSettings.Builder daemon = system.daemon;
        daemon.controlSocket = inFolder(daemon.controlSocket);
        daemon.pidFile = inFolder(daemon.pidFile);
        daemon.secretsFile = daemon.secretsFile.map(this::inFolder);
        return daemon.build();
    }

    private String inFolder(String path) {
        return path.startsWith("/") ? path : folder + path;
    }

    /// The node's settings.
    Settings settings() {
        SystemParameters node = system.node.build();
        List<Settings.PeerProfile> peers = new ArrayList<>();
        check.peerProfiles.forEach((name, read) -> peers.add(peerProfile(name, read)));
        Map<String, Settings.AddressPoolSettings> pools = new LinkedHashMap<>();
        check.pools.forEach(
                (name, read) -> new PoolMeaning(check, name, read).settings().ifPresent(pool -> pools.put(name, pool)));
        List<ConfiguredTunnel> tunnels = new ArrayList<>();
        check.tunnels.forEach((name, read) -> tunnels.add(tunnel(name, read)));
        return new Settings(
                node,
                List.copyOf(peers),
                profiles.tunnels(),
                profiles.sessions(),
                profiles.ppps(),
                Map.copyOf(pools),
                secrets(),
                List.copyOf(tunnels));
    }

    private Settings.PeerProfile peerProfile(String name, Read<Drafts.Peer> read) {
        Drafts.Peer draft = new Drafts.Peer();
        read.applyTo(draft);
        int bits = draft.address
                .map(prefix -> prefix.address().isIpv6() ? 128 : 32)
                .orElse(0);
        int length = draft.address.map(AddressType.Prefix::length).orElse(0);
        if (draft.netmask.isPresent()) {
            if (draft.address.isEmpty()) {
                check.error(read, "netmask", "netmask without peer_ipaddr");
            } else if (draft.netmask.get() > bits || length != bits && length != draft.netmask.get()) {
                check.error(read, "netmask", "netmask does not go with peer_ipaddr");
            } else {
                length = draft.netmask.get();
            }
        }
        String tunnelProfile = draft.tunnelProfile.orElse(DEFAULT);
        TunnelParameters parameters = profiles.tunnel(tunnelProfile).parameters.build();
        checkSecret(read.block(), parameters, "tunnel profile \"" + tunnelProfile + "\" has ");
        int prefixLength = length;
        return new Settings.PeerProfile(
                name,
                draft.address.map(prefix -> Masks.network(prefix.address(), prefixLength)),
                length,
                draft.roles,
                tunnelProfile,
                draft.sessionProfile.orElse(DEFAULT),
                draft.pppProfile.orElse(DEFAULT));
    }

    private void checkSecret(Block block, TunnelParameters parameters, String who) {
        if (parameters.secret().isEmpty()) {
            if (parameters.authMode() == TunnelParameters.AuthMode.CHALLENGE) {
                check.error(block, who + "auth_mode challenge, which needs a secret");
            }
            if (parameters.hideAvps()) {
                check.error(block, who + "hide_avps yes, which needs a secret");
            }
        }
    }

    private List<Settings.UserSecret> secrets() {
        List<Settings.UserSecret> secrets = new ArrayList<>();
        check.users.forEach((name, read) -> {
            Drafts.User draft = new Drafts.User();
            read.applyTo(draft);
            if (!read.has("password")) {
                check.error(read.block(), "has no password");
            }
            draft.password.ifPresent(
                    password -> secrets.add(new Settings.UserSecret(name, draft.server, password, draft.addresses)));
        });
        return List.copyOf(secrets);
    }

    private ConfiguredTunnel tunnel(String name, Read<Drafts.Tunnel> read) {
        Drafts.Tunnel own = new Drafts.Tunnel();
        read.applyTo(own);
        Optional<Drafts.Peer> peer = own.peerProfile.map(profiles::peer);
        Optional<String> profile = named(own.profile).or(() -> named(peer.flatMap(draft -> draft.tunnelProfile)));
        Drafts.Tunnel draft = profiles.tunnel(profile.orElse(DEFAULT));
        read.applyTo(draft);
        if (!read.has("dest_ipaddr")) {
            check.error(read.block(), "has no dest_ipaddr");
        }
        OptionalInt port = draft.peer.map(AddressType.Host::port).orElse(OptionalInt.empty());
        if (port.isPresent()) {
            if (read.has("peer_udp_port") && draft.parameters.peerUdpPort != port.getAsInt()) {
                check.error(read, "peer_udp_port", "peer_udp_port differs from the port in dest_ipaddr");
            }
            draft.parameters.peerUdpPort = port.getAsInt();
        }
        String host = draft.peer.map(AddressType.Host::host).orElse("");
        Optional<IpAddress> peerAddress = IpAddress.parse(host);
        if (draft.local.isPresent()
                && peerAddress.isPresent()
                && draft.local.get().isIpv6() != peerAddress.get().isIpv6()) {
            check.error(read, "src_ipaddr", "src_ipaddr and dest_ipaddr are not both IPv4 or both IPv6");
        }
        TunnelParameters parameters = draft.parameters.build();
        checkSecret(read.block(), parameters, "has ");
        List<ConfiguredSession> sessions = new ArrayList<>();
        for (PlacedSession session : check.sessionsOf(name)) {
            sessions.add(session(session, parameters, peer));
        }
        return new ConfiguredTunnel(name, host, draft.local, profile, parameters, List.copyOf(sessions));
    }

    private ConfiguredSession session(PlacedSession placed, TunnelParameters tunnel, Optional<Drafts.Peer> peer) {
        Drafts.Session own = new Drafts.Session();
        placed.read().applyTo(own);
        Optional<String> profile = named(own.profile)
                .or(() -> named(tunnel.sessionProfileName()))
                .or(() -> named(peer.flatMap(draft -> draft.sessionProfile)));
        Drafts.Session draft = profiles.session(profile.orElse(DEFAULT));
        placed.read().applyTo(draft);
        Optional<String> ppp = named(draft.parameters.pppProfileName)
                .or(() -> named(tunnel.pppProfileName()))
                .or(() -> named(peer.flatMap(other -> other.pppProfile)));
        draft.parameters.pppProfileName = ppp;
        SessionParameters parameters = draft.parameters.build();
        checkSession(placed, parameters);
        ProxyKeywords.check(check, placed.read().block(), parameters);
        checkType(placed, parameters, peer.map(other -> other.roles).orElse(Settings.RolesAllowed.BOTH));
        PppParameters pppParameters = profiles.ppp(ppp.orElse(DEFAULT));
        return new ConfiguredSession(placed.name(), profile, parameters, pppParameters);
    }

    private void checkType(PlacedSession placed, SessionParameters parameters, Settings.RolesAllowed roles) {
        if (parameters.maximumBps() != 0 && parameters.maximumBps() < parameters.minimumBps()) {
            check.error(placed.read().block(), "has a maximum_bps below its minimum_bps");
        }
        boolean lac = parameters.type().map(SessionType::isLac).orElse(true);
        if (roles == (lac ? Settings.RolesAllowed.LNS : Settings.RolesAllowed.LAC)) {
            check.error(
                    placed.read().block(),
                    "is one of " + (lac ? "a LAC" : "an LNS")
                            + ", which the peer profile of its tunnel does not let us be");
        }
    }

    private void checkSession(PlacedSession placed, SessionParameters parameters) {
        Block block = placed.read().block();
        if (parameters.userPassword().isPresent() && parameters.userName().isEmpty()) {
            check.error(placed.read(), "user_password", "user_password without user_name");
        }
        boolean known = parameters.userPassword().isPresent()
                || placed.read().has("user_password")
                || system.daemon.secretsFile.isPresent()
                || check.users.containsKey("*")
                || parameters.userName().map(check.users::containsKey).orElse(true);
        if (!known) {
            check.error(
                    placed.read(),
                    "user_name",
                    "user_name has no password: there is no user_password, no such user and no secrets_file");
        }
        parameters.interfaceName().ifPresent(name -> {
            Block first = interfaces.putIfAbsent(name, block);
            if (first != null) {
                check.error(
                        placed.read(),
                        "interface_name",
                        "interface_name \"" + name + "\" is there twice, first for " + first.shown() + " in line "
                                + first.line());
            }
        });
    }

    /// A profile's name, unless it is `default`: that counts as not set.
    private static Optional<String> named(Optional<String> name) {
        return name.filter(text -> !text.equals(DEFAULT));
    }

    /// Profiles with what they inherit.
    private static final class Profiles {
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
            check.sessionProfiles
                    .keySet()
                    .forEach(name -> all.put(name, session(name).parameters.build()));
            return Map.copyOf(all);
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
            boolean method = ppp.authPap() || ppp.authChap() || ppp.authMschapv2();
            if (ppp.authPeer().orElse(false) && !method) {
                check.error(read, "auth_peer", "auth_peer yes, but no way to authenticate is allowed");
            }
            if (!ppp.ipv4() && !ppp.ipv6()) {
                check.error(read.block(), "neither ipv4 nor ipv6 is allowed");
            }
            return ppp;
        }
    }
}
