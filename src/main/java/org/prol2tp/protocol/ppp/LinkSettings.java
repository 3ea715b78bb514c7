package org.prol2tp.protocol.ppp;

import java.time.Duration;

/// What a link is to negotiate. IPv4 addresses are 32 bits, the first octet the most significant; 0 is
/// "none".
///
/// @param mtu the longest packet we send, octets
/// @param mru what we ask the peer to send at most, octets
/// @param asyncmap the ACCM we ask for, 32 bits
/// @param compressProtocol ask for Protocol-Field-Compression
/// @param compressAddressControl ask for Address-and-Control-Field-Compression
/// @param addressControl begin frames with FF 03 unless compression is negotiated (LCP: always)
/// @param ipv4 IPCP
/// @param ipv6 IPV6CP
/// @param localAddress our IPv4 address; 0: the peer is asked for one
/// @param peerAddress the address the peer gets; 0: see `assignPeerAddress`
/// @param assignPeerAddress where `peerAddress` is 0, ask for one with [LinkOutbox#addressFor]; else any
///     address the peer says is taken
/// @param primaryDns told to the peer if it asks; 0: none
/// @param secondaryDns likewise
/// @param primaryWins likewise
/// @param secondaryWins likewise
/// @param requestDns ask the peer for DNS servers
/// @param requestWins ask the peer for NetBIOS name servers
/// @param localInterfaceId for IPV6CP; 0: a random one
/// @param peerInterfaceId given to the peer; 0: the peer chooses
/// @param authPap allow PAP
/// @param authChap allow CHAP with MD5
/// @param authMschapv2 allow MS-CHAPv2
/// @param authMschapv1 allow MS-CHAP
/// @param authEap allow EAP
/// @param eapOutside its method is known to somebody outside, who judges the peer
/// @param authPeer the peer must authenticate itself
/// @param localName our name as authenticator, in CHAP challenges
/// @param userName our name where we authenticate ourselves; empty: we cannot, and say so to the peer
/// @param remoteName the peer's name in questions for secrets, where the peer does not tell; empty: none
/// @param chapInterval challenge again after this long; zero: never
/// @param chapMaxChallenge challenges (and responses) without an answer
/// @param chapRestart time between them
/// @param papMaxAuthRequests requests without an answer
/// @param papRestartInterval time between them
/// @param papTimeout how long we wait for the peer's PAP request; zero: as long as a peer with our settings would
///     repeat it
/// @param lcpEchoInterval zero: no echoes
/// @param lcpEchoFailureCount unanswered echoes before the link is given up; 0: never
/// @param mrru what we ask the peer to send at most over a bundle of links, octets; 0: no multilink (RFC 1990)
/// @param discriminator who we are, where there is multilink
/// @param lcp the automaton's limits for LCP
/// @param ncp the automaton's limits for IPCP and IPV6CP
public record LinkSettings(
        int mtu,
        int mru,
        int asyncmap,
        boolean compressProtocol,
        boolean compressAddressControl,
        boolean addressControl,
        boolean ipv4,
        boolean ipv6,
        int localAddress,
        int peerAddress,
        boolean assignPeerAddress,
        int primaryDns,
        int secondaryDns,
        int primaryWins,
        int secondaryWins,
        boolean requestDns,
        boolean requestWins,
        long localInterfaceId,
        long peerInterfaceId,
        boolean authPap,
        boolean authChap,
        boolean authMschapv2,
        boolean authMschapv1,
        boolean authEap,
        boolean eapOutside,
        boolean authPeer,
        String localName,
        String userName,
        String remoteName,
        Duration chapInterval,
        int chapMaxChallenge,
        Duration chapRestart,
        int papMaxAuthRequests,
        Duration papRestartInterval,
        Duration papTimeout,
        Duration lcpEchoInterval,
        int lcpEchoFailureCount,
        int mrru,
        EndpointDiscriminator discriminator,
        AutomatonLimits lcp,
        AutomatonLimits ncp) {

    /// The counters and the timer of RFC 1661 §4.6.
    ///
    /// @param maxConfigure Configure-Requests without an answer, at least 1
    /// @param maxFailure Configure-Naks before they become Configure-Rejects, and as many taken from the
    ///     peer
    /// @param maxTerminate Terminate-Requests without an answer, at least 1
    /// @param restartTimer time between them
    public record AutomatonLimits(int maxConfigure, int maxFailure, int maxTerminate, Duration restartTimer) {
        public static final AutomatonLimits DEFAULT = new AutomatonLimits(10, 10, 3, Duration.ofSeconds(3));
    }

    /// A builder with the defaults.
    public static Builder builder() {
        return new Builder();
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        public int mtu = 1500;
        public int mru = 1500;
        public int asyncmap = 0;
        public boolean compressProtocol = true;
        public boolean compressAddressControl = true;
        public boolean addressControl = true;
        public boolean ipv4 = true;
        public boolean ipv6 = true;
        public int localAddress;
        public int peerAddress;
        public boolean assignPeerAddress;
        public int primaryDns;
        public int secondaryDns;
        public int primaryWins;
        public int secondaryWins;
        public boolean requestDns;
        public boolean requestWins;
        public long localInterfaceId;
        public long peerInterfaceId;
        public boolean authPap = true;
        public boolean authChap = true;
        public boolean authMschapv2 = true;
        public boolean authMschapv1 = true;
        public boolean authEap = true;
        public boolean eapOutside;
        public boolean authPeer;
        public String localName = "";
        public String userName = "";
        public String remoteName = "";
        public Duration chapInterval = Duration.ZERO;
        public int chapMaxChallenge = 10;
        public Duration chapRestart = Duration.ofSeconds(3);
        public int papMaxAuthRequests = 10;
        public Duration papRestartInterval = Duration.ofSeconds(3);
        public Duration papTimeout = Duration.ZERO;
        public Duration lcpEchoInterval = Duration.ZERO;
        public int lcpEchoFailureCount = 5;
        public int mrru;
        public EndpointDiscriminator discriminator = EndpointDiscriminator.NONE;
        public AutomatonLimits lcp = AutomatonLimits.DEFAULT;
        public AutomatonLimits ncp = AutomatonLimits.DEFAULT;

        public LinkSettings build() {
            return new LinkSettings(
                    mtu,
                    mru,
                    asyncmap,
                    compressProtocol,
                    compressAddressControl,
                    addressControl,
                    ipv4,
                    ipv6,
                    localAddress,
                    peerAddress,
                    assignPeerAddress,
                    primaryDns,
                    secondaryDns,
                    primaryWins,
                    secondaryWins,
                    requestDns,
                    requestWins,
                    localInterfaceId,
                    peerInterfaceId,
                    authPap,
                    authChap,
                    authMschapv2,
                    authMschapv1,
                    authEap,
                    eapOutside,
                    authPeer,
                    localName,
                    userName,
                    remoteName,
                    chapInterval,
                    chapMaxChallenge,
                    chapRestart,
                    papMaxAuthRequests,
                    papRestartInterval,
                    papTimeout,
                    lcpEchoInterval,
                    lcpEchoFailureCount,
                    mrru,
                    discriminator,
                    lcp,
                    ncp);
        }
    }
}
