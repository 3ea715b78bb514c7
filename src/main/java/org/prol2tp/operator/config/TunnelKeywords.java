package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.L2tpV3Tunnel.DigestType;
import org.prol2tp.protocol.node.L2tpV3Tunnel.Mode;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.Capabilities;
import org.prol2tp.protocol.node.TunnelParameters.PppProxy;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;

/// The keywords of the blocks `tunnel profile` and `tunnel`: all of the profile may stand in the tunnel too.
final class TunnelKeywords {
    private TunnelKeywords() {}

    private static final Set<String> LATER = Set.of();

    static final Grammar<Drafts.Tunnel> PROFILE =
            new Grammar<>(BlockType.TUNNEL_PROFILE, Drafts.Tunnel::new, profile(), LATER);

    static final Grammar<Drafts.Tunnel> TUNNEL = new Grammar<>(BlockType.TUNNEL, Drafts.Tunnel::new, tunnel(), LATER);

    private static List<Keyword<Drafts.Tunnel>> tunnel() {
        List<Keyword<Drafts.Tunnel>> keywords = new ArrayList<>(
                List.of(
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
                        Keyword.<Drafts.Tunnel>text(
                                        "tunnel_name",
                                        255,
                                        d -> d.tunnelName,
                                        (d, v) -> d.tunnelName = v,
                                        "The tunnel's name, where the block has none.")
                                .like("to-other"),
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
                                "The peer profile that names the profiles that nothing else names."),
                        Keyword.one(
                                        "tunnel_id",
                                        new ValueType.Number(0, 0xffff_ffffL),
                                        (Drafts.Tunnel d) -> d.parameters.tunnelId & 0xffff_ffffL,
                                        (d, v) -> d.parameters.tunnelId = v.intValue(),
                                        "Our id of the tunnel, with L2TPv2 1..65535; 0: a random one, which is safer.")
                                .like("4711"),
                        Keyword.one(
                                        "mode",
                                        ValueType.Choice.of(modes()),
                                        (Drafts.Tunnel d) -> d.parameters.v3.mode(),
                                        (d, v) -> d.parameters.v3 = d.parameters.v3.withMode(v),
                                        "managed: a control connection sets the tunnel up; static: nothing is said, ids and cookies "
                                                + "are those set here and at the peer; quiescent: the same with HELLO.")
                                .like("managed")
                                .onlyV3(),
                        Keyword.one(
                                        "peer_tunnel_id",
                                        new ValueType.Number(0, 0xffff_ffffL),
                                        (Drafts.Tunnel d) -> d.parameters.v3.peerTunnelId() & 0xffff_ffffL,
                                        (d, v) -> d.parameters.v3 = d.parameters.v3.withPeerTunnelId(v.intValue()),
                                        "The peer's id of a static or quiescent tunnel.")
                                .like("4712")
                                .onlyV3(),
                        Keyword.number(
                                "config_id",
                                0,
                                Integer.MAX_VALUE,
                                d -> d.parameters.configId,
                                (d, v) -> d.parameters.configId = v,
                                "Tells tunnels between the same two addresses apart, here and in what prol2tp shows; 0: none.")));
        keywords.addAll(profile());
        return List.copyOf(keywords);
    }

    private static List<Keyword<Drafts.Tunnel>> profile() {
        return Stream.of(version2(), version3()).flatMap(List::stream).toList();
    }

    private static List<Keyword<Drafts.Tunnel>> version2() {
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
                Keyword.one(
                        "version",
                        ValueType.Choice.of(versions()).onlyV3("l2tpv3"),
                        d -> d.parameters.version,
                        (d, v) -> d.parameters.version = v,
                        "The version of the protocol; auto: the best that both ends have. A peer that does not answer an"
                                + " SCCRQ of both versions is sent one of L2TPv2 in the second half of the retransmissions."),
                Keyword.one(
                        "encap",
                        ValueType.Choice.of(encapsulations()).onlyV3("ip"),
                        d -> d.parameters.encapsulation,
                        (d, v) -> d.parameters.encapsulation = v,
                        "What carries the datagrams; with L2TPv2 it is UDP."),
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
                Keyword.secretFile(
                        "secret_file",
                        d -> d.parameters.secret,
                        (d, v) -> d.parameters.secret = v,
                        "A file whose first line is the secret, instead of `secret`."),
                Keyword.one(
                        "auth_mode",
                        ValueType.Choice.of(authModes()),
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
                        "The longest wait before the first retransmission, shorter where acknowledgements come fast; doubles up to 8 s."),
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
                                "Send UDP checksums with data; what eBPF carries has none. Without, such datagrams are received over IPv6 too.")
                        .or("udp_csum"),
                Keyword.flag(
                        "length_field",
                        d -> d.parameters.lengthField,
                        (d, v) -> d.parameters.lengthField = v,
                        "Send the Length field in data messages; the kernel and eBPF send none."),
                Keyword.flag(
                        "unfinished_checksums",
                        d -> d.parameters.unfinishedChecksums,
                        (d, v) -> d.parameters.unfinishedChecksums = v,
                        "What eBPF carries may leave with checksums that the network interface finishes, or the peer's kernel "
                                + "behind a virtual one: faster for what this host itself sends, but wrong for a peer that is a program."),
                Keyword.flag(
                        "ecn",
                        d -> d.parameters.ecn,
                        (d, v) -> d.parameters.ecn = v,
                        "Mark and notice congestion through the tunnel where the peer does so too (ECN Capability AVP, RFC "
                                + "9601); such a tunnel's data is carried by the embedded data plane."),
                Keyword.<Drafts.Tunnel>flag(
                                "do_pmtu_discovery",
                                d -> d.parameters.doPmtuDiscovery,
                                (d, v) -> d.parameters.doPmtuDiscovery = v,
                                "Find the path's MTU: nothing is cut in pieces on the way, and interfaces carry what fits."
                                        + " Where the tunnel has no socket of its own (an LNS's, or over IP), the kernel"
                                        + " cuts what is too long until it is found.")
                        .or("pmtu_discovery"),
                Keyword.one(
                        "allow_ppp_proxy",
                        ValueType.Choice.of(proxies()),
                        d -> d.parameters.allowPppProxy,
                        (d, v) -> d.parameters.allowPppProxy = v,
                        "As LNS, use what the LAC has settled with the user in PPP instead of beginning anew: LCP and "
                                + "authentication, or LCP only."),
                Keyword.optional(
                        "interface_name",
                        new ValueType.Interface(ValueType.Interface.STEM_OCTETS),
                        d -> d.parameters.interfaceName,
                        (d, v) -> d.parameters.interfaceName = Optional.of(v),
                        "What the names of its sessions' interfaces begin with; without it `l2tp`."),
                Keyword.flag(
                        "use_tiebreaker",
                        d -> d.parameters.useTiebreaker,
                        (d, v) -> d.parameters.useTiebreaker = v,
                        "Send a Tie Breaker AVP: of two tunnels that both ends open at once, one stays."),
                Keyword.one(
                        "framing_caps",
                        ValueType.Choice.of(capabilities("sync", "async")),
                        d -> d.parameters.framingCaps,
                        (d, v) -> d.parameters.framingCaps = v,
                        "Our Framing Capabilities AVP."),
                Keyword.one(
                        "bearer_caps",
                        ValueType.Choice.of(capabilities("digital", "analog")),
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
                Keyword.<Drafts.Tunnel>name(
                                "ethernet_profile_name",
                                BlockType.ETHERNET_PROFILE,
                                d -> d.parameters.ethernetProfileName,
                                (d, v) -> d.parameters.ethernetProfileName = v,
                                "The ethernet profile for sessions that name none.")
                        .onlyV3(),
                Keyword.trace(d -> d.parameters.traceFlags, (d, v) -> d.parameters.traceFlags = v));
    }

    /// RFC 3931.
    private static List<Keyword<Drafts.Tunnel>> version3() {
        return List.of(
                Keyword.one(
                                "router_id",
                                new ValueType.Number(1, 0xffff_ffffL),
                                (Drafts.Tunnel d) -> d.parameters.v3.routerId() & 0xffff_ffffL,
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withRouterId(v.intValue()),
                                "The Router ID AVP; without it the system's.")
                        .onlyV3(),
                Keyword.one(
                                "digest_type",
                                ValueType.Choice.of(digests()),
                                (Drafts.Tunnel d) -> d.parameters.v3.digestType(),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withDigestType(v),
                                "The digest of control messages.")
                        .onlyV3(),
                // RFC 3931 §5.4.1: shorter ones are not recommended
                Keyword.one(
                                "nonce_length",
                                new ValueType.ZeroOr(new ValueType.Number(16, 255)),
                                (Drafts.Tunnel d) -> (long) d.parameters.v3.nonceLength(),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withNonceLength(v.intValue()),
                                "The length of the nonce for digests, in octets; 0: none is sent.")
                        .onlyV3(),
                Keyword.several(
                                "pseudowire_caps",
                                new ValueType.Many<>(ValueType.Choice.of(SessionKeywords.pseudowireTypes())),
                                (Drafts.Tunnel d) ->
                                        List.copyOf(new TreeSet<>(d.parameters.v3.pseudowireCapabilities())),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withPseudowireCapabilities(Set.copyOf(v)),
                                "The pseudowires that we say we can carry; without it, all that we can.")
                        .onlyV3());
    }

    private static Map<String, ProtocolVersion> versions() {
        Map<String, ProtocolVersion> versions = new LinkedHashMap<>();
        versions.put("auto", ProtocolVersion.AUTO);
        versions.put("l2tpv2", ProtocolVersion.L2TPV2);
        versions.put("l2tpv3", ProtocolVersion.L2TPV3);
        return versions;
    }

    private static Map<String, Encapsulation> encapsulations() {
        Map<String, Encapsulation> encapsulations = new LinkedHashMap<>();
        encapsulations.put("udp", Encapsulation.UDP);
        encapsulations.put("ip", Encapsulation.IP);
        return encapsulations;
    }

    private static Map<String, Mode> modes() {
        Map<String, Mode> modes = new LinkedHashMap<>();
        modes.put("managed", Mode.MANAGED);
        modes.put("static", Mode.STATIC);
        modes.put("unmanaged", Mode.STATIC);
        modes.put("quiescent", Mode.QUIESCENT);
        return modes;
    }

    private static Map<String, DigestType> digests() {
        Map<String, DigestType> digests = new LinkedHashMap<>();
        digests.put("none", DigestType.NONE);
        digests.put("md5", DigestType.MD5);
        digests.put("sha1", DigestType.SHA1);
        return digests;
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
