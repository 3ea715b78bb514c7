package org.prol2tp.operator.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.L2tpV3Tunnel;
import org.prol2tp.protocol.node.TunnelParameters;
import org.prol2tp.protocol.node.TunnelStatus;
import org.prol2tp.protocol.node.TunnelSummary;
import org.prol2tp.protocol.wire.Version;

/// `show tunnel` as text.
final class TunnelText {
    private static final List<String> TRANSPORT_STATUS =
            List.of("ns", "nr", "peer_ns", "peer_nr", "cwnd", "ssthresh", "congpkt_acc");

    private TunnelText() {}

    /// One line each; `N` first for those that the network created.
    static String list(List<TunnelSummary> tunnels) {
        Table table = new Table(" ", ">TunId", "Name", "State", ">Time", "Peer", "Protocol");
        for (TunnelSummary tunnel : tunnels) {
            table.row(
                    tunnel.createdByAdmin() ? " " : "N",
                    tunnel.localId().toString(),
                    Text.cell(tunnel.name()),
                    Text.shortState(tunnel.state()),
                    Text.upTime(tunnel.upSeconds()),
                    peer(tunnel),
                    protocol(tunnel.version(), tunnel.encapsulation()));
        }
        StringBuilder text = new StringBuilder();
        table.printTo(text, "");
        return text.toString();
    }

    /// `l2tpv3/ip`.
    private static String protocol(Version version, Encapsulation encapsulation) {
        return version + "/" + encapsulation.name().toLowerCase(Locale.ROOT);
    }

    private static String peer(TunnelSummary tunnel) {
        String peer = tunnel.peer().isEmpty() ? "-" : tunnel.peer();
        return tunnel.configId() == 0 ? peer : peer + " (config " + tunnel.configId() + ")";
    }

    /// A paragraph each.
    static String of(List<TunnelStatus> tunnels, String view, Clock now) {
        StringBuilder text = new StringBuilder();
        for (TunnelStatus tunnel : tunnels) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append("Tunnel ").append(tunnel.localId());
            text.append(", from ").append(localAddress(tunnel)).append(" to ").append(peerAddress(tunnel));
            text.append(":-\n");
            Text.line(
                    text,
                    "state: ",
                    tunnel.state().toUpperCase(Locale.ROOT),
                    ", protocol: ",
                    protocol(tunnel.version(), tunnel.encapsulation()));
            Text.line(text, "administrative name: ", Text.quoted(tunnel.name()));
            if (view.isEmpty() || view.equals("config")) {
                config(text, tunnel);
            }
            if (view.isEmpty() || view.equals("status")) {
                status(text, tunnel, now);
            }
            if (view.isEmpty() || view.equals("statistics")) {
                statistics(text, tunnel.transport());
                Text.data(text, tunnel.data());
            }
        }
        return text.toString();
    }

    private static void config(StringBuilder text, TunnelStatus tunnel) {
        TunnelParameters p = tunnel.parameters();
        Text.line(text, "created by admin: ", Text.yesNo(tunnel.createdByAdmin()));
        Text.line(text, "peer: \"", tunnel.peerHost(), "\"");
        Text.line(
                text,
                "tunnel profile: ",
                tunnel.profileName().orElse("default"),
                ", session profile: ",
                p.sessionProfileName().orElse("default"),
                ", ppp profile: ",
                p.pppProfileName().orElse("default"),
                ", ethernet profile: ",
                p.ethernetProfileName().orElse("default"));
        parameters(text, p);
    }

    /// What a tunnel or a tunnel profile sets, but for the profiles it names.
    static void parameters(StringBuilder text, TunnelParameters p) {
        Text.line(
                text,
                "UDP ports: local ",
                p.ourUdpPort() == 0 ? "ANY" : Integer.toString(p.ourUdpPort()),
                ", peer ",
                Integer.toString(p.peerUdpPort()));
        Text.line(
                text,
                "version: ",
                p.version().name(),
                ", encapsulation: ",
                p.encapsulation().name(),
                ", tunnel id: ",
                p.tunnelId() == 0 ? "ANY" : Integer.toUnsignedString(p.tunnelId()),
                ", config id: ",
                p.configId() == 0 ? "NOT SET" : Integer.toString(p.configId()));
        Text.line(text, "host name: ", Text.quoted(p.hostName()));
        Text.line(
                text,
                "authorization mode: ",
                p.authMode().name(),
                ", hide AVPs: ",
                Text.onOff(p.hideAvps()),
                ", PPP proxy: ",
                switch (p.allowPppProxy()) {
                    case NO -> "OFF";
                    case LCP -> "LCP";
                    case YES -> "ON";
                },
                ", secret: ",
                p.secret().isPresent() ? "SET" : "NOT SET");
        Text.line(text, "session limit: ", Text.limit(p.maxSessions()));
        Text.line(
                text,
                "hello timeout: ",
                Text.timeout(p.helloTimeout()),
                ", retry timeout: ",
                Text.seconds(p.retryTimeout()),
                ", idle timeout: ",
                Text.timeout(p.idleTimeout()));
        Text.line(
                text,
                "rx window size: " + p.rxWindowSize(),
                ", tx window size: " + p.txWindowSize(),
                ", max retries: " + p.maxRetries());
        Text.line(
                text,
                "use UDP checksums: ",
                Text.onOff(p.useUdpChecksums()),
                ", unfinished: ",
                Text.onOff(p.unfinishedChecksums()),
                ", length field: ",
                Text.onOff(p.lengthField()),
                ", ecn: ",
                Text.onOff(p.ecn()),
                ", do PMTU discovery: ",
                Text.onOff(p.doPmtuDiscovery()),
                ", mtu: " + p.mtu());
        Text.line(
                text,
                "framing capability: ",
                capabilities(p.framingCaps(), "SYNC", "ASYNC"),
                ", bearer capability: ",
                capabilities(p.bearerCaps(), "DIGITAL", "ANALOG"));
        Text.line(
                text,
                "use tiebreaker: ",
                Text.onOff(p.useTiebreaker()),
                ", persist: ",
                Text.yesNo(p.persist()),
                ", interface name: ",
                Text.quoted(p.interfaceName()));
        version3(text, p.v3());
        Text.line(text, "trace flags: ", Text.traceFlags(p.traceFlags()));
    }

    private static void version3(StringBuilder text, L2tpV3Tunnel p) {
        Text.line(
                text,
                "mode: ",
                p.mode().name(),
                ", peer tunnel id: ",
                p.peerTunnelId() == 0 ? "NOT SET" : Integer.toUnsignedString(p.peerTunnelId()),
                ", router id: ",
                p.routerId() == 0 ? "NOT SET" : Integer.toUnsignedString(p.routerId()));
        StringBuilder pseudowires = new StringBuilder();
        new TreeSet<>(p.pseudowireCapabilities())
                .forEach(type ->
                        pseudowires.append(pseudowires.isEmpty() ? "" : " ").append(type.name()));
        Text.line(
                text,
                "digest: ",
                p.digestType().name(),
                ", nonce length: " + p.nonceLength(),
                ", pseudowires: ",
                pseudowires.isEmpty() ? "ANY" : pseudowires.toString());
    }

    private static void status(StringBuilder text, TunnelStatus tunnel, Clock now) {
        Text.line(text, "created at: ", Text.ago(tunnel.ageSeconds(), now));
        Text.line(text, "up time: ", Text.upTime(tunnel.upSeconds()), ", sessions: " + tunnel.sessions());
        Text.line(
                text,
                "peer tunnel id: ",
                tunnel.peerId().value() == 0 ? "NOT SET" : tunnel.peerId().toString());
        if (tunnel.path().isPresent()) {
            Text.line(text, "peer address: ", tunnel.path().get().peer().toString());
        }
        if (tunnel.lastResult().isPresent()) {
            Text.line(text, "last result: ", tunnel.lastResult().get());
        }
        if (!tunnel.peer().isEmpty()) {
            Text.line(text, "Peer configuration data:-");
            Text.facts(text, tunnel.peer());
        }
        transport(text, tunnel.transport());
    }

    private static void transport(StringBuilder text, Map<String, Long> transport) {
        if (transport.isEmpty()) {
            return;
        }
        Text.line(text, "Transport status:-");
        Text.line(
                text,
                "  ns/nr: " + value(transport, "ns") + "/" + value(transport, "nr"),
                ", peer " + value(transport, "peer_ns") + "/" + value(transport, "peer_nr"));
        Text.line(
                text,
                "  cwnd: " + value(transport, "cwnd"),
                ", ssthresh: " + value(transport, "ssthresh"),
                ", congpkt_acc: " + value(transport, "congpkt_acc"));
    }

    private static void statistics(StringBuilder text, Map<String, Long> transport) {
        if (!transport.isEmpty()) {
            Text.line(text, "Transport statistics:-");
        }
        for (Map.Entry<String, Long> entry : transport.entrySet()) {
            if (!TRANSPORT_STATUS.contains(entry.getKey())) {
                Text.line(
                        text,
                        "  ",
                        entry.getKey().replace('_', ' '),
                        ": ",
                        entry.getValue().toString());
            }
        }
    }

    private static String value(Map<String, Long> transport, String name) {
        Long value = transport.get(name);
        return value == null ? "-" : value.toString();
    }

    private static String capabilities(TunnelParameters.Capabilities value, String first, String second) {
        return switch (value) {
            case NONE -> "NONE";
            case FIRST -> first;
            case SECOND -> second;
            case ANY -> first + " " + second;
        };
    }

    private static String localAddress(TunnelStatus tunnel) {
        return tunnel.path().isPresent() ? tunnel.path().get().localAddress().toString() : "ANY";
    }

    private static String peerAddress(TunnelStatus tunnel) {
        return tunnel.path().isPresent()
                ? tunnel.path().get().peer().address().toString()
                : Optional.of(tunnel.peerHost()).filter(host -> !host.isEmpty()).orElse("-");
    }
}
