package org.prol2tp.operator.ctl;

import java.time.Duration;
import java.util.Optional;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// A [SessionStatus] as a JSON object.
final class SessionJson {
    private SessionJson() {}

    static void write(Line line, SessionStatus status) {
        line.number("handle", status.handle().value())
                .number("tunnel_handle", status.tunnel().value())
                .id("tunnel_id", status.tunnelId().value())
                .text("tunnel_name", status.tunnelName())
                .id("session_id", status.localId().value())
                .id("peer_session_id", status.peerId().value())
                .text("name", status.name())
                .flag("created_by_admin", status.createdByAdmin())
                .text("type", status.type())
                .text("state", status.state())
                .number("age_seconds", status.ageSeconds())
                .number("up_seconds", status.upSeconds())
                .text("ppp_phase", status.pppPhase())
                .text("user_name", status.userName())
                .text("interface_name", status.interfaceName())
                .text("local_ipaddr", status.localAddress())
                .text("peer_ipaddr", status.peerAddress())
                .text("profile_name", status.profileName())
                .text("ppp_profile_name", status.pppProfileName())
                .object("config", config -> writeParameters(config, status.parameters()))
                .texts("pseudowire", status.pseudowire())
                .texts("peer", status.peer())
                .object("data", data -> DataJson.write(data, status.data()))
                .text("last_result", status.lastResult());
    }

    static SessionStatus read(Members members) {
        return new SessionStatus(
                new SessionHandle(members.number("handle")),
                new TunnelHandle(members.number("tunnel_handle")),
                new ControlConnectionId(members.id("tunnel_id")),
                members.optionalText("tunnel_name"),
                new SessionId(members.id("session_id")),
                new SessionId(members.id("peer_session_id")),
                members.optionalText("name"),
                members.flag("created_by_admin"),
                members.text("type"),
                members.text("state"),
                members.optionalText("ppp_phase"),
                members.optionalText("user_name"),
                members.optionalText("interface_name"),
                members.optionalAddress("local_ipaddr"),
                members.optionalAddress("peer_ipaddr"),
                members.optionalText("profile_name"),
                members.optionalText("ppp_profile_name"),
                members.object("config", SessionJson::readParameters),
                members.map("pseudowire", Members::text),
                members.map("peer", Members::text),
                members.number("age_seconds"),
                members.number("up_seconds"),
                members.optionalText("last_result"),
                members.object("data", DataJson::read));
    }

    static void writeParameters(Line line, SessionParameters p) {
        line.text("session_type", p.type().map(type -> Words.SESSION_TYPE.get(type.ordinal())))
                .flag("use_sequence_numbers", p.useSequenceNumbers())
                .flag("sequencing_required", p.sequencingRequired())
                .number("reorder_timeout", p.reorderTimeout().toMillis())
                .text("interface_name", p.interfaceName())
                .text("framing_type", Words.FRAMING.get(p.framingType() & 3))
                .text("bearer_type", Words.BEARER.get(p.bearerType() & 3))
                .number("tx_connect_speed", p.txConnectSpeed())
                .number("rx_connect_speed", p.rxConnectSpeed())
                .number("minimum_bps", p.minimumBps())
                .number("maximum_bps", p.maximumBps())
                .text("calling_number", p.callingNumber())
                .text("called_number", p.calledNumber())
                .text("sub_address", p.subAddress())
                .text("priv_group_id", p.privateGroupId())
                .text("user_name", p.userName())
                .text("user_password", p.userPassword())
                .flag("no_ppp", p.noPpp())
                .flag("use_ppp_proxy", p.usePppProxy())
                .flag("persist", p.persist())
                .id("session_id", p.sessionId())
                .text(
                        "pseudowire_type",
                        Words.PSEUDOWIRE_TYPE.get(p.pseudowireType().ordinal()))
                .text("ppp_profile_name", p.pppProfileName())
                .text("ethernet_profile_name", p.ethernetProfileName());
        V3Json.write(line, p.v3());
        Words.writeTrace(line, p.traceFlags());
    }

    static SessionParameters readParameters(Members members) {
        SessionParameters.Builder p = new SessionParameters.Builder();
        if (members.has("session_type")) {
            p.type = Optional.of(SessionType.values()[members.word("session_type", Words.SESSION_TYPE)]);
        }
        p.useSequenceNumbers = members.flag("use_sequence_numbers");
        p.sequencingRequired = members.flag("sequencing_required");
        p.reorderTimeout = Duration.ofMillis(members.number("reorder_timeout"));
        p.interfaceName = members.optionalText("interface_name");
        p.framingType = members.word("framing_type", Words.FRAMING);
        p.bearerType = members.word("bearer_type", Words.BEARER);
        p.txConnectSpeed = members.number("tx_connect_speed");
        p.rxConnectSpeed = members.number("rx_connect_speed");
        p.minimumBps = members.number("minimum_bps");
        p.maximumBps = members.number("maximum_bps");
        p.callingNumber = members.optionalText("calling_number");
        p.calledNumber = members.optionalText("called_number");
        p.subAddress = members.optionalText("sub_address");
        p.privateGroupId = members.optionalText("priv_group_id");
        p.userName = members.optionalText("user_name");
        p.userPassword = members.optionalText("user_password").map(Secret::of);
        p.noPpp = members.flag("no_ppp");
        p.usePppProxy = members.flag("use_ppp_proxy");
        p.persist = members.flag("persist");
        p.sessionId = members.id("session_id");
        p.pseudowireType = PseudowireType.values()[members.word("pseudowire_type", Words.PSEUDOWIRE_TYPE)];
        p.pppProfileName = members.optionalText("ppp_profile_name");
        p.ethernetProfileName = members.optionalText("ethernet_profile_name");
        p.v3 = V3Json.readSession(members);
        p.traceFlags = Words.readTrace(members);
        return p.build();
    }
}
