package org.prol2tp.operator.ctl;

import java.util.List;
import java.util.Locale;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.RolesAllowed;

/// A [Profile] as a JSON object: `name` and `config`.
final class ProfileJson {
    /// [Profile.Kind], in its order.
    static final List<String> KINDS = words(Profile.Kind.values());
    /// [RolesAllowed], in its order.
    private static final List<String> ROLES = List.of("lac", "lns", "laclns");

    private ProfileJson() {}

    static void write(Line line, Profile profile) {
        line.text("name", profile.name());
        line.object("config", config -> {
            switch (profile) {
                case Profile.Peer(PeerProfile peer) -> writePeer(config, peer);
                case Profile.Tunnel it -> TunnelJson.writeParameters(config, it.parameters());
                case Profile.Session it -> SessionJson.writeParameters(config, it.parameters());
                case Profile.Ppp it -> PppJson.writeParameters(config, it.parameters());
                case Profile.Ethernet it -> EthernetJson.write(config, it.parameters());
            }
        });
    }

    static Profile read(Profile.Kind kind, Members members) {
        String name = members.text("name");
        return switch (kind) {
            case PEER -> new Profile.Peer(members.object("config", config -> readPeer(name, config)));
            case TUNNEL -> new Profile.Tunnel(name, members.object("config", TunnelJson::readParameters));
            case SESSION -> new Profile.Session(name, members.object("config", SessionJson::readParameters));
            case PPP -> new Profile.Ppp(name, members.object("config", PppJson::readParameters));
            case ETHERNET -> new Profile.Ethernet(name, members.object("config", EthernetJson::read));
        };
    }

    private static void writePeer(Line line, PeerProfile peer) {
        line.text("peer_ipaddr", peer.address())
                .number("prefix_length", peer.prefixLength())
                .text("lac_lns", ROLES.get(peer.roles().ordinal()))
                .text("tunnel_profile_name", peer.tunnelProfileName())
                .text("session_profile_name", peer.sessionProfileName())
                .text("ppp_profile_name", peer.pppProfileName())
                .text("ethernet_profile_name", peer.ethernetProfileName())
                .number("peer_port", peer.peerPort());
    }

    private static PeerProfile readPeer(String name, Members members) {
        return new PeerProfile(
                name,
                members.optionalAddress("peer_ipaddr"),
                members.integer("prefix_length"),
                RolesAllowed.values()[members.word("lac_lns", ROLES)],
                members.text("tunnel_profile_name"),
                members.text("session_profile_name"),
                members.text("ppp_profile_name"),
                members.text("ethernet_profile_name"),
                members.integer("peer_port"));
    }

    private static List<String> words(Profile.Kind... kinds) {
        return List.of(kinds).stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
