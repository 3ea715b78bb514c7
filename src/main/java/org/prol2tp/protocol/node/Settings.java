package org.prol2tp.protocol.node;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All a node is set to: typed, complete, defaults filled in. Immutable.
///
/// @param peerProfiles in the order of the config file; the one named `default`, if any, matches what
///     no other does
/// @param tunnelProfiles by name, each already resolved over the profile `default`; `default` is always
///     there
/// @param sessionProfiles likewise
/// @param pppProfiles likewise
/// @param ethernetProfiles likewise
/// @param pools by name
/// @param secrets the PPP users the node knows itself
/// @param tunnels to be opened by this node, in the order of the config file
public record Settings(
        SystemParameters system,
        List<PeerProfile> peerProfiles,
        Map<String, TunnelParameters> tunnelProfiles,
        Map<String, SessionParameters> sessionProfiles,
        Map<String, PppParameters> pppProfiles,
        Map<String, EthernetParameters> ethernetProfiles,
        Map<String, AddressPoolSettings> pools,
        List<UserSecret> secrets,
        List<ConfiguredTunnel> tunnels) {
    /// The name of the profile that applies where no other does.
    public static final String DEFAULT_PROFILE = "default";

    /// Nothing configured: every default, no tunnels.
    public static Settings defaults() {
        return new Settings(
                new SystemParameters.Builder().build(),
                List.of(),
                Map.of(DEFAULT_PROFILE, new TunnelParameters.Builder().build()),
                Map.of(DEFAULT_PROFILE, new SessionParameters.Builder().build()),
                Map.of(DEFAULT_PROFILE, new PppParameters.Builder().build()),
                Map.of(DEFAULT_PROFILE, new EthernetParameters.Builder().build()),
                Map.of(),
                List.of(),
                List.of());
    }

    /// The same with this system.
    public Settings with(SystemParameters other) {
        return new Settings(
                other,
                peerProfiles,
                tunnelProfiles,
                sessionProfiles,
                pppProfiles,
                ethernetProfiles,
                pools,
                secrets,
                tunnels);
    }

    /// The same with every session profile and every session changed.
    public Settings withSessions(UnaryOperator<SessionParameters> change) {
        Map<String, SessionParameters> profiles = new HashMap<>();
        sessionProfiles.forEach((name, profile) -> profiles.put(name, change.apply(profile)));
        List<ConfiguredTunnel> changed =
                tunnels.stream().map(tunnel -> tunnel.withSessions(change)).toList();
        return new Settings(
                system,
                peerProfiles,
                tunnelProfiles,
                Map.copyOf(profiles),
                pppProfiles,
                ethernetProfiles,
                pools,
                secrets,
                changed);
    }

    /// Who may be a peer and which profiles it gets. Matched by the peer's Host Name AVP (the profile's
    /// name), else by the longest prefix that holds its address, else the profile named `default`.
    ///
    /// @param address with `prefixLength`; empty: matched by name only
    /// @param peerPort of configured tunnels that name this profile, where nothing else gives one
    public record PeerProfile(
            String name,
            Optional<IpAddress> address,
            int prefixLength,
            RolesAllowed roles,
            String tunnelProfileName,
            String sessionProfileName,
            String pppProfileName,
            String ethernetProfileName,
            int peerPort) {
        /// With the default ethernet profile and port.
        public PeerProfile(
                String name,
                Optional<IpAddress> address,
                int prefixLength,
                RolesAllowed roles,
                String tunnelProfileName,
                String sessionProfileName,
                String pppProfileName) {
            this(
                    name,
                    address,
                    prefixLength,
                    roles,
                    tunnelProfileName,
                    sessionProfileName,
                    pppProfileName,
                    DEFAULT_PROFILE,
                    1701);
        }
    }

    /// The roles this node may take towards a peer.
    public enum RolesAllowed {
        LAC,
        LNS,
        BOTH
    }

    /// An IPv4 pool: `first`..`last` without those `reserved`.
    ///
    /// @param traceFlags categories by bit, see [TraceCategory]
    public record AddressPoolSettings(
            String name, IpAddress first, IpAddress last, List<IpAddress> reserved, int traceFlags) {
        /// One that traces nothing.
        public AddressPoolSettings(String name, IpAddress first, IpAddress last, List<IpAddress> reserved) {
            this(name, first, last, reserved, 0);
        }
    }

    /// A line of the secrets file: the secret that `client` and `server` share, and the addresses
    /// `client` may have.
    ///
    /// @param client a name, or `*` for any
    /// @param server a name, or `*` for any
    /// @param addresses empty: none is reserved for this user, the pool decides
    public record UserSecret(String client, String server, Secret secret, List<IpAddress> addresses) {}

    /// A tunnel of the config file.
    ///
    /// @param peerHost a name or an address; resolved anew at every try
    /// @param parameters what it says itself and what it inherits
    /// @param statement what it says itself
    public record ConfiguredTunnel(
            String name,
            String peerHost,
            Optional<IpAddress> localAddress,
            Optional<String> profileName,
            TunnelParameters parameters,
            List<ConfiguredSession> sessions,
            Statement statement) {
        /// One of the config file that says nothing itself.
        public ConfiguredTunnel(
                String name,
                String peerHost,
                Optional<IpAddress> localAddress,
                Optional<String> profileName,
                TunnelParameters parameters,
                List<ConfiguredSession> sessions) {
            this(name, peerHost, localAddress, profileName, parameters, sessions, Statement.NONE);
        }

        /// Those that sessions are given here, 16 bits.
        BitSet fixedSessionIds() {
            BitSet ids = new BitSet();
            for (ConfiguredSession session : sessions) {
                ids.set(session.parameters().sessionId() & 0xffff);
            }
            return ids;
        }

        /// The same, wanted by a command.
        public ConfiguredTunnel byCommand() {
            return new ConfiguredTunnel(
                    name,
                    peerHost,
                    localAddress,
                    profileName,
                    parameters,
                    sessions,
                    statement.from(Statement.Source.COMMAND));
        }

        /// The same with these.
        ConfiguredTunnel with(TunnelParameters others, List<ConfiguredSession> otherSessions) {
            return new ConfiguredTunnel(name, peerHost, localAddress, profileName, others, otherSessions, statement);
        }

        ConfiguredTunnel withSessions(UnaryOperator<SessionParameters> change) {
            List<ConfiguredSession> changed = sessions.stream()
                    .map(it -> new ConfiguredSession(
                            it.name, it.profileName, change.apply(it.parameters), it.ppp, it.ethernet, it.statement))
                    .toList();
            return new ConfiguredTunnel(name, peerHost, localAddress, profileName, parameters, changed, statement);
        }
    }

    /// A session of the config file: an incoming call that this node places as the LAC.
    ///
    /// @param parameters what it says itself and what it inherits
    /// @param statement what it says itself
    public record ConfiguredSession(
            String name,
            Optional<String> profileName,
            SessionParameters parameters,
            PppParameters ppp,
            EthernetParameters ethernet,
            Statement statement) {
        /// One of the config file that says nothing itself, with the default ethernet profile.
        public ConfiguredSession(
                String name, Optional<String> profileName, SessionParameters parameters, PppParameters ppp) {
            this(name, profileName, parameters, ppp, new EthernetParameters.Builder().build(), Statement.NONE);
        }

        /// The same, wanted by a command.
        public ConfiguredSession byCommand() {
            return new ConfiguredSession(
                    name, profileName, parameters, ppp, ethernet, statement.from(Statement.Source.COMMAND));
        }

        /// The same with these.
        ConfiguredSession with(SessionParameters others, PppParameters otherPpp) {
            return new ConfiguredSession(name, profileName, others, otherPpp, ethernet, statement);
        }
    }
}
