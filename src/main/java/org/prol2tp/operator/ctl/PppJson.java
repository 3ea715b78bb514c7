package org.prol2tp.operator.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.PppParameters.SyncMode;

/// [PppParameters] as members of a JSON object: the keywords of a `ppp profile`.
final class PppJson {
    private PppJson() {}

    static void writeParameters(Line line, PppParameters p) {
        line.number("mtu", p.mtu())
                .number("mru", p.mru())
                .flag("ipv4", p.ipv4())
                .flag("ipv6", p.ipv6())
                .text("local_ipaddr", p.localAddress())
                .text("remote_ipaddr", p.peerAddress())
                .text("ip_pool_name", p.ipPoolName())
                .texts("dns_ipaddrs", PoolJson.texts(p.dnsServers()))
                .texts("wins_ipaddrs", PoolJson.texts(p.winsServers()))
                .flag("default_route", p.defaultRoute())
                .texts("routes", p.routes().stream().map(PppJson::text).toList())
                .text("shared_interface", p.sharedInterface())
                .flag("mss_clamp", p.mssClamp())
                .flag("multilink", p.multilink())
                .seconds("idle_timeout", p.idleTimeout())
                .seconds("max_connect_time", p.maxConnectTime())
                .number("max_failure_count", p.maxFailureCount())
                .flag("proxy_arp", p.proxyArp())
                .flag("auth_pap", p.authPap())
                .flag("auth_chap", p.authChap())
                .flag("auth_mschapv1", p.authMschapv1())
                .flag("auth_mschapv2", p.authMschapv2())
                .flag("auth_eap", p.authEap());
        p.authPeer().ifPresent(demanded -> line.flag("auth_peer", demanded));
        line.text("local_name", p.localName())
                .text("remote_name", p.remoteName())
                .flag("use_radius", p.useRadius())
                .text("radius_hint", p.radiusHint())
                .seconds("chap_interval", p.chapInterval())
                .number("chap_max_challenge", p.chapMaxChallenge())
                .seconds("chap_restart", p.chapRestart())
                .number("pap_max_auth_requests", p.papMaxAuthRequests())
                .seconds("pap_restart_interval", p.papRestartInterval())
                .seconds("pap_timeout", p.papTimeout())
                .seconds("lcp_echo_interval", p.lcpEchoInterval())
                .number("lcp_echo_failure_count", p.lcpEchoFailureCount())
                .number("lcp_max_config_requests", p.lcpMaxConfigRequests())
                .number("lcp_max_config_naks", p.lcpMaxConfigNaks())
                .number("lcp_max_terminate_requests", p.lcpMaxTerminateRequests())
                .seconds("lcp_retransmit_interval", p.lcpRetransmitInterval())
                .number("ipcp_max_config_requests", p.ipcpMaxConfigRequests())
                .number("ipcp_max_config_naks", p.ipcpMaxConfigNaks())
                .number("ipcp_max_terminate_requests", p.ipcpMaxTerminateRequests())
                .seconds("ipcp_retransmit_interval", p.ipcpRetransmitInterval())
                .id("asyncmap", p.asyncmap())
                .text("sync_mode", Words.SYNC_MODE.get(p.syncMode().ordinal()));
        Words.writeTrace(line, p.traceFlags());
    }

    static PppParameters readParameters(Members members) {
        PppParameters.Builder p = new PppParameters.Builder();
        p.mtu = members.integer("mtu");
        p.mru = members.integer("mru");
        p.ipv4 = members.flag("ipv4");
        p.ipv6 = members.flag("ipv6");
        p.localAddress = members.optionalAddress("local_ipaddr");
        p.peerAddress = members.optionalAddress("remote_ipaddr");
        p.ipPoolName = members.optionalText("ip_pool_name");
        p.dnsServers = PoolJson.addresses(members, "dns_ipaddrs");
        p.winsServers = PoolJson.addresses(members, "wins_ipaddrs");
        p.defaultRoute = members.flag("default_route");
        p.routes = routes(members.texts("routes"));
        p.sharedInterface = members.optionalText("shared_interface");
        p.mssClamp = members.flag("mss_clamp");
        p.multilink = members.flag("multilink");
        p.idleTimeout = members.seconds("idle_timeout");
        p.maxConnectTime = members.seconds("max_connect_time");
        p.maxFailureCount = members.integer("max_failure_count");
        p.proxyArp = members.flag("proxy_arp");
        p.authPap = members.flag("auth_pap");
        p.authChap = members.flag("auth_chap");
        p.authMschapv1 = members.flag("auth_mschapv1");
        p.authMschapv2 = members.flag("auth_mschapv2");
        p.authEap = members.flag("auth_eap");
        p.authPeer = members.optionalFlag("auth_peer");
        p.localName = members.optionalText("local_name");
        p.remoteName = members.optionalText("remote_name");
        p.useRadius = members.flag("use_radius");
        p.radiusHint = members.optionalText("radius_hint");
        p.chapInterval = members.seconds("chap_interval");
        p.chapMaxChallenge = members.integer("chap_max_challenge");
        p.chapRestart = members.seconds("chap_restart");
        p.papMaxAuthRequests = members.integer("pap_max_auth_requests");
        p.papRestartInterval = members.seconds("pap_restart_interval");
        p.papTimeout = members.seconds("pap_timeout");
        p.lcpEchoInterval = members.seconds("lcp_echo_interval");
        p.lcpEchoFailureCount = members.integer("lcp_echo_failure_count");
        p.lcpMaxConfigRequests = members.integer("lcp_max_config_requests");
        p.lcpMaxConfigNaks = members.integer("lcp_max_config_naks");
        p.lcpMaxTerminateRequests = members.integer("lcp_max_terminate_requests");
        p.lcpRetransmitInterval = members.seconds("lcp_retransmit_interval");
        p.ipcpMaxConfigRequests = members.integer("ipcp_max_config_requests");
        p.ipcpMaxConfigNaks = members.integer("ipcp_max_config_naks");
        p.ipcpMaxTerminateRequests = members.integer("ipcp_max_terminate_requests");
        p.ipcpRetransmitInterval = members.seconds("ipcp_retransmit_interval");
        p.asyncmap = members.id("asyncmap");
        p.syncMode = SyncMode.values()[members.word("sync_mode", Words.SYNC_MODE)];
        p.traceFlags = Words.readTrace(members);
        return p.build();
    }

    /// `10.0.0.0/8 metric 5`, as in the config file.
    private static String text(Route route) {
        return route.network() + "/" + route.prefixLength() + (route.metric() == 0 ? "" : " metric " + route.metric());
    }

    private static List<Route> routes(List<String> texts) {
        List<Route> routes = new ArrayList<>();
        for (String text : texts) {
            routes.add(route(text).orElseThrow(() -> new BadLine("member \"routes\" must hold routes")));
        }
        return List.copyOf(routes);
    }

    private static Optional<Route> route(String text) {
        int slash = text.indexOf('/');
        int metric = text.indexOf(" metric ");
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            int length = Integer.parseInt(text.substring(slash + 1, metric < 0 ? text.length() : metric));
            int preference = metric < 0 ? 0 : Integer.parseInt(text.substring(metric + " metric ".length()));
            return IpAddress.parse(text.substring(0, slash)).map(network -> new Route(network, length, preference));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }
}
