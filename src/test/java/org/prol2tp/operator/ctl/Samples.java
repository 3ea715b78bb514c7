package org.prol2tp.operator.ctl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.L2tpV3Tunnel;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.PoolStatus;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.SessionSummary;
import org.prol2tp.protocol.node.Settings.AddressPoolSettings;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.RolesAllowed;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.SystemStatus;
import org.prol2tp.protocol.node.SystemStatus.MessageCounters;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.node.TunnelParameters;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.Capabilities;
import org.prol2tp.protocol.node.TunnelStatus;
import org.prol2tp.protocol.node.TunnelSummary;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// Status values in which no two fields hold the same, for the tests of this room and of the command.
public final class Samples {
    private Samples() {}

    public static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    public static SystemStatus system() {
        SystemParameters.Builder p = new SystemParameters.Builder();
        p.udpPort = 1702;
        p.hostName = "lns.example";
        p.vendorName = "vendor \"x\"";
        p.firmwareRevision = 0x0203;
        p.maxTunnels = 100;
        p.drainTunnels = true;
        p.tunnelEstablishTimeout = Duration.ofSeconds(121);
        p.sessionEstablishTimeout = Duration.ofSeconds(122);
        p.tunnelPersistPendTimeout = Duration.ofSeconds(123);
        p.sessionPersistPendTimeout = Duration.ofSeconds(124);
        p.denyRemoteTunnelCreates = true;
        p.autonameInterfaces = true;
        p.routerId = 0x80000001;
        p.traceFlags = 516;
        Map<String, Long> counters = new LinkedHashMap<>();
        List<String> names = List.of(
                "total_sent_control_frames",
                "total_rcvd_control_frames",
                "total_retransmitted_control_frames",
                "illegal_messages",
                "unsupported_messages",
                "ignored_avps",
                "vendor_avps",
                "tunnel_setup_failures",
                "session_setup_failures",
                "no_control_frame_resources",
                "too_many_tunnels",
                "short_frames",
                "auth_fails");
        for (String name : names) {
            counters.put(name, counters.size() + 11L);
        }
        Map<String, MessageCounters> messages = new LinkedHashMap<>();
        messages.put("SCCRQ", new MessageCounters(5, 1, 0));
        messages.put("HELLO", new MessageCounters(12345, 0, 12346));
        Map<String, String> daemon = new LinkedHashMap<>();
        daemon.put("listen", "0.0.0.0:1701, [::]:1701");
        daemon.put("data_plane", "userspace");
        return new SystemStatus(p.build(), 2, 7, daemon, counters, messages);
    }

    public static TunnelStatus tunnel() {
        TunnelParameters.Builder p = new TunnelParameters.Builder();
        p.hostName = Optional.of("lac.example");
        p.secret = Optional.of(Secret.of("…"));
        p.authMode = AuthMode.CHALLENGE;
        p.hideAvps = true;
        p.helloTimeout = Duration.ofSeconds(61);
        p.maxRetries = 6;
        p.retryTimeout = Duration.ofMillis(1500);
        p.rxWindowSize = 11;
        p.txWindowSize = 12;
        p.idleTimeout = Duration.ofSeconds(13);
        p.maxSessions = 14;
        p.mtu = 1415;
        p.useUdpChecksums = false;
        p.lengthField = false;
        p.ecn = true;
        p.useTiebreaker = true;
        p.framingCaps = Capabilities.FIRST;
        p.bearerCaps = Capabilities.SECOND;
        p.persist = false;
        p.peerUdpPort = 1716;
        p.ourUdpPort = 1717;
        p.version = TunnelParameters.ProtocolVersion.L2TPV2;
        p.encapsulation = Encapsulation.IP;
        p.tunnelId = 27774;
        p.configId = 18;
        p.interfaceName = Optional.of("wan");
        p.doPmtuDiscovery = true;
        p.sessionProfileName = Optional.of("sp");
        p.pppProfileName = Optional.of("pp");
        p.ethernetProfileName = Optional.of("ep");
        p.v3 = new L2tpV3Tunnel(
                77,
                L2tpV3Tunnel.DigestType.SHA1,
                19,
                Set.of(SessionParameters.PseudowireType.ETH),
                L2tpV3Tunnel.Mode.QUIESCENT,
                0x80000002);
        p.traceFlags = 0x7f3;
        Map<String, String> peer = new LinkedHashMap<>();
        peer.put("host_name", "lns.example");
        peer.put("vendor_name", "Acme");
        peer.put("firmware_revision", "0x0102");
        peer.put("protocol_version", "1.0");
        peer.put("framing_caps", "sync async");
        peer.put("bearer_caps", "none");
        peer.put("rx_window_size", "8");
        Map<String, Long> transport = new LinkedHashMap<>();
        transport.put("ns", 21L);
        transport.put("nr", 22L);
        transport.put("peer_ns", 23L);
        transport.put("peer_nr", 24L);
        transport.put("cwnd", 25L);
        transport.put("ssthresh", 26L);
        transport.put("congpkt_acc", 27L);
        transport.put("retransmits", 28L);
        transport.put("tx_zlbs", 29L);
        return new TunnelStatus(
                new TunnelHandle(9_000_000_001L),
                new ControlConnectionId(27774),
                new ControlConnectionId(-2),
                Optional.of("t1"),
                true,
                "Established",
                Version.V3,
                Encapsulation.IP,
                Optional.of(new Path(3, ip("192.0.2.1"), new Endpoint(ip("192.0.2.2"), 1703))),
                "lns.example",
                peer,
                p.build(),
                Optional.of("tp"),
                2,
                3600,
                2510,
                transport,
                Optional.of("result 1: \"gone\"\n"),
                data(100));
    }

    /// Opened by the peer, nothing known yet.
    public static TunnelStatus newTunnel() {
        return new TunnelStatus(
                new TunnelHandle(2),
                new ControlConnectionId(5),
                ControlConnectionId.NONE,
                Optional.empty(),
                false,
                "WaitCtlConn",
                Version.V2,
                Encapsulation.UDP,
                Optional.empty(),
                "2001:db8::2",
                Map.of(),
                new TunnelParameters.Builder().build(),
                Optional.empty(),
                0,
                0,
                0,
                Map.of(),
                Optional.empty(),
                DataCounters.ZERO);
    }

    public static SessionStatus session() {
        SessionParameters.Builder p = new SessionParameters.Builder();
        p.useSequenceNumbers = true;
        p.sequencingRequired = true;
        p.reorderTimeout = Duration.ofMillis(31);
        p.interfaceName = Optional.of("ppp3");
        p.framingType = 1;
        p.bearerType = 2;
        p.txConnectSpeed = 4_294_967_295L;
        p.rxConnectSpeed = 32;
        p.callingNumber = Optional.of("33");
        p.calledNumber = Optional.of("34");
        p.subAddress = Optional.of("35");
        p.privateGroupId = Optional.of("36");
        p.userName = Optional.of("user");
        p.userPassword = Optional.of(Secret.of("…"));
        p.noPpp = true;
        p.persist = false;
        p.sessionId = 37;
        p.pseudowireType = SessionParameters.PseudowireType.ETH_VLAN;
        p.ethernetProfileName = Optional.of("ep");
        p.pppProfileName = Optional.of("pp");
        p.traceFlags = 2;
        Map<String, String> pseudowire = new LinkedHashMap<>();
        pseudowire.put("type", "4");
        pseudowire.put("peer_circuit", "inactive");
        Map<String, String> peer = new LinkedHashMap<>();
        peer.put("called_number", "0123");
        peer.put("tx_connect_speed", "64000");
        return new SessionStatus(
                new SessionHandle(41),
                new TunnelHandle(42),
                new ControlConnectionId(27774),
                Optional.of("t1"),
                new SessionId(44),
                new SessionId(45),
                Optional.of("s1"),
                true,
                "LAIC",
                "Established",
                Optional.of("Network"),
                Optional.of("user@example"),
                Optional.of("ppp4"),
                Optional.of(ip("10.0.0.1")),
                Optional.of(ip("10.0.0.2")),
                Optional.of("sp"),
                Optional.of("pp2"),
                p.build(),
                pseudowire,
                peer,
                90062,
                90061,
                Optional.of("lost carrier"),
                data(200));
    }

    /// Opened by the peer, nothing known yet.
    public static SessionStatus newSession() {
        return new SessionStatus(
                new SessionHandle(51),
                new TunnelHandle(2),
                new ControlConnectionId(5),
                Optional.empty(),
                new SessionId(6),
                SessionId.NONE,
                Optional.empty(),
                false,
                "LNIC",
                "WaitConnect",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new SessionParameters.Builder().build(),
                Map.of(),
                Map.of(),
                1,
                0,
                Optional.empty(),
                DataCounters.ZERO);
    }

    public static TunnelSummary tunnelSummary() {
        return new TunnelSummary(
                new ControlConnectionId(27774),
                Optional.of("t1"),
                true,
                "Established",
                "192.0.2.2",
                2,
                2510,
                18,
                Version.V3,
                Encapsulation.IP);
    }

    public static TunnelSummary newTunnelSummary() {
        return new TunnelSummary(
                new ControlConnectionId(5),
                Optional.empty(),
                false,
                "WaitCtlConn",
                "",
                0,
                0,
                0,
                Version.V2,
                Encapsulation.UDP);
    }

    public static SessionSummary sessionSummary() {
        return new SessionSummary(
                new ControlConnectionId(27774),
                Optional.of("t1"),
                new SessionId(44),
                Optional.of("s1"),
                true,
                "Established",
                Optional.of("user@example"),
                Optional.of("ppp4"),
                Optional.of(ip("10.0.0.2")),
                90062,
                90061,
                SessionParameters.PseudowireType.ETH_VLAN);
    }

    public static SessionSummary newSessionSummary() {
        return new SessionSummary(
                new ControlConnectionId(5),
                Optional.empty(),
                new SessionId(6),
                Optional.empty(),
                false,
                "WaitConnect",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                0,
                SessionParameters.PseudowireType.PPP);
    }

    public static List<Profile> peerProfiles() {
        return List.of(
                new Profile.Peer(new PeerProfile(
                        "lac.example", Optional.of(ip("192.0.2.0")), 24, RolesAllowed.LNS, "tp", "sp", "pp")),
                new Profile.Peer(new PeerProfile(
                        "default", Optional.empty(), 0, RolesAllowed.BOTH, "default", "default", "default")));
    }

    public static PppParameters ppp() {
        PppParameters.Builder p = new PppParameters.Builder();
        p.mtu = 1401;
        p.mru = 1402;
        p.localAddress = Optional.of(ip("10.0.0.1"));
        p.peerAddress = Optional.of(ip("10.0.0.2"));
        p.dnsServers = List.of(ip("10.0.0.3"), ip("10.0.0.4"));
        p.winsServers = List.of(ip("10.0.0.5"));
        p.ipPoolName = Optional.of("pool 1");
        p.ipv4 = false;
        p.ipv6 = false;
        p.authPap = false;
        p.authChap = false;
        p.authMschapv2 = false;
        p.authEap = false;
        p.maxFailureCount = 17;
        p.proxyArp = true;
        p.authPeer = Optional.of(true);
        p.localName = Optional.of("us");
        p.remoteName = Optional.of("them");
        p.useRadius = true;
        p.radiusHint = Optional.of("/etc/radiusclient/gold.conf");
        p.chapInterval = Duration.ofSeconds(11);
        p.chapMaxChallenge = 12;
        p.chapRestart = Duration.ofSeconds(13);
        p.papMaxAuthRequests = 14;
        p.papRestartInterval = Duration.ofSeconds(15);
        p.papTimeout = Duration.ofSeconds(16);
        p.lcpEchoInterval = Duration.ofSeconds(17);
        p.lcpEchoFailureCount = 18;
        p.lcpMaxConfigRequests = 19;
        p.lcpMaxConfigNaks = 20;
        p.lcpMaxTerminateRequests = 21;
        p.lcpRetransmitInterval = Duration.ofSeconds(22);
        p.ipcpMaxConfigRequests = 23;
        p.ipcpMaxConfigNaks = 24;
        p.ipcpMaxTerminateRequests = 25;
        p.ipcpRetransmitInterval = Duration.ofSeconds(26);
        p.idleTimeout = Duration.ofSeconds(27);
        p.maxConnectTime = Duration.ofSeconds(28);
        p.defaultRoute = true;
        p.routes = List.of(new Route(ip("10.1.0.0"), 16, 0), new Route(ip("2001:db8::"), 32, 7));
        p.sharedInterface = Optional.of("l2tp0");
        p.asyncmap = 0x800a_0000;
        p.traceFlags = 1024;
        return p.build();
    }

    public static PoolStatus pool() {
        return new PoolStatus(
                new AddressPoolSettings("p1", ip("10.2.0.1"), ip("10.2.0.254"), List.of(ip("10.2.0.9"))),
                2,
                251,
                List.of(
                        new PoolStatus.Lease(
                                ip("10.2.0.1"),
                                Optional.of("fred"),
                                new ControlConnectionId(5),
                                Optional.empty(),
                                new SessionId(6),
                                Optional.empty()),
                        new PoolStatus.Lease(
                                ip("10.2.0.2"),
                                Optional.empty(),
                                new ControlConnectionId(27774),
                                Optional.of("t1"),
                                new SessionId(44),
                                Optional.of("s1"))));
    }

    private static DataCounters data(long first) {
        return new DataCounters(
                first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, Long.MAX_VALUE);
    }

    /// Every field another value than the default.
    public static EthernetParameters ethernet() {
        EthernetParameters.Builder p = new EthernetParameters.Builder();
        p.interfaceName = Optional.of("wire0");
        p.mtu = 1471;
        p.localAddress = Optional.of(ip("10.4.0.1"));
        p.peerAddress = Optional.of(ip("10.4.0.2"));
        p.prefixLength = 24;
        p.bridgeName = Optional.of("br0");
        p.macAddress = Optional.of("02:00:00:00:00:07");
        p.vlanId = 47;
        p.mssClamp = true;
        p.traceFlags = 256;
        return p.build();
    }
}
