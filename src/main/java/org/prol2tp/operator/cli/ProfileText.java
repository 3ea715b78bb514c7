package org.prol2tp.operator.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.RolesAllowed;
import org.prol2tp.protocol.node.TunnelParameters;

/// `show … profile` as text.
final class ProfileText {
    private ProfileText() {}

    /// One line each, with what tells profiles apart most.
    static String list(Profile.Kind kind, List<Profile> profiles) {
        Table table = switch (kind) {
            case PEER -> new Table("Name", "Address", "Roles", "Tunnel profile", "Session profile", "PPP profile");
            case TUNNEL -> new Table("Name", "Auth", "Secret", ">Hello", ">Retries", ">MTU", "Trace");
            case SESSION -> new Table("Name", "User", "PPP", "PPP profile", "Sequence", "Trace");
            case PPP -> new Table("Name", "Local", "Peer", "Pool", "Auth", ">MTU", "Trace");
            case ETHERNET -> new Table("Name", "Address", "Bridge", ">VLAN", ">MTU", "Trace");
        };
        for (Profile profile : profiles) {
            switch (profile) {
                case Profile.Peer(PeerProfile peer) ->
                    table.row(
                            peer.name(),
                            address(peer),
                            roles(peer.roles()),
                            peer.tunnelProfileName(),
                            peer.sessionProfileName(),
                            peer.pppProfileName(),
                            ", ethernet profile: ",
                            peer.ethernetProfileName());
                case Profile.Tunnel(String name, TunnelParameters p) ->
                    table.row(
                            name,
                            p.authMode().name(),
                            p.secret().isPresent() ? "SET" : "-",
                            p.helloTimeout().isZero()
                                    ? "OFF"
                                    : Long.toString(p.helloTimeout().toSeconds()),
                            Integer.toString(p.maxRetries()),
                            Integer.toString(p.mtu()),
                            Text.traceFlags(p.traceFlags()));
                case Profile.Session(String name, SessionParameters p) ->
                    table.row(
                            name,
                            Text.cell(p.userName()),
                            Text.onOff(!p.noPpp()),
                            Text.cell(p.pppProfileName()),
                            Text.onOff(p.useSequenceNumbers()),
                            Text.traceFlags(p.traceFlags()));
                case Profile.Ppp(String name, PppParameters p) ->
                    table.row(
                            name,
                            Text.cell(p.localAddress()),
                            Text.cell(p.peerAddress()),
                            Text.cell(p.ipPoolName()),
                            authPeer(p.authPeer()),
                            Integer.toString(p.mtu()),
                            Text.traceFlags(p.traceFlags()));
                case Profile.Ethernet(String name, EthernetParameters p) ->
                    table.row(
                            name,
                            Text.cell(p.localAddress()),
                            Text.cell(p.bridgeName()),
                            p.vlanId() == 0 ? "-" : Integer.toString(p.vlanId()),
                            Integer.toString(p.mtu()),
                            Text.traceFlags(p.traceFlags()));
            }
        }
        StringBuilder text = new StringBuilder();
        table.printTo(text, "");
        return text.toString();
    }

    /// A paragraph each.
    static String of(List<Profile> profiles) {
        StringBuilder text = new StringBuilder();
        for (Profile profile : profiles) {
            text.append(text.isEmpty() ? "" : "\n");
            String kind = switch (profile) {
                case Profile.Peer _ -> "Peer";
                case Profile.Tunnel _ -> "Tunnel";
                case Profile.Session _ -> "Session";
                case Profile.Ppp _ -> "PPP";
                case Profile.Ethernet _ -> "Ethernet";
            };
            text.append(kind)
                    .append(" profile \"")
                    .append(Text.clean(profile.name()))
                    .append("\":-\n");
            switch (profile) {
                case Profile.Peer(PeerProfile peer) -> peer(text, peer);
                case Profile.Tunnel it -> {
                    TunnelText.parameters(text, it.parameters());
                    Text.line(
                            text,
                            "session profile: ",
                            it.parameters().sessionProfileName().orElse("default"),
                            ", ppp profile: ",
                            it.parameters().pppProfileName().orElse("default"),
                            ", ethernet profile: ",
                            it.parameters().ethernetProfileName().orElse("default"));
                }
                case Profile.Session it -> {
                    Text.line(
                            text,
                            "ppp profile: ",
                            it.parameters().pppProfileName().orElse("default"),
                            ", ethernet profile: ",
                            it.parameters().ethernetProfileName().orElse("default"));
                    SessionText.parameters(text, it.parameters());
                }
                case Profile.Ppp it -> ppp(text, it.parameters());
                case Profile.Ethernet it -> ethernet(text, it.parameters());
            }
        }
        return text.toString();
    }

    private static void ethernet(StringBuilder text, EthernetParameters p) {
        Text.line(text, "interface name: ", Text.quoted(p.interfaceName()), ", mtu: " + p.mtu());
        Text.line(
                text,
                "IP addresses: local ",
                Text.plain(p.localAddress()),
                "/" + p.prefixLength(),
                ", peer ",
                Text.plain(p.peerAddress()));
        Text.line(text, "bridge: ", Text.quoted(p.bridgeName()), ", MAC address: ", Text.quoted(p.macAddress()));
        Text.line(
                text,
                "VLAN: ",
                p.vlanId() == 0 ? "NONE" : Integer.toString(p.vlanId()),
                ", MSS clamp: ",
                Text.onOff(p.mssClamp()));
        Text.line(text, "trace flags: ", Text.traceFlags(p.traceFlags()));
    }

    private static void peer(StringBuilder text, PeerProfile peer) {
        Text.line(text, "peer address: ", address(peer), ", peer port: " + peer.peerPort());
        Text.line(text, "roles: ", roles(peer.roles()));
        Text.line(
                text,
                "tunnel profile: ",
                peer.tunnelProfileName(),
                ", session profile: ",
                peer.sessionProfileName(),
                ", ppp profile: ",
                peer.pppProfileName());
    }

    private static void ppp(StringBuilder text, PppParameters p) {
        Text.line(text, "mtu: " + p.mtu(), ", mru: " + p.mru());
        Text.line(text, "IPv4: ", Text.onOff(p.ipv4()), ", IPv6: ", Text.onOff(p.ipv6()));
        Text.line(
                text,
                "IP addresses: local ",
                Text.plain(p.localAddress()),
                ", peer ",
                Text.plain(p.peerAddress()),
                ", pool: ",
                Text.quoted(p.ipPoolName()));
        Text.line(text, "DNS servers: ", addresses(p.dnsServers()), ", WINS servers: ", addresses(p.winsServers()));
        Text.line(
                text,
                "default route: ",
                Text.yesNo(p.defaultRoute()),
                ", shared interface: ",
                Text.quoted(p.sharedInterface()),
                p.multilink() ? ", multilink: yes" : "");
        for (var route : p.routes()) {
            String metric = route.metric() == 0 ? "" : " metric " + route.metric();
            Text.line(text, "route: ", route.network().toString(), "/" + route.prefixLength(), metric);
        }
        Text.line(
                text,
                "demand authentication of the peer: ",
                authPeer(p.authPeer()),
                ", allowed: ",
                allowed(
                        p.authPap(),
                        "PAP",
                        p.authChap(),
                        "CHAP",
                        p.authMschapv1(),
                        "MSCHAPV1",
                        p.authMschapv2(),
                        "MSCHAPV2",
                        p.authEap(),
                        "EAP"));
        Text.line(
                text,
                "local name: ",
                Text.quoted(p.localName()),
                ", remote name: ",
                Text.quoted(p.remoteName()),
                ", use RADIUS: ",
                Text.yesNo(p.useRadius()),
                ", RADIUS hint: ",
                Text.quoted(p.radiusHint()));
        Text.line(
                text,
                "chap: interval: ",
                Text.timeout(p.chapInterval()),
                ", max challenges: " + p.chapMaxChallenge(),
                ", restart: ",
                Text.seconds(p.chapRestart()));
        Text.line(
                text,
                "pap: timeout: ",
                Text.timeout(p.papTimeout()),
                ", max requests: " + p.papMaxAuthRequests(),
                ", restart: ",
                Text.seconds(p.papRestartInterval()));
        Text.line(
                text,
                "lcp echo: interval: ",
                Text.timeout(p.lcpEchoInterval()),
                ", failures: ",
                p.lcpEchoFailureCount() == 0 ? "(unlimited)" : Integer.toString(p.lcpEchoFailureCount()));
        negotiation(
                text,
                "lcp",
                p.lcpMaxConfigRequests(),
                p.lcpMaxConfigNaks(),
                p.lcpMaxTerminateRequests(),
                p.lcpRetransmitInterval());
        negotiation(
                text,
                "ipcp",
                p.ipcpMaxConfigRequests(),
                p.ipcpMaxConfigNaks(),
                p.ipcpMaxTerminateRequests(),
                p.ipcpRetransmitInterval());
        Text.line(
                text,
                "idle timeout: ",
                Text.timeout(p.idleTimeout()),
                ", max connect time: ",
                p.maxConnectTime().isZero() ? "(unlimited)" : Text.seconds(p.maxConnectTime()),
                ", max failure count: ",
                Text.limit(p.maxFailureCount()));
        Text.line(text, "proxy arp: ", Text.onOff(p.proxyArp()), ", MSS clamp: ", Text.onOff(p.mssClamp()));
        Text.line(
                text,
                "asyncmap: 0x",
                Integer.toHexString(p.asyncmap()),
                ", sync mode: ",
                p.syncMode().name());
        Text.line(text, "trace flags: ", Text.traceFlags(p.traceFlags()));
    }

    private static void negotiation(
            StringBuilder text, String protocol, int requests, int naks, int terminations, Duration interval) {
        Text.line(
                text,
                protocol,
                ": max config requests: " + requests,
                ", max config naks: " + naks,
                ", max terminate requests: " + terminations,
                ", retransmit interval: ",
                Text.seconds(interval));
    }

    private static String address(PeerProfile peer) {
        Optional<IpAddress> address = peer.address();
        return address.isEmpty() ? "ANY" : address.get() + "/" + peer.prefixLength();
    }

    private static String addresses(List<IpAddress> addresses) {
        StringBuilder text = new StringBuilder();
        for (IpAddress address : addresses) {
            text.append(text.isEmpty() ? "" : ", ").append(address);
        }
        return text.isEmpty() ? "NOT SET" : text.toString();
    }

    private static String roles(RolesAllowed roles) {
        return roles == RolesAllowed.BOTH ? "LAC LNS" : roles.name().toUpperCase(Locale.ROOT);
    }

    private static String authPeer(Optional<Boolean> demanded) {
        return demanded.isEmpty() ? "AS LNS" : Text.yesNo(demanded.get());
    }

    private static String allowed(Object... methods) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < methods.length; i += 2) {
            if (methods[i].equals(true)) {
                text.append(text.isEmpty() ? "" : " ").append(methods[i + 1]);
            }
        }
        return text.isEmpty() ? "NONE" : text.toString();
    }
}
