package org.prol2tp.operator.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.prol2tp.operator.config.DaemonSettings.DataPlaneChoice;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.AaaParameters;

/// The keywords of the `system` block.
final class SystemKeywords {
    private static final int MAX_PATH = 4096;
    /// The longest address of a Unix socket, without the zero octet that ends it.
    private static final int MAX_SOCKET_PATH = 107;

    private SystemKeywords() {}

    static final Grammar<Drafts.System> GRAMMAR = new Grammar<>(
            BlockType.SYSTEM,
            Drafts.System::new,
            Stream.concat(ours().stream(), RadiusKeywords.keywords().stream()).toList(),
            Set.of("reset_statistics"));

    private static List<Keyword<Drafts.System>> ours() {
        return List.of(
                Keyword.number(
                        "udp_port",
                        1,
                        65535,
                        d -> d.node.udpPort,
                        (d, v) -> d.node.udpPort = v,
                        "The UDP port to listen on."),
                Keyword.<Drafts.System, org.prol2tp.protocol.node.IpAddress>several(
                                "listen_ip",
                                new ValueType.Many<>(new AddressType.Ip()),
                                d -> d.daemon.listenAddresses,
                                (d, v) -> d.daemon.listenAddresses = v,
                                "Addresses to listen on; none: all of them, IPv4 and IPv6.")
                        .or("listen_address"),
                Keyword.text(
                        "host_name",
                        255,
                        d -> Optional.of(d.node.hostName),
                        (d, v) -> d.node.hostName = v.orElse(d.node.hostName),
                        "Our name in the Host Name AVP; without it the host's name."),
                Keyword.<Drafts.System>flag(
                                "listen_on_ip",
                                d -> d.daemon.listenOnIp,
                                (d, v) -> d.daemon.listenOnIp = v,
                                "Let peers open tunnels over IP protocol 115 too, at any address of this host.")
                        .onlyV3(),
                Keyword.flag(
                        "require_ipsec",
                        d -> d.daemon.requireIpsec,
                        (d, v) -> d.daemon.requireIpsec = v,
                        "Take only what came by IPsec, ESP in transport mode; the kernel drops everything else."),
                Keyword.one(
                        "data_plane",
                        ValueType.Choice.of(lower(DataPlaneChoice.values())),
                        d -> d.daemon.dataPlane,
                        (d, v) -> d.daemon.dataPlane = v,
                        "What carries the traffic: the best there is, the kernel, eBPF, the embedded one on TUN devices, or nothing."),
                Keyword.one(
                        "control_socket",
                        new ValueType.Text("path", MAX_SOCKET_PATH),
                        d -> d.daemon.controlSocket,
                        (d, v) -> d.daemon.controlSocket = v,
                        "The Unix socket that prol2tp talks to."),
                Keyword.text(
                        "secrets_file",
                        MAX_PATH,
                        d -> d.daemon.secretsFile,
                        (d, v) -> d.daemon.secretsFile = v,
                        "PPP users and their passwords, in the form of pppd's chap-secrets."),
                Keyword.one(
                        "pid_file",
                        new ValueType.Text("path", MAX_PATH),
                        d -> d.daemon.pidFile,
                        (d, v) -> d.daemon.pidFile = v,
                        "Where the daemon writes its process id."),
                Keyword.flag(
                        "keep_sessions",
                        d -> d.node.keepSessions,
                        (d, v) -> d.node.keepSessions = v,
                        "When the daemon dies, let the next one go on with its tunnels and sessions."),
                Keyword.seconds(
                        "keep_timeout",
                        1,
                        86400,
                        d -> d.daemon.keepTimeout,
                        (d, v) -> d.daemon.keepTimeout = v,
                        "How long they wait for the next daemon; then they are gone."),
                Keyword.one(
                        "state_file",
                        new ValueType.Text("path", MAX_PATH),
                        d -> d.daemon.stateFile,
                        (d, v) -> d.daemon.stateFile = v,
                        "Where keep_sessions writes down what they are; no password is in it."),
                Keyword.one(
                        "script_dir",
                        new ValueType.Text("path", MAX_PATH),
                        d -> d.daemon.scriptDirectory,
                        (d, v) -> d.daemon.scriptDirectory = v,
                        "Where the event scripts are: session-up and its like."),
                Keyword.number(
                        "max_scripts",
                        1,
                        1024,
                        d -> d.daemon.maxScripts,
                        (d, v) -> d.daemon.maxScripts = v,
                        "How many scripts may run at once, those of one session or tunnel always one by one."),
                Keyword.seconds(
                        "script_timeout",
                        1,
                        86400,
                        d -> d.daemon.scriptTimeout,
                        (d, v) -> d.daemon.scriptTimeout = v,
                        "A script that takes longer is ended, with all that it started."),
                Keyword.several(
                        "plugin",
                        new ValueType.Many<>(new ValueType.Text("plugin", MAX_PATH)),
                        d -> d.daemon.plugins,
                        (d, v) -> d.daemon.plugins = v,
                        "Plugins to load: a path, or a name that is built in or in /usr/lib/prol2tp; -p adds to it. Without one that "
                                + "provides PPP, pppd does (ppp_unix) where the kernel carries PPP and the file asks for nothing that "
                                + "it does not do, else the daemon (ppp_embedded)."),
                Keyword.number(
                        "max_ppp_starts",
                        1,
                        1024,
                        d -> d.daemon.maxPppStarts,
                        (d, v) -> d.daemon.maxPppStarts = v,
                        "How many pppd may start at once where they have PPP (ppp_unix); the others wait in a line."),
                Keyword.seconds(
                        "authorise_timeout",
                        1,
                        300,
                        d -> d.node.aaa.timeout(),
                        (d, v) -> d.node.aaa = new AaaParameters(false, false, v),
                        "How long an answer of an authoriser is waited for; then it is a refusal."),
                Keyword.one(
                        "log_level",
                        ValueType.Choice.of(lower(LogLevel.values()), List.of("critical")),
                        d -> d.daemon.logLevel,
                        (d, v) -> d.daemon.logLevel = v,
                        "What is logged: this and what is worse."),
                Keyword.optional(
                        "syslog_server",
                        new AddressType.HostPort(),
                        d -> d.daemon.syslogServer.map(
                                server -> new AddressType.Host(server.host(), OptionalInt.of(server.port()))),
                        (d, v) -> d.daemon.syslogServer = Optional.of(new DaemonSettings.SyslogServer(
                                v.host(), v.port().orElse(DaemonSettings.SyslogServer.DEFAULT_PORT))),
                        "A syslog server that gets the log over UDP too (RFC 5424); without a port: 514."),
                Keyword.<Drafts.System, Integer>one(
                                "trace_flags",
                                new ValueType.Trace(),
                                d -> d.node.traceFlags,
                                (d, v) -> d.node.traceFlags = v,
                                "Traced of the daemon, and of what sets no trace_flags itself; -d adds to it.")
                        .or("debug"),
                Keyword.number(
                        "max_tunnels",
                        0,
                        65535,
                        d -> d.node.maxTunnels,
                        (d, v) -> d.node.maxTunnels = v,
                        "How many tunnels there may be; 0: no limit."),
                Keyword.number(
                        "max_sessions",
                        0,
                        Integer.MAX_VALUE,
                        d -> d.node.maxSessions,
                        (d, v) -> d.node.maxSessions = v,
                        "How many sessions there may be in all tunnels; 0: no limit."),
                Keyword.flag(
                        "drain_tunnels",
                        d -> d.node.drainTunnels,
                        (d, v) -> d.node.drainTunnels = v,
                        "Refuse new tunnels, keep those there are."),
                Keyword.seconds(
                        "tunnel_establish_timeout",
                        0,
                        86400,
                        d -> d.node.tunnelEstablishTimeout,
                        (d, v) -> d.node.tunnelEstablishTimeout = v,
                        "Give up a tunnel that is not established after this long; 0: never."),
                Keyword.seconds(
                        "session_establish_timeout",
                        0,
                        86400,
                        d -> d.node.sessionEstablishTimeout,
                        (d, v) -> d.node.sessionEstablishTimeout = v,
                        "Give up a session that is not established after this long; 0: never."),
                Keyword.seconds(
                        "tunnel_persist_pend_timeout",
                        1,
                        86400,
                        d -> d.node.tunnelPersistPendTimeout,
                        (d, v) -> d.node.tunnelPersistPendTimeout = v,
                        "How long a persistent tunnel that failed waits before it tries again."),
                Keyword.seconds(
                        "session_persist_pend_timeout",
                        1,
                        86400,
                        d -> d.node.sessionPersistPendTimeout,
                        (d, v) -> d.node.sessionPersistPendTimeout = v,
                        "How long a persistent session that failed waits before it tries again."),
                Keyword.flag(
                        "deny_local_tunnel_creates",
                        d -> d.node.denyLocalTunnelCreates,
                        (d, v) -> d.node.denyLocalTunnelCreates = v,
                        "Open no tunnels ourselves."),
                Keyword.flag(
                        "deny_remote_tunnel_creates",
                        d -> d.node.denyRemoteTunnelCreates,
                        (d, v) -> d.node.denyRemoteTunnelCreates = v,
                        "Let no peer open tunnels."),
                Keyword.flag(
                        "autoname_interfaces",
                        d -> d.node.autonameInterfaces,
                        (d, v) -> d.node.autonameInterfaces = v,
                        "Name interfaces by the ids of tunnel and session, as l2tp4711-23, instead of numbering them."),
                Keyword.<Drafts.System, Long>optional(
                                "router_id",
                                new ValueType.Number(1, 0xffff_ffffL),
                                d -> Optional.of(d.node.routerId & 0xffff_ffffL).filter(id -> id != 0),
                                (d, v) -> d.node.routerId = v.intValue(),
                                "The Router ID AVP; without it, an IPv4 address of the system, or where there is none a number"
                                        + " made of the host's name.")
                        .onlyV3());
    }

    /// The constants by their names in lower case.
    private static <E extends Enum<E>> Map<String, E> lower(E[] constants) {
        Map<String, E> values = new LinkedHashMap<>();
        for (E constant : constants) {
            values.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return values;
    }
}
