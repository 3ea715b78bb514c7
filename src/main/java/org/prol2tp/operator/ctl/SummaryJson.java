package org.prol2tp.operator.ctl;

import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.SessionSummary;
import org.prol2tp.protocol.node.TunnelSummary;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// [TunnelSummary] and [SessionSummary] as JSON objects.
final class SummaryJson {
    private SummaryJson() {}

    static void write(Line line, TunnelSummary tunnel) {
        line.id("tunnel_id", tunnel.localId().value())
                .text("name", tunnel.name())
                .flag("created_by_admin", tunnel.createdByAdmin())
                .text("state", tunnel.state())
                .text("peer", tunnel.peer())
                .number("sessions", tunnel.sessions())
                .number("up_seconds", tunnel.upSeconds())
                .number("config_id", tunnel.configId())
                .text("version", Words.SPOKEN.get(tunnel.version().ordinal()))
                .text("encap", Words.ENCAPSULATION.get(tunnel.encapsulation().ordinal()));
    }

    static TunnelSummary readTunnel(Members members) {
        return new TunnelSummary(
                new ControlConnectionId(members.id("tunnel_id")),
                members.optionalText("name"),
                members.flag("created_by_admin"),
                members.text("state"),
                members.text("peer"),
                members.integer("sessions"),
                members.number("up_seconds"),
                members.integer("config_id"),
                Version.values()[members.word("version", Words.SPOKEN)],
                Encapsulation.values()[members.word("encap", Words.ENCAPSULATION)]);
    }

    static void write(Line line, SessionSummary session) {
        line.id("tunnel_id", session.tunnelId().value())
                .text("tunnel_name", session.tunnelName())
                .id("session_id", session.localId().value())
                .text("name", session.name())
                .flag("created_by_admin", session.createdByAdmin())
                .text("state", session.state())
                .text("user_name", session.userName())
                .text("interface_name", session.interfaceName())
                .text("peer_ipaddr", session.peerAddress())
                .number("age_seconds", session.ageSeconds())
                .number("up_seconds", session.upSeconds())
                .text(
                        "pseudowire_type",
                        Words.PSEUDOWIRE_TYPE.get(session.pseudowireType().ordinal()));
    }

    static SessionSummary readSession(Members members) {
        return new SessionSummary(
                new ControlConnectionId(members.id("tunnel_id")),
                members.optionalText("tunnel_name"),
                new SessionId(members.id("session_id")),
                members.optionalText("name"),
                members.flag("created_by_admin"),
                members.text("state"),
                members.optionalText("user_name"),
                members.optionalText("interface_name"),
                members.optionalAddress("peer_ipaddr"),
                members.number("age_seconds"),
                members.number("up_seconds"),
                PseudowireType.values()[members.word("pseudowire_type", Words.PSEUDOWIRE_TYPE)]);
    }
}
