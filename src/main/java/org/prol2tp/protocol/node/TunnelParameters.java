package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.Optional;

/// What a tunnel profile or a tunnel sets.
public record TunnelParameters(
        Optional<String> hostName,
        Optional<Secret> secret,
        AuthMode authMode,
        boolean hideAvps,
        Duration helloTimeout,
        int maxRetries,
        Duration retryTimeout,
        int rxWindowSize,
        int txWindowSize,
        Duration idleTimeout,
        int maxSessions,
        int mtu,
        boolean useUdpChecksums,
        boolean lengthField,
        boolean ecn,
        boolean unfinishedChecksums,
        boolean useTiebreaker,
        PppProxy allowPppProxy,
        Capabilities framingCaps,
        Capabilities bearerCaps,
        boolean persist,
        int peerUdpPort,
        int ourUdpPort,
        ProtocolVersion version,
        Encapsulation encapsulation,
        int tunnelId,
        int configId,
        Optional<String> interfaceName,
        boolean doPmtuDiscovery,
        L2tpV3Tunnel v3,
        Optional<String> sessionProfileName,
        Optional<String> pppProfileName,
        Optional<String> ethernetProfileName,
        int traceFlags) {
    /// A builder that starts from these values: for what inherits them.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.hostName = hostName;
        builder.secret = secret;
        builder.authMode = authMode;
        builder.hideAvps = hideAvps;
        builder.helloTimeout = helloTimeout;
        builder.maxRetries = maxRetries;
        builder.retryTimeout = retryTimeout;
        builder.rxWindowSize = rxWindowSize;
        builder.txWindowSize = txWindowSize;
        builder.idleTimeout = idleTimeout;
        builder.maxSessions = maxSessions;
        builder.mtu = mtu;
        builder.useUdpChecksums = useUdpChecksums;
        builder.lengthField = lengthField;
        builder.ecn = ecn;
        builder.unfinishedChecksums = unfinishedChecksums;
        builder.useTiebreaker = useTiebreaker;
        builder.allowPppProxy = allowPppProxy;
        builder.framingCaps = framingCaps;
        builder.bearerCaps = bearerCaps;
        builder.persist = persist;
        builder.peerUdpPort = peerUdpPort;
        builder.ourUdpPort = ourUdpPort;
        builder.version = version;
        builder.encapsulation = encapsulation;
        builder.tunnelId = tunnelId;
        builder.configId = configId;
        builder.interfaceName = interfaceName;
        builder.doPmtuDiscovery = doPmtuDiscovery;
        builder.v3 = v3;
        builder.sessionProfileName = sessionProfileName;
        builder.pppProfileName = pppProfileName;
        builder.ethernetProfileName = ethernetProfileName;
        builder.traceFlags = traceFlags;
        return builder;
    }

    /// How a peer proves who it is.
    public enum AuthMode {
        /// Anybody may; a challenge of the peer is still answered where there is a secret.
        NONE,
        /// A peer profile other than `default` must match.
        SIMPLE,
        /// The same, and the peer must answer our challenge.
        CHALLENGE
    }

    /// What an LNS takes of what a LAC has settled with the user, RFC 2661 §4.4.5, §9.5.
    public enum PppProxy {
        /// Nothing: LCP and authentication begin anew.
        NO,
        /// LCP; the user is authenticated anew.
        LCP,
        /// LCP, and what the user said to prove itself, which is verified.
        YES
    }

    /// The version of the protocol.
    public enum ProtocolVersion {
        /// The best that both ends have.
        AUTO,
        /// RFC 2661.
        L2TPV2,
        /// RFC 3931.
        L2TPV3
    }

    /// The two low bits of a Framing or Bearer Capabilities AVP (RFC 2661 §4.4.3).
    public enum Capabilities {
        NONE,
        /// Synchronous framing, digital bearer.
        FIRST,
        /// Asynchronous framing, analog bearer.
        SECOND,
        ANY;

        /// The AVP's value, 0..3.
        public int bits() {
            return ordinal();
        }
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        /// Host Name AVP; empty: the system's.
        public Optional<String> hostName = Optional.empty();
        /// Shared with the peer: tunnel authentication and hidden AVPs (RFC 2661 §5.1.1, §4.3).
        public Optional<Secret> secret = Optional.empty();
        public AuthMode authMode = AuthMode.NONE;
        /// Needs a secret. Never in the SCCRQ.
        public boolean hideAvps;
        /// HELLO when nothing came from the peer for this long; zero: never (RFC 2661 §5.5).
        public Duration helloTimeout = Duration.ofSeconds(60);
        /// Retransmissions before the tunnel is given up, RFC 2661 §5.8.
        public int maxRetries = 5;
        /// Before the first retransmission; doubles up to 8 s.
        public Duration retryTimeout = Duration.ofSeconds(1);
        /// Receive Window Size AVP, 4..32768.
        public int rxWindowSize = 10;
        /// Upper bound of messages in flight, cut to the peer's window.
        public int txWindowSize = 10;
        /// The tunnel closes this long after its last session; zero: never.
        public Duration idleTimeout = Duration.ofSeconds(0);
        /// 0: no limit.
        public int maxSessions;
        /// Of the sessions in the tunnel, in octets; an upper bound for the interface.
        public int mtu = 1460;
        public boolean useUdpChecksums = true;
        /// The Length field in data messages.
        public boolean lengthField = true;
        /// Congestion is marked and noticed through the tunnel where the peer does so too, RFC 9601.
        public boolean ecn;
        /// What eBPF sends may have checksums that an interface or the peer's kernel is to finish.
        public boolean unfinishedChecksums;
        /// Tie Breaker AVP in the SCCRQ.
        public boolean useTiebreaker;
        public PppProxy allowPppProxy = PppProxy.NO;
        /// Framing Capabilities AVP: sync is bit 0, async bit 1.
        public Capabilities framingCaps = Capabilities.ANY;
        /// Bearer Capabilities AVP: digital is bit 0, analog bit 1.
        public Capabilities bearerCaps = Capabilities.ANY;
        /// Come back after a failure (configured tunnels only).
        public boolean persist = true;
        public int peerUdpPort = 1701;
        /// 0: an ephemeral port of the tunnel's own; the listening port: the listening socket.
        public int ourUdpPort;
        public ProtocolVersion version = ProtocolVersion.AUTO;
        public Encapsulation encapsulation = Encapsulation.UDP;
        /// Our id of the tunnel; 0: a random one (configured tunnels only).
        public int tunnelId;
        /// Tells configured tunnels between the same two addresses apart; 0: not set.
        public int configId;
        /// What the names of its sessions' interfaces begin with, 1..10 octets; empty: `l2tp`.
        public Optional<String> interfaceName = Optional.empty();
        /// Find the path's MTU: datagrams are not fragmented on their way.
        public boolean doPmtuDiscovery;
        /// Only where the version is 3.
        public L2tpV3Tunnel v3 = L2tpV3Tunnel.DEFAULT;
        public Optional<String> sessionProfileName = Optional.empty();
        public Optional<String> pppProfileName = Optional.empty();
        public Optional<String> ethernetProfileName = Optional.empty();
        /// Trace categories by bit, see [TraceCategory].
        public int traceFlags = TraceCategory.INHERITED;

        public TunnelParameters build() {
            return new TunnelParameters(
                    hostName,
                    secret,
                    authMode,
                    hideAvps,
                    helloTimeout,
                    maxRetries,
                    retryTimeout,
                    rxWindowSize,
                    txWindowSize,
                    idleTimeout,
                    maxSessions,
                    mtu,
                    useUdpChecksums,
                    lengthField,
                    ecn,
                    unfinishedChecksums,
                    useTiebreaker,
                    allowPppProxy,
                    framingCaps,
                    bearerCaps,
                    persist,
                    peerUdpPort,
                    ourUdpPort,
                    version,
                    encapsulation,
                    tunnelId,
                    configId,
                    interfaceName,
                    doPmtuDiscovery,
                    v3,
                    sessionProfileName,
                    pppProfileName,
                    ethernetProfileName,
                    traceFlags);
        }
    }
}
