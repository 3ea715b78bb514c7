package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.Capabilities;
import org.prol2tp.protocol.node.TunnelParameters.PppProxy;

/// The keywords of the blocks `tunnel profile` and `tunnel`: all of the profile may stand in the tunnel too.
final class TunnelKeywords {
    private TunnelKeywords() {}

    private static final Set<String> LATER = Set.of(
            "tunnel_id", "config_id", "interface_name", "router_id", "digest_type", "nonce_length", "pseudowire_caps");

    static final Grammar<Drafts.Tunnel> PROFILE =
            new Grammar<>(BlockType.TUNNEL_PROFILE, Drafts.Tunnel::new, profile(), LATER);

    static final Grammar<Drafts.Tunnel> TUNNEL = new Grammar<>(BlockType.TUNNEL, Drafts.Tunnel::new, tunnel(), LATER);

    private static List<Keyword<Drafts.Tunnel>> tunnel() {
        List<Keyword<Drafts.Tunnel>> keywords = new ArrayList<>(List.of(
                Keyword.<Drafts.Tunnel, AddressType.Host>optional(
                                "dest_ipaddr",
                                new AddressType.HostPort(),
                                d -> d.peer,
                                (d, v) -> d.peer = Optional.of(v),
                                "The peer: a name, resolved anew at every try, or an address.")
                        .or("peer", "peer_ipaddr"),
                Keyword.<Drafts.Tunnel, org.prol2tp.protocol.node.IpAddress>optional(
                                "src_ipaddr",
                                new AddressType.Ip(),
                                d -> d.local,
                                (d, v) -> d.local = Optional.of(v),
                                "Our address; without it, the one on the route to the peer.")
                        .or("local", "local_ipaddr"),
                Keyword.text(
                        "tunnel_name",
                        255,
                        d -> d.tunnelName,
                        (d, v) -> d.tunnelName = v,
                        "The tunnel's name, where the block has none."),
                Keyword.<Drafts.Tunnel>name(
                                "profile_name",
                                BlockType.TUNNEL_PROFILE,
                                d -> d.profile,
                                (d, v) -> d.profile = v,
                                "The tunnel profile that gives what the block does not.")
                        .or("tunnel_profile_name"),
                Keyword.name(
                        "peer_profile_name",
                        BlockType.PEER_PROFILE,
                        d -> d.peerProfile,
                        (d, v) -> d.peerProfile = v,
                        "The peer profile that names the profiles that nothing else names.")));
        keywords.addAll(profile());
        return List.copyOf(keywords);
    }

    private static List<Keyword<Drafts.Tunnel>> profile() {
        return List.of(
                Keyword.number(
                                "peer_udp_port",
                                1,
                                65535,
                                (Drafts.Tunnel d) -> d.parameters.peerUdpPort,
                                (d, v) -> d.parameters.peerUdpPort = v,
                                "The peer's UDP port; also as `dest_ipaddr host:port`.")
                        .or("udp_port"),
                Keyword.number(
                        "our_udp_port",
                        0,
                        65535,
                        d -> d.parameters.ourUdpPort,
                        (d, v) -> d.parameters.ourUdpPort = v,
                        "Our UDP port; 0: one of the tunnel's own; the system's: the listening socket."),
                Keyword.only("version", "l2tpv2", List.of("l2tpv3"), "The version of the protocol."),
                Keyword.only("encap", "udp", List.of("ip"), "What carries the datagrams."),
                Keyword.text(
                        "host_name",
                        255,
                        d -> d.parameters.hostName,
                        (d, v) -> d.parameters.hostName = v,
                        "Our name in the Host Name AVP; without it the system's."),
                Keyword.secret(
                        "secret",
                        d -> d.parameters.secret,
                        (d, v) -> d.parameters.secret = v,
                        "Shared with the peer, for tunnel authentication and hidden AVPs."),
                Keyword.one(
                        "auth_mode",
                        new ValueType.Choice<>(authModes(), List.of()),
                        d -> d.parameters.authMode,
                        (d, v) -> d.parameters.authMode = v,
                        "How a peer proves who it is: not at all, by a peer profile that matches, or by that and"
                                + " a challenge."),
                Keyword.flag(
                        "hide_avps",
                        d -> d.parameters.hideAvps,
                        (d, v) -> d.parameters.hideAvps = v,
                        "Hide what may be hidden, never in the SCCRQ; needs a secret."),
                Keyword.seconds(
                        "hello_timeout",
                        0,
                        86400,
                        d -> d.parameters.helloTimeout,
                        (d, v) -> d.parameters.helloTimeout = v,
                        "Send HELLO when nothing came from the peer for this long; 0: never."),
                Keyword.number(
                        "max_retries",
                        1,
                        100,
                        d -> d.parameters.maxRetries,
                        (d, v) -> d.parameters.maxRetries = v,
                        "Retransmissions before the tunnel is given up."),
                Keyword.seconds(
                        "retry_timeout",
                        1,
                        8,
                        d -> d.parameters.retryTimeout,
                        (d, v) -> d.parameters.retryTimeout = v,
                        "The wait before the first retransmission; doubles up to 8 s."),
                Keyword.number(
                        "rx_window_size",
                        4,
                        32768,
                        d -> d.parameters.rxWindowSize,
                        (d, v) -> d.parameters.rxWindowSize = v,
                        "How many messages the peer may have in flight (Receive Window Size AVP)."),
                Keyword.number(
                        "tx_window_size",
                        1,
                        32768,
                        d -> d.parameters.txWindowSize,
                        (d, v) -> d.parameters.txWindowSize = v,
                        "How many messages we have in flight at most; the peer's window may be smaller."),
                Keyword.seconds(
                        "idle_timeout",
                        0,
                        31_536_000,
                        d -> d.parameters.idleTimeout,
                        (d, v) -> d.parameters.idleTimeout = v,
                        "Close the tunnel this long after its last session; 0: never."),
                Keyword.number(
                        "max_sessions",
                        0,
                        65535,
                        d -> d.parameters.maxSessions,
                        (d, v) -> d.parameters.maxSessions = v,
                        "How many sessions the tunnel may have; 0: no limit."),
                Keyword.number(
                        "mtu",
                        68,
                        65535,
                        d -> d.parameters.mtu,
                        (d, v) -> d.parameters.mtu = v,
                        "The most that an interface in the tunnel may carry, in octets."),
                Keyword.<Drafts.Tunnel>flag(
                                "use_udp_checksums",
                                d -> d.parameters.useUdpChecksums,
                                (d, v) -> d.parameters.useUdpChecksums = v,
                                "Send UDP checksums with data over IPv4.")
                        .or("udp_csum"),
                Keyword.flag(
                        "length_field",
                        d -> d.parameters.lengthField,
                        (d, v) -> d.parameters.lengthField = v,
                        "Send the Length field in data messages."),
                Keyword.<Drafts.Tunnel>off("do_pmtu_discovery", "Find the path's MTU.")
                        .or("pmtu_discovery"),
                Keyword.one(
                        "allow_ppp_proxy",
                        new ValueType.Choice<>(proxies(), List.of()),
                        d -> d.parameters.allowPppProxy,
                        (d, v) -> d.parameters.allowPppProxy = v,
                        "As LNS, use what the LAC has settled with the user in PPP instead of beginning anew: LCP and "
                                + "authentication, or LCP only."),
                Keyword.flag(
                        "use_tiebreaker",
                        d -> d.parameters.useTiebreaker,
                        (d, v) -> d.parameters.useTiebreaker = v,
                        "Send a Tie Breaker AVP: of two tunnels that both ends open at once, one stays."),
                Keyword.one(
                        "framing_caps",
                        new ValueType.Choice<>(capabilities("sync", "async"), List.of()),
                        d -> d.parameters.framingCaps,
                        (d, v) -> d.parameters.framingCaps = v,
                        "Our Framing Capabilities AVP."),
                Keyword.one(
                        "bearer_caps",
                        new ValueType.Choice<>(capabilities("digital", "analog"), List.of()),
                        d -> d.parameters.bearerCaps,
                        (d, v) -> d.parameters.bearerCaps = v,
                        "Our Bearer Capabilities AVP."),
                Keyword.flag(
                        "persist",
                        d -> d.parameters.persist,
                        (d, v) -> d.parameters.persist = v,
                        "Open a configured tunnel again after it failed."),
                Keyword.name(
                        "session_profile_name",
                        BlockType.SESSION_PROFILE,
                        d -> d.parameters.sessionProfileName,
                        (d, v) -> d.parameters.sessionProfileName = v,
                        "The session profile for sessions that name none."),
                Keyword.name(
                        "ppp_profile_name",
                        BlockType.PPP_PROFILE,
                        d -> d.parameters.pppProfileName,
                        (d, v) -> d.parameters.pppProfileName = v,
                        "The PPP profile for sessions that name none."),
                Keyword.trace(d -> d.parameters.traceFlags, (d, v) -> d.parameters.traceFlags = v));
    }

    private static Map<String, AuthMode> authModes() {
        Map<String, AuthMode> modes = new LinkedHashMap<>();
        modes.put("none", AuthMode.NONE);
        modes.put("simple", AuthMode.SIMPLE);
        modes.put("challenge", AuthMode.CHALLENGE);
        return modes;
    }

    private static Map<String, Capabilities> capabilities(String first, String second) {
        Map<String, Capabilities> values = new LinkedHashMap<>();
        values.put("none", Capabilities.NONE);
        values.put(first, Capabilities.FIRST);
        values.put(second, Capabilities.SECOND);
        values.put("any", Capabilities.ANY);
        return values;
    }

    private static Map<String, PppProxy> proxies() {
        Map<String, PppProxy> values = new LinkedHashMap<>();
        List.of("no", "off", "false").forEach(word -> values.put(word, PppProxy.NO));
        List.of("yes", "on", "true").forEach(word -> values.put(word, PppProxy.YES));
        values.put("lcp", PppProxy.LCP);
        return values;
    }
}
