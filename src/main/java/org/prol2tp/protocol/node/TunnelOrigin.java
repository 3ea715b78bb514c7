package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.Settings.PeerProfile;

/// Where a tunnel comes from, and with it all that is set for it.
///
/// @param configured the tunnel of the settings; empty for one that a peer opened
/// @param profileName of its tunnel profile, if it has one
/// @param sessionProfileName for calls of the peer
/// @param pppProfileName for calls of the peer, where the session profile names none
/// @param ethernetProfileName likewise
record TunnelOrigin(
        Optional<ConfiguredTunnel> configured,
        TunnelParameters parameters,
        Optional<String> profileName,
        String sessionProfileName,
        String pppProfileName,
        String ethernetProfileName,
        Settings.RolesAllowed roles) {

    static TunnelOrigin of(ConfiguredTunnel configured) {
        TunnelParameters parameters = configured.parameters();
        return new TunnelOrigin(
                Optional.of(configured),
                parameters,
                configured.profileName(),
                parameters.sessionProfileName().orElse(Settings.DEFAULT_PROFILE),
                parameters.pppProfileName().orElse(Settings.DEFAULT_PROFILE),
                parameters.ethernetProfileName().orElse(Settings.DEFAULT_PROFILE),
                Settings.RolesAllowed.BOTH);
    }

    /// Of a peer with this profile; empty: every default.
    static TunnelOrigin of(Optional<PeerProfile> peer, Lcce lcce) {
        String tunnelProfile = peer.map(PeerProfile::tunnelProfileName).orElse(Settings.DEFAULT_PROFILE);
        TunnelParameters parameters = lcce.tunnelProfile(tunnelProfile);
        return new TunnelOrigin(
                Optional.empty(),
                parameters,
                Optional.of(tunnelProfile),
                chosen(parameters.sessionProfileName(), peer.map(PeerProfile::sessionProfileName)),
                chosen(parameters.pppProfileName(), peer.map(PeerProfile::pppProfileName)),
                chosen(parameters.ethernetProfileName(), peer.map(PeerProfile::ethernetProfileName)),
                peer.map(PeerProfile::roles).orElse(Settings.RolesAllowed.BOTH));
    }

    /// The same for a tunnel that is not the configured one any more, and is about to be closed.
    TunnelOrigin ofFormer() {
        return new TunnelOrigin(
                Optional.empty(),
                parameters,
                profileName,
                sessionProfileName,
                pppProfileName,
                ethernetProfileName,
                roles);
    }

    /// Whether the config file has it.
    boolean isOfFile() {
        return configured
                .filter(it -> it.statement().source() == Statement.Source.FILE)
                .isPresent();
    }

    /// The configured name.
    Optional<String> name() {
        return configured.map(ConfiguredTunnel::name);
    }

    /// The name the tunnel profile gives, else the peer profile's; `default` counts as none.
    private static String chosen(Optional<String> ofTunnelProfile, Optional<String> ofPeerProfile) {
        return ofTunnelProfile
                .filter(name -> !name.equals(Settings.DEFAULT_PROFILE))
                .or(() -> ofPeerProfile)
                .orElse(Settings.DEFAULT_PROFILE);
    }
}
