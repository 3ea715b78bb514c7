package org.prol2tp.operator.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters.SyncMode;

/// The keywords of the block `ppp profile`.
final class PppKeywords {
    private static final int MAX_REQUESTS = 255;
    private static final int MAX_INTERVAL_S = 3600;

    private PppKeywords() {}

    static final Grammar<Drafts.Ppp> PROFILE =
            new Grammar<>(BlockType.PPP_PROFILE, Drafts.Ppp::new, keywords(), Set.of());

    private static List<Keyword<Drafts.Ppp>> keywords() {
        return Stream.of(link(), authentication(), lcp(), ipcp())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Keyword<Drafts.Ppp>> link() {
        return List.of(
                Keyword.number(
                        "mtu",
                        68,
                        65535,
                        d -> d.parameters.mtu,
                        (d, v) -> d.parameters.mtu = v,
                        "The most that the interface may carry, in octets."),
                Keyword.number(
                        "mru",
                        68,
                        65535,
                        d -> d.parameters.mru,
                        (d, v) -> d.parameters.mru = v,
                        "The longest packet that we ask the peer to send, in octets."),
                Keyword.flag("ipv4", d -> d.parameters.ipv4, (d, v) -> d.parameters.ipv4 = v, "Carry IPv4 (IPCP)."),
                Keyword.flag("ipv6", d -> d.parameters.ipv6, (d, v) -> d.parameters.ipv6 = v, "Carry IPv6 (IPV6CP)."),
                Keyword.<Drafts.Ppp, IpAddress>optional(
                                "local_ipaddr",
                                new AddressType.Ipv4(),
                                d -> d.parameters.localAddress,
                                (d, v) -> d.parameters.localAddress = Optional.of(v),
                                "Our address on the link; without it, the peer gives one.")
                        .or("local_ip_addr"),
                Keyword.<Drafts.Ppp, IpAddress>optional(
                                "remote_ipaddr",
                                new AddressType.Ipv4(),
                                d -> d.parameters.peerAddress,
                                (d, v) -> d.parameters.peerAddress = Optional.of(v),
                                "The peer's address on the link.")
                        .or("peer_ipaddr", "peer_ip_addr"),
                Keyword.name(
                        "ip_pool_name",
                        BlockType.IPPOOL,
                        d -> d.parameters.ipPoolName,
                        (d, v) -> d.parameters.ipPoolName = v,
                        "The pool that the peer's address comes from, where nothing else gives one."),
                address(
                        "dns_ipaddr_pri",
                        d -> d.dnsPrimary,
                        (d, v) -> d.dnsPrimary = v,
                        "The first name server for the peer."),
                address(
                        "dns_ipaddr_sec",
                        d -> d.dnsSecondary,
                        (d, v) -> d.dnsSecondary = v,
                        "The second name server for the peer."),
                address(
                        "wins_ipaddr_pri",
                        d -> d.winsPrimary,
                        (d, v) -> d.winsPrimary = v,
                        "The first WINS server for the peer."),
                address(
                        "wins_ipaddr_sec",
                        d -> d.winsSecondary,
                        (d, v) -> d.winsSecondary = v,
                        "The second WINS server for the peer."),
                Keyword.flag(
                        "default_route",
                        d -> d.parameters.defaultRoute,
                        (d, v) -> d.parameters.defaultRoute = v,
                        "Set the default route through the interface."),
                Keyword.<Drafts.Ppp, Route>several(
                        "route",
                        new AddressType.RouteTo(),
                        d -> d.parameters.routes,
                        (d, v) -> d.parameters.routes = v,
                        "A route through the interface."),
                Keyword.<Drafts.Ppp, String>optional(
                        "shared_interface",
                        new ValueType.Interface(ValueType.Interface.OCTETS),
                        d -> d.parameters.sharedInterface,
                        (d, v) -> d.parameters.sharedInterface = Optional.of(v),
                        "One interface of this name for all sessions of the profile, with IPv4 only."),
                Keyword.flag(
                        "mss_clamp",
                        d -> d.parameters.mssClamp,
                        (d, v) -> d.parameters.mssClamp = v,
                        "Hold TCP connections through the interface to segments that fit."),
                Keyword.seconds(
                        "idle_timeout",
                        0,
                        31_536_000,
                        d -> d.parameters.idleTimeout,
                        (d, v) -> d.parameters.idleTimeout = v,
                        "Close the session when it carried nothing for this long; 0: never."),
                Keyword.seconds(
                        "max_connect_time",
                        0,
                        31_536_000,
                        d -> d.parameters.maxConnectTime,
                        (d, v) -> d.parameters.maxConnectTime = v,
                        "Close the session after this long; 0: never."),
                Keyword.number(
                        "max_failure_count",
                        0,
                        1_000_000,
                        d -> d.parameters.maxFailureCount,
                        (d, v) -> d.parameters.maxFailureCount = v,
                        "Place no other call of a configured session after so many in a row that did not come up; 0: "
                                + "there is always another."),
                Keyword.flag(
                        "proxy_arp",
                        d -> d.parameters.proxyArp,
                        (d, v) -> d.parameters.proxyArp = v,
                        "Answer ARP for the peer's address at the Ethernet interface whose network has it; the kernel must "
                                + "forward there."),
                Keyword.<Drafts.Ppp>flag(
                                "multilink",
                                d -> d.parameters.multilink,
                                (d, v) -> d.parameters.multilink = v,
                                "Bundle the sessions of one peer to one interface, if the peer does so too; not with "
                                        + "shared_interface.")
                        .like("no"), // beside a shared_interface
                Keyword.trace(d -> d.parameters.traceFlags, (d, v) -> d.parameters.traceFlags = v));
    }

    private static List<Keyword<Drafts.Ppp>> authentication() {
        return List.of(
                Keyword.flag(
                        "auth_pap", d -> d.parameters.authPap, (d, v) -> d.parameters.authPap = v, "PAP is allowed."),
                Keyword.flag(
                        "auth_chap",
                        d -> d.parameters.authChap,
                        (d, v) -> d.parameters.authChap = v,
                        "CHAP with MD5 is allowed."),
                Keyword.flag(
                        "auth_mschapv1",
                        d -> d.parameters.authMschapv1,
                        (d, v) -> d.parameters.authMschapv1 = v,
                        "MS-CHAP is allowed, the last but PAP that we ask for."),
                Keyword.flag(
                        "auth_mschapv2",
                        d -> d.parameters.authMschapv2,
                        (d, v) -> d.parameters.authMschapv2 = v,
                        "MS-CHAPv2 is allowed."),
                Keyword.flag(
                        "auth_eap",
                        d -> d.parameters.authEap,
                        (d, v) -> d.parameters.authEap = v,
                        "EAP is allowed: by any method that RADIUS knows where `use_radius` is set, else by MD5-Challenge."),
                Keyword.optional(
                        "auth_none",
                        new ValueType.Flag(),
                        d -> d.parameters.authPeer.map(demanded -> !demanded),
                        (d, v) -> d.parameters.authPeer = Optional.of(!v),
                        "The opposite of `auth_peer`: the peer need not authenticate itself."),
                Keyword.optional(
                        "auth_peer",
                        new ValueType.Flag(),
                        d -> d.parameters.authPeer,
                        (d, v) -> d.parameters.authPeer = Optional.of(v),
                        "The peer must authenticate itself; without it, yes as LNS and no as LAC."),
                Keyword.text(
                        "local_name",
                        255,
                        d -> d.parameters.localName,
                        (d, v) -> d.parameters.localName = v,
                        "Our name in CHAP; without it the host's name as server, the user's as client."),
                Keyword.text(
                        "remote_name",
                        255,
                        d -> d.parameters.remoteName,
                        (d, v) -> d.parameters.remoteName = v,
                        "The peer's name, where it does not tell."),
                Keyword.flag(
                        "use_radius",
                        d -> d.parameters.useRadius,
                        (d, v) -> d.parameters.useRadius = v,
                        "Ask the RADIUS servers of the system block who the peer is and what it gets, and tell them of the "
                                + "session."),
                Keyword.optional(
                        "radius_hint",
                        new OtherFile(),
                        d -> d.parameters.radiusHint,
                        (d, v) -> d.parameters.radiusHint = Optional.of(v),
                        "A file in the form of radiusclient.conf whose RADIUS servers are asked instead of the system "
                                + "block's."),
                seconds(
                        "chap_interval",
                        0,
                        d -> d.parameters.chapInterval,
                        (d, v) -> d.parameters.chapInterval = v,
                        "Challenge the peer again after this long; 0: never."),
                requests(
                        "chap_max_challenge",
                        d -> d.parameters.chapMaxChallenge,
                        (d, v) -> d.parameters.chapMaxChallenge = v,
                        "How often a challenge is sent before the peer has failed."),
                seconds(
                        "chap_restart",
                        1,
                        d -> d.parameters.chapRestart,
                        (d, v) -> d.parameters.chapRestart = v,
                        "The wait before a challenge is sent again."),
                Keyword.<Drafts.Ppp>number(
                                "pap_max_auth_requests",
                                1,
                                MAX_REQUESTS,
                                d -> d.parameters.papMaxAuthRequests,
                                (d, v) -> d.parameters.papMaxAuthRequests = v,
                                "How often a PAP request is sent before it has failed.")
                        .or("pap_max_auth_reqs"),
                seconds(
                        "pap_restart_interval",
                        1,
                        d -> d.parameters.papRestartInterval,
                        (d, v) -> d.parameters.papRestartInterval = v,
                        "The wait before a PAP request is sent again."),
                seconds(
                        "pap_timeout",
                        0,
                        d -> d.parameters.papTimeout,
                        (d, v) -> d.parameters.papTimeout = v,
                        "How long we wait for the peer's PAP request; 0: pap_max_auth_requests times pap_restart_interval."));
    }

    private static List<Keyword<Drafts.Ppp>> lcp() {
        return List.of(
                seconds(
                        "lcp_echo_interval",
                        0,
                        d -> d.parameters.lcpEchoInterval,
                        (d, v) -> d.parameters.lcpEchoInterval = v,
                        "The time between LCP echo requests; 0: none."),
                Keyword.<Drafts.Ppp>number(
                                "lcp_echo_failure_count",
                                0,
                                MAX_REQUESTS,
                                d -> d.parameters.lcpEchoFailureCount,
                                (d, v) -> d.parameters.lcpEchoFailureCount = v,
                                "Unanswered echo requests before the link is given up; 0: never.")
                        .or("lcp_echo_fail_count"),
                requests(
                                "lcp_max_config_requests",
                                d -> d.parameters.lcpMaxConfigRequests,
                                (d, v) -> d.parameters.lcpMaxConfigRequests = v,
                                "LCP Configure-Requests before it has failed.")
                        .or("lcp_max_cfg_reqs"),
                requests(
                                "lcp_max_config_naks",
                                d -> d.parameters.lcpMaxConfigNaks,
                                (d, v) -> d.parameters.lcpMaxConfigNaks = v,
                                "LCP Configure-Naks before options are rejected instead.")
                        .or("lcp_max_cfg_naks"),
                requests(
                                "lcp_max_terminate_requests",
                                d -> d.parameters.lcpMaxTerminateRequests,
                                (d, v) -> d.parameters.lcpMaxTerminateRequests = v,
                                "LCP Terminate-Requests before the link is taken as closed.")
                        .or("lcp_max_term_reqs"),
                seconds(
                        "lcp_retransmit_interval",
                        1,
                        d -> d.parameters.lcpRetransmitInterval,
                        (d, v) -> d.parameters.lcpRetransmitInterval = v,
                        "The wait before an LCP request is sent again."),
                Keyword.one(
                        "asyncmap",
                        new ValueType.Number(0, 0xffff_ffffL),
                        d -> d.parameters.asyncmap & 0xffff_ffffL,
                        (d, v) -> d.parameters.asyncmap = v.intValue(),
                        "The ACCM that we ask for."),
                Keyword.one(
                        "sync_mode",
                        ValueType.Choice.of(syncModes()),
                        d -> d.parameters.syncMode,
                        (d, v) -> d.parameters.syncMode = v,
                        "How the LAC's line to the user carries frames: any is as the Framing Type AVP of the call says. "
                                + "If asynchronously, the LNS tells the LAC the ACCMs that it and the user agreed on (SLI)."));
    }

    private static List<Keyword<Drafts.Ppp>> ipcp() {
        return List.of(
                requests(
                                "ipcp_max_config_requests",
                                d -> d.parameters.ipcpMaxConfigRequests,
                                (d, v) -> d.parameters.ipcpMaxConfigRequests = v,
                                "IPCP and IPV6CP Configure-Requests before it has failed.")
                        .or("ipcp_max_cfg_reqs"),
                requests(
                                "ipcp_max_config_naks",
                                d -> d.parameters.ipcpMaxConfigNaks,
                                (d, v) -> d.parameters.ipcpMaxConfigNaks = v,
                                "IPCP and IPV6CP Configure-Naks before options are rejected instead.")
                        .or("ipcp_max_cfg_naks"),
                requests(
                                "ipcp_max_terminate_requests",
                                d -> d.parameters.ipcpMaxTerminateRequests,
                                (d, v) -> d.parameters.ipcpMaxTerminateRequests = v,
                                "IPCP and IPV6CP Terminate-Requests before the protocol is taken as closed.")
                        .or("ipcp_max_term_reqs"),
                seconds(
                        "ipcp_retransmit_interval",
                        1,
                        d -> d.parameters.ipcpRetransmitInterval,
                        (d, v) -> d.parameters.ipcpRetransmitInterval = v,
                        "The wait before an IPCP or IPV6CP request is sent again."));
    }

    private static Keyword<Drafts.Ppp> address(
            String name,
            Function<Drafts.Ppp, Optional<IpAddress>> get,
            BiConsumer<Drafts.Ppp, Optional<IpAddress>> set,
            String doc) {
        return Keyword.optional(
                name, new AddressType.Ipv4(), get, (draft, value) -> set.accept(draft, Optional.of(value)), doc);
    }

    private static Keyword<Drafts.Ppp> requests(
            String name, ToIntFunction<Drafts.Ppp> get, ObjIntConsumer<Drafts.Ppp> set, String doc) {
        return Keyword.number(name, 1, MAX_REQUESTS, get, set, doc);
    }

    private static Keyword<Drafts.Ppp> seconds(
            String name,
            int min,
            Function<Drafts.Ppp, Duration> get,
            BiConsumer<Drafts.Ppp, Duration> set,
            String doc) {
        return Keyword.seconds(name, min, MAX_INTERVAL_S, get, set, doc);
    }

    private static Map<String, SyncMode> syncModes() {
        Map<String, SyncMode> values = new LinkedHashMap<>();
        for (SyncMode mode : SyncMode.values()) {
            values.put(mode.name().toLowerCase(Locale.ROOT), mode);
        }
        return values;
    }
}
