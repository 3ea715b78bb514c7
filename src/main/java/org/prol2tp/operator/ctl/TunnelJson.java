package org.prol2tp.operator.ctl;

import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.node.TunnelParameters;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.Capabilities;
import org.prol2tp.protocol.node.TunnelParameters.PppProxy;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.node.TunnelStatus;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Version;

/// A [TunnelStatus] as a JSON object.
final class TunnelJson {
    private TunnelJson() {}

    static void write(Line line, TunnelStatus status) {
        line.number("handle", status.handle().value())
                .id("tunnel_id", status.localId().value())
                .id("peer_tunnel_id", status.peerId().value())
                .text("name", status.name())
                .flag("created_by_admin", status.createdByAdmin())
                .text("state", status.state())
                .number("age_seconds", status.ageSeconds())
                .number("up_seconds", status.upSeconds())
                .number("sessions", status.sessions())
                .text("version", Words.SPOKEN.get(status.version().ordinal()))
                .text("encap", Words.ENCAPSULATION.get(status.encapsulation().ordinal()))
                .text("peer_host", status.peerHost());
        status.path()
                .ifPresent(path -> line.object(
                        "path",
                        members -> members.number("socket", path.socket())
                                .text("local_address", path.localAddress().toString())
                                .text("peer_address", path.peer().address().toString())
                                .number("peer_port", path.peer().port())));
        line.texts("peer", status.peer())
                .text("profile_name", status.profileName())
                .object("config", config -> writeParameters(config, status.parameters()))
                .numbers("transport", status.transport())
                .object("data", data -> DataJson.write(data, status.data()))
                .text("last_result", status.lastResult());
    }

    static TunnelStatus read(Members members) {
        return new TunnelStatus(
                new TunnelHandle(members.number("handle")),
                new ControlConnectionId(members.id("tunnel_id")),
                new ControlConnectionId(members.id("peer_tunnel_id")),
                members.optionalText("name"),
                members.flag("created_by_admin"),
                members.text("state"),
                Version.values()[members.word("version", Words.SPOKEN)],
                Encapsulation.values()[members.word("encap", Words.ENCAPSULATION)],
                members.optionalObject(
                        "path",
                        path -> new Path(
                                path.integer("socket"),
                                path.address("local_address"),
                                new Endpoint(path.address("peer_address"), path.integer("peer_port")))),
                members.text("peer_host"),
                members.map("peer", Members::text),
                members.object("config", TunnelJson::readParameters),
                members.optionalText("profile_name"),
                members.integer("sessions"),
                members.number("age_seconds"),
                members.number("up_seconds"),
                members.map("transport", Members::number),
                members.optionalText("last_result"),
                members.object("data", DataJson::read));
    }

    static void writeParameters(Line line, TunnelParameters p) {
        line.text("host_name", p.hostName())
                .text("secret", p.secret())
                .text("auth_mode", Words.AUTH_MODE.get(p.authMode().ordinal()))
                .flag("hide_avps", p.hideAvps())
                .seconds("hello_timeout", p.helloTimeout())
                .number("max_retries", p.maxRetries())
                .seconds("retry_timeout", p.retryTimeout())
                .number("rx_window_size", p.rxWindowSize())
                .number("tx_window_size", p.txWindowSize())
                .seconds("idle_timeout", p.idleTimeout())
                .number("max_sessions", p.maxSessions())
                .number("mtu", p.mtu())
                .flag("use_udp_checksums", p.useUdpChecksums())
                .flag("length_field", p.lengthField())
                .flag("ecn", p.ecn())
                .flag("unfinished_checksums", p.unfinishedChecksums())
                .text("allow_ppp_proxy", Words.PPP_PROXY.get(p.allowPppProxy().ordinal()))
                .flag("use_tiebreaker", p.useTiebreaker())
                .text("framing_caps", Words.FRAMING.get(p.framingCaps().bits()))
                .text("bearer_caps", Words.BEARER.get(p.bearerCaps().bits()))
                .flag("persist", p.persist())
                .number("peer_udp_port", p.peerUdpPort())
                .number("our_udp_port", p.ourUdpPort())
                .text("version", Words.VERSION.get(p.version().ordinal()))
                .text("encap", Words.ENCAPSULATION.get(p.encapsulation().ordinal()))
                .id("tunnel_id", p.tunnelId())
                .number("config_id", p.configId())
                .text("interface_name", p.interfaceName())
                .flag("do_pmtu_discovery", p.doPmtuDiscovery())
                .text("session_profile_name", p.sessionProfileName())
                .text("ppp_profile_name", p.pppProfileName())
                .text("ethernet_profile_name", p.ethernetProfileName());
        V3Json.write(line, p.v3());
        Words.writeTrace(line, p.traceFlags());
    }

    static TunnelParameters readParameters(Members members) {
        TunnelParameters.Builder p = new TunnelParameters.Builder();
        p.hostName = members.optionalText("host_name");
        p.secret = members.optionalText("secret").map(Secret::of);
        p.authMode = AuthMode.values()[members.word("auth_mode", Words.AUTH_MODE)];
        p.hideAvps = members.flag("hide_avps");
        p.helloTimeout = members.seconds("hello_timeout");
        p.maxRetries = members.integer("max_retries");
        p.retryTimeout = members.seconds("retry_timeout");
        p.rxWindowSize = members.integer("rx_window_size");
        p.txWindowSize = members.integer("tx_window_size");
        p.idleTimeout = members.seconds("idle_timeout");
        p.maxSessions = members.integer("max_sessions");
        p.mtu = members.integer("mtu");
        p.useUdpChecksums = members.flag("use_udp_checksums");
        p.lengthField = members.flag("length_field");
        p.ecn = members.flag("ecn");
        p.unfinishedChecksums = members.flag("unfinished_checksums");
        p.allowPppProxy = PppProxy.values()[members.word("allow_ppp_proxy", Words.PPP_PROXY)];
        p.useTiebreaker = members.flag("use_tiebreaker");
        p.framingCaps = Capabilities.values()[members.word("framing_caps", Words.FRAMING)];
        p.bearerCaps = Capabilities.values()[members.word("bearer_caps", Words.BEARER)];
        p.persist = members.flag("persist");
        p.peerUdpPort = members.integer("peer_udp_port");
        p.ourUdpPort = members.integer("our_udp_port");
        p.version = ProtocolVersion.values()[members.word("version", Words.VERSION)];
        p.encapsulation = Encapsulation.values()[members.word("encap", Words.ENCAPSULATION)];
        p.tunnelId = members.id("tunnel_id");
        p.configId = members.integer("config_id");
        p.interfaceName = members.optionalText("interface_name");
        p.doPmtuDiscovery = members.flag("do_pmtu_discovery");
        p.sessionProfileName = members.optionalText("session_profile_name");
        p.pppProfileName = members.optionalText("ppp_profile_name");
        p.ethernetProfileName = members.optionalText("ethernet_profile_name");
        p.v3 = V3Json.readTunnel(members);
        p.traceFlags = Words.readTrace(members);
        return p.build();
    }
}
