package org.prol2tp.operator.config;

import java.util.ArrayList;
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
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelParameters;

/// What checked blocks mean together: inheritance applied (instance over named profile over profile `default`
/// over the built-in defaults), and what cannot be meant is an error.
final class Meaning {
    private static final String DEFAULT = Settings.DEFAULT_PROFILE;
    private static final int DEFAULT_PORT = new TunnelParameters.Builder().peerUdpPort;

    private final Check check;
    private final String systemFolder;
    private final Instances instances;
    private final Drafts.System system = new Drafts.System();
    private final Profiles profiles;

    Meaning(Check check, String fileName, String systemHostName, int traceFlags) {
        this.check = check;
        this.instances = new Instances(check);
        this.systemFolder = check.system
                .map(read -> read.block().folder())
                .orElse(fileName.substring(0, fileName.lastIndexOf('/') + 1));
        system.node.hostName = systemHostName;
        system.node.routerId = check.systemRouterId();
        check.system.ifPresent(read -> read.applyTo(system));
        this.profiles = new Profiles(check, traceFlags == 0 ? TraceCategory.INHERITED : traceFlags);
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
        return path.startsWith("/") ? path : systemFolder + path;
    }

    /// The node's settings.
    Settings settings() {
        system.node.dataPlaneHasL2tpV3 = true; // as every one does that there is
        SystemParameters node = system.node.build();
        checkRadius();
        checkMultilink();
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
                profiles.ethernets(),
                Map.copyOf(pools),
                secrets(),
                List.copyOf(tunnels));
    }

    private Settings.PeerProfile peerProfile(String name, Read<Drafts.Peer> read) {
        Drafts.Peer draft = new Drafts.Peer();
        read.applyTo(draft);
        if (name.equals(DEFAULT) && draft.address.isPresent()) {
            check.error(
                    read,
                    "peer_ipaddr",
                    "peer_ipaddr does nothing here: this profile is for the peers that no other one matches");
        }
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
                draft.pppProfile.filter(check::hasPpp).orElse(DEFAULT),
                draft.ethernetProfile.filter(check::hasEthernet).orElse(DEFAULT),
                draft.port.orElse(DEFAULT_PORT));
    }

    private void checkMultilink() {
        check.pppProfiles.forEach((name, read) -> {
            PppParameters ppp = profiles.ppp(name);
            if (ppp.multilink() && ppp.sharedInterface().isPresent()) {
                check.error(read, "multilink", "multilink with shared_interface: a bundle has an interface of its own");
            }
        });
    }

    private void checkRadius() {
        boolean none = system.daemon.radius.servers.isEmpty();
        system.daemon.radiusHints = RadiusHints.read(check, profiles, system.daemon.radius);
        if (!none && system.daemon.radius.secret.isEmpty()) {
            check.system.ifPresent(read -> check.error(read, "radius_server", "radius_server without radius_secret"));
        }
        check.pppProfiles.forEach((name, read) -> {
            PppParameters ppp = profiles.ppp(name);
            if (none && ppp.useRadius() && ppp.radiusHint().isEmpty()) {
                check.error(read, "use_radius", "use_radius, but the system block has no radius_server");
            }
        });
    }

    /// What secrets are for in L2TPv3 takes a nonce besides (RFC 3931 §4.3, §5.3).
    private void checkNonce(Block block, TunnelParameters parameters, String who) {
        boolean isV2 = parameters.version() == TunnelParameters.ProtocolVersion.L2TPV2;
        if (isV2 || parameters.v3().nonceLength() > 0) {
            return;
        }
        if (parameters.authMode() == TunnelParameters.AuthMode.CHALLENGE) {
            check.error(block, who + "auth_mode challenge, which needs a nonce in L2TPv3, and nonce_length 0");
        }
        if (parameters.hideAvps()) {
            check.error(block, who + "hide_avps yes, which needs a nonce in L2TPv3, and nonce_length 0");
        }
    }

    private void checkSecret(Block block, TunnelParameters parameters, String who) {
        checkNonce(block, parameters, who);
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
            if (!read.has("password") && !read.has("password_file")) {
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
        } else if (!read.has("peer_udp_port") && !profiles.tunnelSets(profile.orElse(DEFAULT), "peer_udp_port")) {
            draft.parameters.peerUdpPort = peer.flatMap(it -> it.port).orElse(DEFAULT_PORT);
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
        instances.add(read, name, host, draft.local, parameters, system.node.build());
        List<ConfiguredSession> sessions = new ArrayList<>();
        for (PlacedSession session : check.sessionsOf(name)) {
            sessions.add(session(session, parameters, peer));
        }
        return new ConfiguredTunnel(
                name,
                host,
                draft.local,
                profile,
                parameters,
                List.copyOf(sessions),
                Statements.of(Grammar.TUNNEL, read.block(), own, own.parameters.secret));
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
                .filter(check::hasPpp)
                .or(() -> named(tunnel.pppProfileName()))
                .or(() -> named(peer.flatMap(other -> other.pppProfile)).filter(check::hasPpp));
        draft.parameters.pppProfileName = ppp;
        draft.parameters.ethernetProfileName = named(draft.parameters.ethernetProfileName)
                .or(() -> named(tunnel.ethernetProfileName()))
                .or(() -> named(peer.flatMap(other -> other.ethernetProfile)))
                .filter(check::hasEthernet);
        SessionParameters parameters = draft.parameters.build();
        checkSession(placed, parameters);
        ProxyKeywords.check(check, placed.read().block(), parameters);
        checkType(placed, parameters, peer.map(other -> other.roles).orElse(Settings.RolesAllowed.BOTH));
        instances.add(placed, parameters, tunnel);
        PppParameters pppParameters = profiles.ppp(ppp.orElse(DEFAULT));
        return new ConfiguredSession(
                placed.name(),
                profile,
                parameters,
                pppParameters,
                profiles.ethernet(parameters.ethernetProfileName().orElse(DEFAULT)),
                Statements.of(Grammar.SESSION, placed.read().block(), own, own.parameters.userPassword));
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
        if (parameters.userPassword().isPresent() && parameters.userName().isEmpty()) {
            check.error(placed.read(), "user_password", "user_password without user_name");
        }
        boolean known = parameters.userPassword().isPresent()
                || placed.read().has("user_password")
                || placed.read().has("user_password_file")
                || system.daemon.secretsFile.isPresent()
                || check.users.containsKey("*")
                || parameters.userName().map(check.users::containsKey).orElse(true);
        if (!known) {
            check.error(
                    placed.read(),
                    "user_name",
                    "user_name has no password: there is no user_password, no such user and no secrets_file");
        }
    }

    /// A profile's name, unless it is `default`: that counts as not set.
    private static Optional<String> named(Optional<String> name) {
        return name.filter(text -> !text.equals(DEFAULT));
    }
}
