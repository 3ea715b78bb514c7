package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.Optional;

/// What a session profile or a session sets.
public record SessionParameters(
        Optional<SessionType> type,
        boolean useSequenceNumbers,
        boolean sequencingRequired,
        Duration reorderTimeout,
        Optional<String> interfaceName,
        int framingType,
        int bearerType,
        long txConnectSpeed,
        long rxConnectSpeed,
        long minimumBps,
        long maximumBps,
        Optional<String> callingNumber,
        Optional<String> calledNumber,
        Optional<String> subAddress,
        Optional<String> privateGroupId,
        Optional<String> userName,
        Optional<Secret> userPassword,
        boolean noPpp,
        boolean usePppProxy,
        ProxyParameters proxy,
        boolean persist,
        int sessionId,
        PseudowireType pseudowireType,
        Optional<String> pppProfileName,
        Optional<String> ethernetProfileName,
        L2tpV3Session v3,
        int traceFlags) {
    /// A builder that starts from these values: for what inherits them.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.type = type;
        builder.useSequenceNumbers = useSequenceNumbers;
        builder.sequencingRequired = sequencingRequired;
        builder.reorderTimeout = reorderTimeout;
        builder.interfaceName = interfaceName;
        builder.framingType = framingType;
        builder.bearerType = bearerType;
        builder.txConnectSpeed = txConnectSpeed;
        builder.rxConnectSpeed = rxConnectSpeed;
        builder.minimumBps = minimumBps;
        builder.maximumBps = maximumBps;
        builder.callingNumber = callingNumber;
        builder.calledNumber = calledNumber;
        builder.subAddress = subAddress;
        builder.privateGroupId = privateGroupId;
        builder.userName = userName;
        builder.userPassword = userPassword;
        builder.noPpp = noPpp;
        builder.usePppProxy = usePppProxy;
        builder.proxy = proxy.toBuilder();
        builder.persist = persist;
        builder.sessionId = sessionId;
        builder.pseudowireType = pseudowireType;
        builder.pppProfileName = pppProfileName;
        builder.ethernetProfileName = ethernetProfileName;
        builder.v3 = v3;
        builder.traceFlags = traceFlags;
        return builder;
    }

    /// What the session carries (IANA "L2TPv3 Pseudowire Types").
    public enum PseudowireType {
        PPP,
        /// Ethernet port, RFC 4719.
        ETH,
        /// Ethernet VLAN, RFC 4719.
        ETH_VLAN
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        /// Of a configured session: what it is, [SessionType#LAIC] if empty. Of a profile: which calls of the peer
        /// it is for; empty, and a type that this end places: as the roles allow, see [Admission].
        public Optional<SessionType> type = Optional.empty();
        /// Send data sequence numbers, RFC 2661 §5.4.
        public boolean useSequenceNumbers;
        /// Sequencing Required AVP; data without sequence numbers is discarded.
        public boolean sequencingRequired;
        /// How long a gap is waited for; zero: no reordering.
        public Duration reorderTimeout = Duration.ZERO;
        /// 1..15 octets.
        public Optional<String> interfaceName = Optional.empty();
        /// Framing Type AVP: 1 sync, 2 async, 3 any.
        public int framingType = 3;
        /// Bearer Type AVP: 1 digital, 2 analog, 3 any.
        public int bearerType = 3;
        /// Bits per second, 32 bits unsigned.
        public long txConnectSpeed = 1_000_000;
        /// Bits per second, 32 bits unsigned.
        public long rxConnectSpeed = 1_000_000;
        /// Of an outgoing call that we ask for, 32 bits unsigned; a line slower than that is not taken.
        public long minimumBps;
        /// Likewise; 0: no limit.
        public long maximumBps;
        public Optional<String> callingNumber = Optional.empty();
        public Optional<String> calledNumber = Optional.empty();
        public Optional<String> subAddress = Optional.empty();
        public Optional<String> privateGroupId = Optional.empty();
        /// PPP account of the side that is authenticated.
        public Optional<String> userName = Optional.empty();
        /// Empty: looked up in the secrets.
        public Optional<Secret> userPassword = Optional.empty();
        /// Do not start PPP: the session is up once the call is.
        public boolean noPpp;
        /// As LAC of an incoming call, tell the LNS `proxy`.
        public boolean usePppProxy;
        public ProxyParameters.Builder proxy = new ProxyParameters.Builder();
        /// Come back after a failure (configured sessions only).
        public boolean persist = true;
        /// Our id of the session; 0: a random one (configured sessions only).
        public int sessionId;
        public PseudowireType pseudowireType = PseudowireType.PPP;
        public Optional<String> pppProfileName = Optional.empty();
        /// For Ethernet pseudowires.
        public Optional<String> ethernetProfileName = Optional.empty();
        /// Only in a tunnel whose version is 3.
        public L2tpV3Session v3 = L2tpV3Session.DEFAULT;
        /// Trace categories by bit, see [TraceCategory].
        public int traceFlags = TraceCategory.INHERITED;

        public SessionParameters build() {
            return new SessionParameters(
                    type,
                    useSequenceNumbers,
                    sequencingRequired,
                    reorderTimeout,
                    interfaceName,
                    framingType,
                    bearerType,
                    txConnectSpeed,
                    rxConnectSpeed,
                    minimumBps,
                    maximumBps,
                    callingNumber,
                    calledNumber,
                    subAddress,
                    privateGroupId,
                    userName,
                    userPassword,
                    noPpp,
                    usePppProxy,
                    proxy.build(),
                    persist,
                    sessionId,
                    pseudowireType,
                    pppProfileName,
                    ethernetProfileName,
                    v3,
                    traceFlags);
        }
    }
}
