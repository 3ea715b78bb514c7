package org.prol2tp.operator.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.prol2tp.protocol.node.L2tpV3Session;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.SessionSummary;

/// `show session` as text.
final class SessionText {
    private static final List<String> FRAMING = List.of("NONE", "SYNC", "ASYNC", "SYNC ASYNC");
    private static final List<String> BEARER = List.of("NONE", "DIGITAL", "ANALOG", "DIGITAL ANALOG");

    private SessionText() {}

    /// One line each; `N` first for those that the network created.
    static String list(List<SessionSummary> sessions) {
        Table table = new Table(
                " ", ">TunId", ">SesId", "Tunnel", "Name", "State", ">Time", "Interface", "User", "Peer", "Type");
        for (SessionSummary session : sessions) {
            table.row(
                    session.createdByAdmin() ? " " : "N",
                    session.tunnelId().toString(),
                    session.localId().toString(),
                    Text.cell(session.tunnelName()),
                    Text.cell(session.name()),
                    Text.shortState(session.state()),
                    Text.upTime(session.upSeconds()),
                    Text.cell(session.interfaceName()),
                    Text.cell(session.userName()),
                    Text.cell(session.peerAddress()),
                    session.pseudowireType().name().toLowerCase(Locale.ROOT));
        }
        StringBuilder text = new StringBuilder();
        table.printTo(text, "");
        return text.toString();
    }

    /// Who uses them, one line each; those without a user are left out.
    static String users(List<SessionSummary> sessions, Clock now) {
        Table table = new Table(">TunId", ">SesId", "User", "Create Time", "State", "Address", "Interface");
        for (SessionSummary session : sessions) {
            if (session.userName().isPresent()) {
                table.row(
                        session.tunnelId().toString(),
                        session.localId().toString(),
                        Text.cell(session.userName()),
                        Text.ago(session.ageSeconds(), now),
                        Text.shortState(session.state()),
                        Text.cell(session.peerAddress()),
                        Text.cell(session.interfaceName()));
            }
        }
        StringBuilder text = new StringBuilder();
        table.printTo(text, "");
        return text.toString();
    }

    /// A paragraph each.
    static String of(List<SessionStatus> sessions, String view, Clock now) {
        StringBuilder text = new StringBuilder();
        for (SessionStatus session : sessions) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append("Session ").append(session.localId());
            text.append(" on tunnel ").append(session.tunnelId()).append(":-\n");
            Text.line(
                    text,
                    "type: ",
                    type(session.type()),
                    ", state: ",
                    session.state().toUpperCase(Locale.ROOT));
            Text.line(
                    text,
                    "administrative name: ",
                    Text.quoted(session.name()),
                    ", tunnel: ",
                    Text.quoted(session.tunnelName()));
            if (view.isEmpty() || view.equals("config")) {
                config(text, session);
            }
            if (view.isEmpty() || view.equals("status")) {
                status(text, session, now);
            }
            if (view.isEmpty() || view.equals("statistics")) {
                Text.data(text, session.data());
            }
        }
        return text.toString();
    }

    private static void config(StringBuilder text, SessionStatus session) {
        SessionParameters p = session.parameters();
        Text.line(text, "created by admin: ", Text.yesNo(session.createdByAdmin()));
        Text.line(
                text,
                "session profile: ",
                session.profileName().orElse("default"),
                ", ppp profile: ",
                session.pppProfileName().orElse("default"),
                ", ethernet profile: ",
                p.ethernetProfileName().orElse("default"));
        parameters(text, p);
    }

    /// What a session or a session profile sets, but for the profiles it names.
    static void parameters(StringBuilder text, SessionParameters p) {
        Text.line(
                text,
                "pseudowire type: ",
                p.pseudowireType().name(),
                ", session type: ",
                p.type().map(Enum::name).orElse("NOT SET"),
                ", session id: ",
                p.sessionId() == 0 ? "ANY" : Integer.toUnsignedString(p.sessionId()));
        Text.line(
                text,
                "PPP user name: ",
                Text.quoted(p.userName()),
                ", password: ",
                p.userPassword().isPresent() ? "SET" : "NOT SET",
                ", PPP: ",
                Text.onOff(!p.noPpp()),
                ", PPP proxy: ",
                Text.onOff(p.usePppProxy()));
        Text.line(
                text,
                "sequencing required: ",
                Text.onOff(p.sequencingRequired()),
                ", use sequence numbers: ",
                Text.onOff(p.useSequenceNumbers()),
                ", reorder timeout: " + p.reorderTimeout().toMillis() + " ms");
        Text.line(
                text,
                "framing type: ",
                FRAMING.get(p.framingType() & 3),
                ", bearer type: ",
                BEARER.get(p.bearerType() & 3));
        Text.line(
                text,
                "connect speed: rx " + p.rxConnectSpeed() + ", tx " + p.txConnectSpeed(),
                ", minimum bps: " + p.minimumBps(),
                ", maximum bps: ",
                Text.limit(p.maximumBps()));
        Text.line(
                text,
                "calling number: ",
                Text.quoted(p.callingNumber()),
                ", called number: ",
                Text.quoted(p.calledNumber()),
                ", sub-address: ",
                Text.quoted(p.subAddress()));
        Text.line(
                text,
                "private group id: ",
                Text.quoted(p.privateGroupId()),
                ", interface name: ",
                Text.quoted(p.interfaceName()));
        version3(text, p.v3());
        Text.line(text, "persist: ", Text.yesNo(p.persist()), ", trace flags: ", Text.traceFlags(p.traceFlags()));
    }

    private static void version3(StringBuilder text, L2tpV3Session p) {
        Text.line(
                text,
                "cookie length: " + p.cookieLength(),
                ", cookie: ",
                p.cookie().isPresent() ? "SET" : "NOT SET",
                ", peer cookie: ",
                p.peerCookie().isPresent() ? "SET" : "NOT SET",
                ", l2spec type: ",
                p.l2SpecificSublayer().name(),
                ", data sequencing: ",
                p.dataSequencing().name());
        Text.line(
                text,
                "remote end id: ",
                Text.quoted(p.remoteEndId()),
                ", peer session id: ",
                p.peerSessionId() == 0 ? "NOT SET" : Integer.toUnsignedString(p.peerSessionId()));
    }

    private static void status(StringBuilder text, SessionStatus session, Clock now) {
        Text.line(text, "created at: ", Text.ago(session.ageSeconds(), now));
        Text.line(text, "up time: ", Text.upTime(session.upSeconds()));
        Text.line(
                text,
                "peer session id: ",
                session.peerId().value() == 0 ? "NOT SET" : session.peerId().toString());
        Text.line(
                text,
                "PPP phase: ",
                Text.plain(session.pppPhase()),
                ", user: ",
                Text.quoted(session.userName()),
                ", interface: ",
                Text.plain(session.interfaceName()));
        Text.line(
                text,
                "IP addresses: local ",
                Text.plain(session.localAddress()),
                ", peer ",
                Text.plain(session.peerAddress()));
        if (session.lastResult().isPresent()) {
            Text.line(text, "last result: ", session.lastResult().get());
        }
        if (!session.pseudowire().isEmpty()) {
            Text.line(text, "Pseudowire:-");
            Text.facts(text, session.pseudowire());
        }
        if (!session.peer().isEmpty()) {
            Text.line(text, "Peer configuration data:-");
            Text.facts(text, session.peer());
        }
    }

    /// In words: LAC or LNS, incoming or outgoing call.
    private static String type(String type) {
        return switch (type) {
            case "LAIC" -> "LAC Incoming Call";
            case "LAOC" -> "LAC Outgoing Call";
            case "LNIC" -> "LNS Incoming Call";
            case "LNOC" -> "LNS Outgoing Call";
            default -> type;
        };
    }
}
