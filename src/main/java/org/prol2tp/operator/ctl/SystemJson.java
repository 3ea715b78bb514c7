package org.prol2tp.operator.ctl;

import java.util.Map;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.SystemStatus;
import org.prol2tp.protocol.node.SystemStatus.MessageCounters;

/// A [SystemStatus] as a JSON object.
final class SystemJson {
    private SystemJson() {}

    static void write(Line line, SystemStatus status) {
        line.number("tunnels", status.tunnels())
                .number("sessions", status.sessions())
                .object("config", config -> writeParameters(config, status.parameters()))
                .texts("daemon", status.daemon())
                .numbers("counters", status.counters())
                .object(
                        "messages",
                        all -> status.messages()
                                .forEach((name, counters) -> all.object(
                                        name,
                                        message -> message.number("rx", counters.rx())
                                                .number("rx_bad", counters.rxBad())
                                                .number("tx", counters.tx()))));
    }

    static SystemStatus read(Members members) {
        Map<String, MessageCounters> messages = members.map(
                "messages",
                (all, name) -> all.object(
                        name,
                        message -> new MessageCounters(
                                message.number("rx"), message.number("rx_bad"), message.number("tx"))));
        return new SystemStatus(
                members.object("config", SystemJson::readParameters),
                members.integer("tunnels"),
                members.integer("sessions"),
                members.map("daemon", Members::text),
                members.map("counters", Members::number),
                messages);
    }

    private static void writeParameters(Line line, SystemParameters p) {
        line.number("udp_port", p.udpPort())
                .text("host_name", p.hostName())
                .text("vendor_name", p.vendorName())
                .number("firmware_revision", p.firmwareRevision())
                .number("max_tunnels", p.maxTunnels())
                .number("max_sessions", p.maxSessions())
                .flag("drain_tunnels", p.drainTunnels())
                .seconds("tunnel_establish_timeout", p.tunnelEstablishTimeout())
                .seconds("session_establish_timeout", p.sessionEstablishTimeout())
                .seconds("tunnel_persist_pend_timeout", p.tunnelPersistPendTimeout())
                .seconds("session_persist_pend_timeout", p.sessionPersistPendTimeout())
                .flag("deny_local_tunnel_creates", p.denyLocalTunnelCreates())
                .flag("deny_remote_tunnel_creates", p.denyRemoteTunnelCreates())
                .flag("autoname_interfaces", p.autonameInterfaces())
                .id("router_id", p.routerId())
                .texts("trace_flags", Words.trace(p.traceFlags()));
    }

    private static SystemParameters readParameters(Members members) {
        SystemParameters.Builder p = new SystemParameters.Builder();
        p.udpPort = members.integer("udp_port");
        p.hostName = members.text("host_name");
        p.vendorName = members.text("vendor_name");
        p.firmwareRevision = members.integer("firmware_revision");
        p.maxTunnels = members.integer("max_tunnels");
        p.maxSessions = members.integer("max_sessions");
        p.drainTunnels = members.flag("drain_tunnels");
        p.tunnelEstablishTimeout = members.seconds("tunnel_establish_timeout");
        p.sessionEstablishTimeout = members.seconds("session_establish_timeout");
        p.tunnelPersistPendTimeout = members.seconds("tunnel_persist_pend_timeout");
        p.sessionPersistPendTimeout = members.seconds("session_persist_pend_timeout");
        p.denyLocalTunnelCreates = members.flag("deny_local_tunnel_creates");
        p.denyRemoteTunnelCreates = members.flag("deny_remote_tunnel_creates");
        p.autonameInterfaces = members.flag("autoname_interfaces");
        p.routerId = members.id("router_id");
        p.traceFlags = Words.traceMask(members.texts("trace_flags"));
        return p.build();
    }
}
