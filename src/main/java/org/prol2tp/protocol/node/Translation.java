package org.prol2tp.protocol.node;

import java.util.List;
import org.prol2tp.protocol.control.ControlSettings;
import org.prol2tp.protocol.control.SharedSecret;
import org.prol2tp.protocol.control.VersionChoice;
import org.prol2tp.protocol.ppp.EndpointDiscriminator;
import org.prol2tp.protocol.ppp.LinkSettings;
import org.prol2tp.protocol.ppp.LinkSettings.AutomatonLimits;
import org.prol2tp.protocol.ppp.PeerProof;
import org.prol2tp.protocol.ppp.Verdict;

/// The node's settings in the words of the rooms it builds on.
final class Translation {
    /// Characters of a text from outside that goes to the peer.
    private static final int MAX_MESSAGE = 128;

    private Translation() {}

    static ControlSettings controlSettings(TunnelParameters tunnel, SystemParameters system) {
        ControlSettings.Builder builder = ControlSettings.builder();
        builder.hostName = tunnel.hostName().orElse(system.hostName());
        builder.vendorName = system.vendorName();
        builder.firmwareRevision = system.firmwareRevision();
        builder.version = switch (tunnel.version()) {
            case AUTO -> system.dataPlaneHasL2tpV3() ? VersionChoice.AUTO : VersionChoice.L2TPV2;
            case L2TPV2 -> VersionChoice.L2TPV2;
            case L2TPV3 -> VersionChoice.L2TPV3;
        };
        builder.routerId = routerId(tunnel.v3().routerId(), system);
        builder.pseudowireTypes = Pseudowires.capabilities(tunnel.v3());
        builder.digestType = Pseudowires.digestType(tunnel);
        builder.nonceOctets = tunnel.v3().nonceLength();
        builder.secret = tunnel.secret().map(secret -> new SharedSecret(secret.octets()));
        builder.challengePeer = tunnel.authMode() == TunnelParameters.AuthMode.CHALLENGE;
        builder.hideAvps = tunnel.hideAvps();
        builder.tieBreaker = tunnel.useTiebreaker();
        builder.framingCapabilities = tunnel.framingCaps().bits();
        builder.bearerCapabilities = tunnel.bearerCaps().bits();
        builder.propagatesEcn = tunnel.ecn();
        builder.receiveWindow = tunnel.rxWindowSize();
        builder.sendWindowLimit = tunnel.txWindowSize();
        builder.helloTimeoutNs = tunnel.helloTimeout().toNanos();
        builder.retryTimeoutNs = tunnel.retryTimeout().toNanos();
        builder.maxRetries = tunnel.maxRetries();
        builder.establishTimeoutNs = system.tunnelEstablishTimeout().toNanos();
        builder.callTimeoutNs = system.sessionEstablishTimeout().toNanos();
        builder.idleTimeoutNs = tunnel.idleTimeout().toNanos();
        return builder.build();
    }

    /// Without one, of the settings or the system's address, it is made of the host's name: any will do that stays the
    /// same (RFC 3931 §5.4.3).
    private static int routerId(int ofTunnel, SystemParameters system) {
        if (ofTunnel != 0) {
            return ofTunnel;
        }
        return system.routerId() != 0 ? system.routerId() : system.hostName().hashCode() | 1;
    }

    /// @param client whether this end places the call: it is the one that gives a name and takes an
    ///     address
    /// @param own who we are, for peers that do multilink
    /// @param assigns whether this end may have an address for the peer (profile, pool or a user's own)
    static LinkSettings linkSettings(
            PppParameters ppp,
            boolean client,
            String userName,
            String hostName,
            EndpointDiscriminator own,
            int tunnelMtu,
            boolean assigns) {
        LinkSettings.Builder builder = LinkSettings.builder();
        builder.mtu = Math.min(ppp.mtu(), tunnelMtu);
        builder.mru = Math.min(ppp.mru(), tunnelMtu);
        builder.asyncmap = ppp.asyncmap();
        builder.ipv4 = ppp.ipv4();
        builder.ipv6 = ppp.ipv6() && ppp.sharedInterface().isEmpty();
        builder.localAddress = ppp.localAddress().map(IpAddress::ipv4Bits).orElse(0);
        builder.peerAddress =
                client ? ppp.peerAddress().map(IpAddress::ipv4Bits).orElse(0) : 0;
        builder.assignPeerAddress = !client && assigns;
        builder.primaryDns = address(ppp.dnsServers(), 0);
        builder.secondaryDns = address(ppp.dnsServers(), 1);
        builder.primaryWins = address(ppp.winsServers(), 0);
        builder.secondaryWins = address(ppp.winsServers(), 1);
        builder.requestDns = client;
        builder.authPap = ppp.authPap();
        builder.authChap = ppp.authChap();
        builder.authMschapv2 = ppp.authMschapv2();
        builder.authMschapv1 = ppp.authMschapv1();
        builder.authEap = ppp.authEap();
        builder.eapOutside = ppp.useRadius();
        builder.authPeer = ppp.authPeer().orElse(!client);
        builder.localName = ppp.localName().orElse(hostName);
        builder.userName = userName;
        builder.remoteName = ppp.remoteName().orElse("");
        builder.chapInterval = ppp.chapInterval();
        builder.chapMaxChallenge = ppp.chapMaxChallenge();
        builder.chapRestart = ppp.chapRestart();
        builder.papMaxAuthRequests = ppp.papMaxAuthRequests();
        builder.papRestartInterval = ppp.papRestartInterval();
        builder.papTimeout = ppp.papTimeout();
        builder.lcpEchoInterval = ppp.lcpEchoInterval();
        builder.lcpEchoFailureCount = ppp.lcpEchoFailureCount();
        builder.mrru = ppp.bundles() ? ppp.mru() : 0;
        builder.discriminator = own;
        builder.lcp = new AutomatonLimits(
                ppp.lcpMaxConfigRequests(),
                ppp.lcpMaxConfigNaks(),
                ppp.lcpMaxTerminateRequests(),
                ppp.lcpRetransmitInterval());
        builder.ncp = new AutomatonLimits(
                ppp.ipcpMaxConfigRequests(),
                ppp.ipcpMaxConfigNaks(),
                ppp.ipcpMaxTerminateRequests(),
                ppp.ipcpRetransmitInterval());
        return builder.build();
    }

    private static int address(List<IpAddress> servers, int index) {
        return index < servers.size() && !servers.get(index).isIpv6()
                ? servers.get(index).ipv4Bits()
                : 0;
    }

    static AaaQuestion.Servers servers(PppParameters ppp) {
        return ppp.useRadius()
                ? ppp.radiusHint()
                        .<AaaQuestion.Servers>map(AaaQuestion.Servers.OfHint::new)
                        .orElseGet(AaaQuestion.Servers.OfSystem::new)
                : new AaaQuestion.Servers.None();
    }

    /// What the peer is told, which is no longer than a peer reads.
    static Verdict refusal(String message) {
        return new Verdict.Refused(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
    }

    static AaaQuestion.Proof proof(PeerProof shown) {
        return switch (shown) {
            case PeerProof.Pap(byte[] password) -> new AaaQuestion.Password(new Secret(password));
            case PeerProof.Chap(int identifier, byte[] challenge, byte[] response) ->
                new AaaQuestion.Chap(identifier, challenge, response);
            case PeerProof.MsChapV1(int identifier, byte[] challenge, byte[] response) ->
                new AaaQuestion.MsChapV1(identifier, challenge, response);
            case PeerProof.MsChapV2(int identifier, byte[] challenge, byte[] response) ->
                new AaaQuestion.MsChapV2(identifier, challenge, response);
            case PeerProof.Eap(byte[] packet, byte[] state) -> new AaaQuestion.Eap(packet, state);
        };
    }
}
