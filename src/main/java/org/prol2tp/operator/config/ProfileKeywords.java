package org.prol2tp.operator.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Settings.RolesAllowed;

/// The keywords of the blocks `peer profile`, `ippool` and `user`.
final class ProfileKeywords {
    private ProfileKeywords() {}

    static final Grammar<Drafts.Peer> PEER = new Grammar<>(
            BlockType.PEER_PROFILE,
            Drafts.Peer::new,
            List.of(
                    Keyword.optional(
                            "peer_ipaddr",
                            new AddressType.Network(),
                            d -> d.address,
                            (d, v) -> d.address = Optional.of(v),
                            "The peer's address; with a length or netmask, the network it is in."),
                    Keyword.optional(
                            "netmask",
                            new AddressType.Netmask(),
                            d -> d.netmask,
                            (d, v) -> d.netmask = Optional.of(v),
                            "How much of the address counts; without it, all of it."),
                    Keyword.one(
                            "lac_lns",
                            ValueType.Choice.of(roles()),
                            d -> d.roles,
                            (d, v) -> d.roles = v,
                            "The roles we may take towards this peer."),
                    Keyword.<Drafts.Peer>name(
                                    "tunnel_profile_name",
                                    BlockType.TUNNEL_PROFILE,
                                    d -> d.tunnelProfile,
                                    (d, v) -> d.tunnelProfile = v,
                                    "The tunnel profile for this peer; without it, \"default\".")
                            .or("default_tunnel_profile_name"),
                    Keyword.<Drafts.Peer>name(
                                    "session_profile_name",
                                    BlockType.SESSION_PROFILE,
                                    d -> d.sessionProfile,
                                    (d, v) -> d.sessionProfile = v,
                                    "The session profile for this peer; without it, \"default\".")
                            .or("default_session_profile_name"),
                    Keyword.<Drafts.Peer>name(
                                    "ppp_profile_name",
                                    BlockType.PPP_PROFILE,
                                    d -> d.pppProfile,
                                    (d, v) -> d.pppProfile = v,
                                    "The PPP profile for this peer; without it, \"default\".")
                            .or("default_ppp_profile_name"),
                    Keyword.<Drafts.Peer>name(
                                    "ethernet_profile_name",
                                    BlockType.ETHERNET_PROFILE,
                                    d -> d.ethernetProfile,
                                    (d, v) -> d.ethernetProfile = v,
                                    "The ethernet profile for this peer; without it, \"default\".")
                            .or("default_ethernet_profile_name")
                            .onlyV3(),
                    Keyword.<Drafts.Peer>name(
                                    "pseudowire_profile_name",
                                    BlockType.PSEUDOWIRE_PROFILE,
                                    d -> d.pseudowireProfile,
                                    (d, v) -> {
                                        d.pseudowireProfile = v;
                                        d.pppProfile = v;
                                        d.ethernetProfile = v;
                                    },
                                    "A pseudowire profile, instead of a PPP or ethernet profile.")
                            .or("default_pseudowire_profile_name"),
                    Keyword.optional(
                            "peer_port",
                            new ValueType.Number(1, 65535),
                            d -> d.port.map(Integer::longValue),
                            (d, v) -> d.port = Optional.of(v.intValue()),
                            "The peer's UDP port for tunnels that name this profile and no port; without it 1701.")),
            Set.of());

    static final Grammar<Drafts.Pool> POOL = new Grammar<>(
            BlockType.IPPOOL,
            Drafts.Pool::new,
            List.of(
                    Keyword.optional(
                            "first_ipaddr",
                            new AddressType.Ipv4(),
                            d -> d.first,
                            (d, v) -> d.first = Optional.of(v),
                            "The first address of the pool."),
                    Keyword.optional(
                            "last_ipaddr",
                            new AddressType.Ipv4(),
                            d -> d.last,
                            (d, v) -> d.last = Optional.of(v),
                            "The last address of the pool."),
                    Keyword.optional(
                            "network",
                            new AddressType.Network(),
                            d -> d.network,
                            (d, v) -> d.network = Optional.of(v),
                            "The pool is this network without its first and last address."),
                    Keyword.optional(
                            "netmask",
                            new AddressType.Netmask(),
                            d -> d.netmask,
                            (d, v) -> d.netmask = Optional.of(v),
                            "Of the network, where it has no length."),
                    Keyword.several(
                            "reserve",
                            new ValueType.Many<>(new AddressType.Ipv4()),
                            d -> d.reserved,
                            (d, v) -> d.reserved = v,
                            "Addresses of the pool that nobody gets."),
                    Keyword.trace(d -> d.traceFlags, (d, v) -> d.traceFlags = v)),
            Set.of());

    static final Grammar<Drafts.User> USER = new Grammar<>(
            BlockType.USER,
            Drafts.User::new,
            List.of(
                    Keyword.<Drafts.User>secret(
                                    "password", d -> d.password, (d, v) -> d.password = v, "The user's PPP password.")
                            .or("user_password"),
                    Keyword.secretFile(
                            "password_file",
                            d -> d.password,
                            (d, v) -> d.password = v,
                            "A file whose first line is the password, instead of `password`."),
                    Keyword.one(
                            "server",
                            Grammar.NAME,
                            d -> d.server,
                            (d, v) -> d.server = v,
                            "The server that the password is for; `*`: any."),
                    Keyword.<Drafts.User, IpAddress>several(
                                    "ip_address",
                                    new ValueType.Many<>(new AddressType.Ipv4()),
                                    d -> d.addresses,
                                    (d, v) -> d.addresses = v,
                                    "Addresses that the user may have; none: the pool decides.")
                            .or("ip_addresses", "ipaddr")),
            Set.of());

    private static Map<String, RolesAllowed> roles() {
        Map<String, RolesAllowed> roles = new LinkedHashMap<>();
        roles.put("lac", RolesAllowed.LAC);
        roles.put("lns", RolesAllowed.LNS);
        roles.put("laclns", RolesAllowed.BOTH);
        roles.put("both", RolesAllowed.BOTH);
        return roles;
    }
}
