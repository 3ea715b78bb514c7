package org.prol2tp.protocol.node;

import java.time.Duration;

/// The `system` block as far as the node needs it. What only the daemon needs (sockets, log) is not here.
public record SystemParameters(
        int udpPort,
        String hostName,
        String vendorName,
        int firmwareRevision,
        int maxTunnels,
        int maxSessions,
        boolean drainTunnels,
        Duration tunnelEstablishTimeout,
        Duration sessionEstablishTimeout,
        Duration tunnelPersistPendTimeout,
        Duration sessionPersistPendTimeout,
        boolean denyLocalTunnelCreates,
        boolean denyRemoteTunnelCreates,
        AaaParameters aaa,
        boolean tellsAvps,
        boolean pppProvided,
        boolean pppTerms,
        boolean autonameInterfaces,
        int routerId,
        boolean dataPlaneHasL2tpV3,
        int traceFlags,
        boolean keepSessions) {
    /// A builder that starts from these values: for what inherits them.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.udpPort = udpPort;
        builder.hostName = hostName;
        builder.vendorName = vendorName;
        builder.firmwareRevision = firmwareRevision;
        builder.maxTunnels = maxTunnels;
        builder.maxSessions = maxSessions;
        builder.drainTunnels = drainTunnels;
        builder.tunnelEstablishTimeout = tunnelEstablishTimeout;
        builder.sessionEstablishTimeout = sessionEstablishTimeout;
        builder.tunnelPersistPendTimeout = tunnelPersistPendTimeout;
        builder.sessionPersistPendTimeout = sessionPersistPendTimeout;
        builder.denyLocalTunnelCreates = denyLocalTunnelCreates;
        builder.denyRemoteTunnelCreates = denyRemoteTunnelCreates;
        builder.aaa = aaa;
        builder.tellsAvps = tellsAvps;
        builder.pppProvided = pppProvided;
        builder.pppTerms = pppTerms;
        builder.autonameInterfaces = autonameInterfaces;
        builder.routerId = routerId;
        builder.dataPlaneHasL2tpV3 = dataPlaneHasL2tpV3;
        builder.traceFlags = traceFlags;
        builder.keepSessions = keepSessions;
        return builder;
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        public int udpPort = 1701;
        public String hostName = "prol2tpd";
        public String vendorName = "prol2tp";
        /// Major version in the upper octet, minor in the lower (RFC 2661 §4.4.2).
        public int firmwareRevision = 0x0001;
        /// 0: no limit.
        public int maxTunnels;
        /// 0: no limit.
        public int maxSessions;
        public boolean drainTunnels;
        public Duration tunnelEstablishTimeout = Duration.ofSeconds(120);
        public Duration sessionEstablishTimeout = Duration.ofSeconds(120);
        public Duration tunnelPersistPendTimeout = Duration.ofSeconds(300);
        public Duration sessionPersistPendTimeout = Duration.ofSeconds(60);
        public boolean denyLocalTunnelCreates;
        public boolean denyRemoteTunnelCreates;
        public AaaParameters aaa = AaaParameters.NONE;
        /// Whether [Event.AvpsReceived] is said.
        public boolean tellsAvps;
        /// Somebody outside negotiates PPP, see [Output.TellPppProvider].
        public boolean pppProvided;
        /// He is told what is set for it, addresses and secret too: [ToPppProvider.Opened#terms].
        public boolean pppTerms;
        /// Interfaces are named by tunnel and session id; else they are numbered.
        public boolean autonameInterfaces;
        /// Router ID AVP (RFC 3931 §5.4.4), 32 bits unsigned; 0: one is derived.
        public int routerId;
        /// Whether the data plane carries L2TPv3. Until it does, tunnels of either version are of L2TPv2.
        public boolean dataPlaneHasL2tpV3;
        /// A set of [TraceCategory].
        public int traceFlags;
        /// Whether [Output.Remember] is said.
        public boolean keepSessions;

        public SystemParameters build() {
            return new SystemParameters(
                    udpPort,
                    hostName,
                    vendorName,
                    firmwareRevision,
                    maxTunnels,
                    maxSessions,
                    drainTunnels,
                    tunnelEstablishTimeout,
                    sessionEstablishTimeout,
                    tunnelPersistPendTimeout,
                    sessionPersistPendTimeout,
                    denyLocalTunnelCreates,
                    denyRemoteTunnelCreates,
                    aaa,
                    tellsAvps,
                    pppProvided,
                    pppTerms,
                    autonameInterfaces,
                    routerId,
                    dataPlaneHasL2tpV3,
                    traceFlags,
                    keepSessions);
        }
    }
}
