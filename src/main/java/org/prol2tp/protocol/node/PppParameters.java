package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a PPP profile sets.
///
/// @param radiusHint the path of the file with the RADIUS servers for its users; empty: those of the system
public record PppParameters(
        int mtu,
        int mru,
        Optional<IpAddress> localAddress,
        Optional<IpAddress> peerAddress,
        List<IpAddress> dnsServers,
        List<IpAddress> winsServers,
        Optional<String> ipPoolName,
        boolean ipv4,
        boolean ipv6,
        boolean authPap,
        boolean authChap,
        boolean authMschapv2,
        boolean authMschapv1,
        boolean authEap,
        Optional<Boolean> authPeer,
        Optional<String> localName,
        Optional<String> remoteName,
        boolean useRadius,
        Optional<String> radiusHint,
        Duration chapInterval,
        int chapMaxChallenge,
        Duration chapRestart,
        int papMaxAuthRequests,
        Duration papRestartInterval,
        Duration papTimeout,
        Duration lcpEchoInterval,
        int lcpEchoFailureCount,
        int lcpMaxConfigRequests,
        int lcpMaxConfigNaks,
        int lcpMaxTerminateRequests,
        Duration lcpRetransmitInterval,
        int ipcpMaxConfigRequests,
        int ipcpMaxConfigNaks,
        int ipcpMaxTerminateRequests,
        Duration ipcpRetransmitInterval,
        Duration idleTimeout,
        Duration maxConnectTime,
        int maxFailureCount,
        boolean proxyArp,
        boolean defaultRoute,
        List<DataPlaneCommand.Route> routes,
        Optional<String> sharedInterface,
        int asyncmap,
        SyncMode syncMode,
        boolean mssClamp,
        boolean multilink,
        int traceFlags) {
    /// Whether the sessions may be links of bundles, which have interfaces of their own.
    public boolean bundles() {
        return multilink && sharedInterface.isEmpty();
    }

    /// How the LAC's line to the user carries frames.
    public enum SyncMode {
        /// As the Framing Type AVP of the call says.
        ANY,
        SYNC,
        /// Octets are mapped: an LNS tells the LAC what the user and it agreed on (SLI, RFC 2661 §6.14).
        ASYNC
    }

    /// A builder that starts from these values: for what inherits them.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.mtu = mtu;
        builder.mru = mru;
        builder.localAddress = localAddress;
        builder.peerAddress = peerAddress;
        builder.dnsServers = dnsServers;
        builder.winsServers = winsServers;
        builder.ipPoolName = ipPoolName;
        builder.ipv4 = ipv4;
        builder.ipv6 = ipv6;
        builder.authPap = authPap;
        builder.authChap = authChap;
        builder.authMschapv2 = authMschapv2;
        builder.authMschapv1 = authMschapv1;
        builder.authEap = authEap;
        builder.authPeer = authPeer;
        builder.localName = localName;
        builder.remoteName = remoteName;
        builder.useRadius = useRadius;
        builder.radiusHint = radiusHint;
        builder.chapInterval = chapInterval;
        builder.chapMaxChallenge = chapMaxChallenge;
        builder.chapRestart = chapRestart;
        builder.papMaxAuthRequests = papMaxAuthRequests;
        builder.papRestartInterval = papRestartInterval;
        builder.papTimeout = papTimeout;
        builder.lcpEchoInterval = lcpEchoInterval;
        builder.lcpEchoFailureCount = lcpEchoFailureCount;
        builder.lcpMaxConfigRequests = lcpMaxConfigRequests;
        builder.lcpMaxConfigNaks = lcpMaxConfigNaks;
        builder.lcpMaxTerminateRequests = lcpMaxTerminateRequests;
        builder.lcpRetransmitInterval = lcpRetransmitInterval;
        builder.ipcpMaxConfigRequests = ipcpMaxConfigRequests;
        builder.ipcpMaxConfigNaks = ipcpMaxConfigNaks;
        builder.ipcpMaxTerminateRequests = ipcpMaxTerminateRequests;
        builder.ipcpRetransmitInterval = ipcpRetransmitInterval;
        builder.idleTimeout = idleTimeout;
        builder.maxConnectTime = maxConnectTime;
        builder.maxFailureCount = maxFailureCount;
        builder.proxyArp = proxyArp;
        builder.defaultRoute = defaultRoute;
        builder.routes = routes;
        builder.sharedInterface = sharedInterface;
        builder.asyncmap = asyncmap;
        builder.syncMode = syncMode;
        builder.mssClamp = mssClamp;
        builder.multilink = multilink;
        builder.traceFlags = traceFlags;
        return builder;
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        /// Upper bound of the interface's MTU, octets.
        public int mtu = 1500;
        /// What we ask the peer to send at most, octets.
        public int mru = 1500;
        /// IPv4.
        public Optional<IpAddress> localAddress = Optional.empty();
        /// IPv4.
        public Optional<IpAddress> peerAddress = Optional.empty();
        /// 0..2, offered to the peer.
        public List<IpAddress> dnsServers = List.of();
        /// 0..2, offered to the peer.
        public List<IpAddress> winsServers = List.of();
        /// Where the peer's address comes from if none is given.
        public Optional<String> ipPoolName = Optional.empty();
        /// IPCP.
        public boolean ipv4 = true;
        /// IPV6CP.
        public boolean ipv6 = true;
        public boolean authPap = true;
        /// CHAP with MD5.
        public boolean authChap = true;
        public boolean authMschapv2 = true;
        public boolean authMschapv1 = true;
        /// With its method MD5-Challenge, RFC 3748 §5.4.
        public boolean authEap = true;
        /// Demand that the peer authenticates itself; empty: as LNS yes, as LAC no.
        public Optional<Boolean> authPeer = Optional.empty();
        /// Our name in CHAP; empty: the system's host name as server, the user name as client.
        public Optional<String> localName = Optional.empty();
        /// The peer's name, where it does not tell.
        public Optional<String> remoteName = Optional.empty();
        /// Ask a RADIUS server who the peer is.
        public boolean useRadius;
        public Optional<String> radiusHint = Optional.empty();
        /// Challenge again after this long; zero: never.
        public Duration chapInterval = Duration.ofSeconds(0);
        public int chapMaxChallenge = 10;
        public Duration chapRestart = Duration.ofSeconds(3);
        public int papMaxAuthRequests = 10;
        public Duration papRestartInterval = Duration.ofSeconds(3);
        /// How long we wait for the peer's request; zero: `papMaxAuthRequests` times `papRestartInterval`.
        public Duration papTimeout = Duration.ofSeconds(0);
        /// Zero: no echoes.
        public Duration lcpEchoInterval = Duration.ofSeconds(0);
        /// Unanswered echoes before the link is given up; 0: never.
        public int lcpEchoFailureCount = 5;
        public int lcpMaxConfigRequests = 10;
        public int lcpMaxConfigNaks = 10;
        public int lcpMaxTerminateRequests = 3;
        public Duration lcpRetransmitInterval = Duration.ofSeconds(3);
        /// Also for IPV6CP.
        public int ipcpMaxConfigRequests = 10;
        /// Also for IPV6CP.
        public int ipcpMaxConfigNaks = 10;
        /// Also for IPV6CP.
        public int ipcpMaxTerminateRequests = 3;
        /// Also for IPV6CP.
        public Duration ipcpRetransmitInterval = Duration.ofSeconds(3);
        /// Zero: never.
        public Duration idleTimeout = Duration.ofSeconds(0);
        /// Zero: no limit.
        public Duration maxConnectTime = Duration.ofSeconds(0);
        /// Calls in a row that did not come up, after which no other is placed; 0: there is always another.
        public int maxFailureCount;
        /// Answer ARP for the peer at the Ethernet interface whose network has its address.
        public boolean proxyArp;
        /// Set the default route through the interface.
        public boolean defaultRoute;
        /// Set through the interface when it comes up.
        public List<DataPlaneCommand.Route> routes = List.of();
        /// The interface that all sessions of the profile share; empty: each has its own.
        public Optional<String> sharedInterface = Optional.empty();
        /// The ACCM we ask for, 32 bits.
        public int asyncmap = 0;
        public SyncMode syncMode = SyncMode.ANY;
        /// TCP connections through the interface are held to segments that fit.
        public boolean mssClamp = true;
        public boolean multilink;
        /// Trace categories by bit, see [TraceCategory].
        public int traceFlags = TraceCategory.INHERITED;

        public PppParameters build() {
            return new PppParameters(
                    mtu,
                    mru,
                    localAddress,
                    peerAddress,
                    dnsServers,
                    winsServers,
                    ipPoolName,
                    ipv4,
                    ipv6,
                    authPap,
                    authChap,
                    authMschapv2,
                    authMschapv1,
                    authEap,
                    authPeer,
                    localName,
                    remoteName,
                    useRadius,
                    radiusHint,
                    chapInterval,
                    chapMaxChallenge,
                    chapRestart,
                    papMaxAuthRequests,
                    papRestartInterval,
                    papTimeout,
                    lcpEchoInterval,
                    lcpEchoFailureCount,
                    lcpMaxConfigRequests,
                    lcpMaxConfigNaks,
                    lcpMaxTerminateRequests,
                    lcpRetransmitInterval,
                    ipcpMaxConfigRequests,
                    ipcpMaxConfigNaks,
                    ipcpMaxTerminateRequests,
                    ipcpRetransmitInterval,
                    idleTimeout,
                    maxConnectTime,
                    maxFailureCount,
                    proxyArp,
                    defaultRoute,
                    routes,
                    sharedInterface,
                    asyncmap,
                    syncMode,
                    mssClamp,
                    multilink,
                    traceFlags);
        }
    }
}
