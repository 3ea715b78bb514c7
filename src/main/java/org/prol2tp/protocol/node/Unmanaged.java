package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.node.L2tpV3Session.L2SpecificSublayer;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp;
import org.prol2tp.protocol.wire.SessionId;

/// Tunnels whose ends tell each other nothing of sessions: what the peer would say is in the settings.
final class Unmanaged {
    private static final int DEFAULT_WINDOW = 4;

    /// RFC 3931 §4.1.2.1.
    private static final int PROTOCOL_VERSION = 3 << 8;

    private Unmanaged() {}

    /// Whether the tunnel is one.
    static boolean is(Tunnel tunnel) {
        return is(tunnel.parameters());
    }

    static boolean is(TunnelParameters parameters) {
        return parameters.v3().mode() != L2tpV3Tunnel.Mode.MANAGED;
    }

    /// Whether the settings make another tunnel of it than the one that was kept.
    static boolean isOther(Settings.ConfiguredTunnel now, Kept.OfTunnel kept) {
        TunnelParameters parameters = now.parameters();
        Optional<IpAddress> peer = IpAddress.parse(now.peerHost());
        return parameters.tunnelId() != kept.tunnel().value()
                || parameters.v3().peerTunnelId() != kept.peer().id().value()
                || peer.isPresent()
                        && !peer.equals(Optional.of(kept.path().peer().address()));
    }

    /// Who the peer is, as far as anybody knows.
    static PeerIdentity peer(Tunnel tunnel, Path path) {
        return new PeerIdentity(
                new ControlConnectionId(tunnel.parameters().v3().peerTunnelId()),
                path.peer().address().toString(),
                Optional.empty(),
                0,
                PROTOCOL_VERSION,
                0,
                0,
                DEFAULT_WINDOW,
                Optional.empty(),
                List.of(),
                false);
    }

    static SessionId peerId(Session session) {
        return new SessionId(session.origin().parameters().v3().peerSessionId());
    }

    /// What the two ends would have told each other of a session.
    static CallDetails details(Session session, CallDetails ours) {
        return ours.over(ours.pseudowire().map(wire -> wire.withPeer(peerEnd(session, wire.local()))));
    }

    /// It wants of us what is set here, but for its cookie.
    private static Pseudowire.End peerEnd(Session session, Pseudowire.End ours) {
        L2tpV3Session v3 = session.origin().parameters().v3();
        return Pseudowire.End.of(
                v3.peerCookie().map(cookie -> Octets.of(cookie.octets())).orElse(Octets.EMPTY),
                v3.l2SpecificSublayer() == L2SpecificSublayer.DEFAULT
                        ? PseudowireAvp.L2SpecificSublayer.DEFAULT
                        : ours.sublayer(),
                ours.sequencing(),
                ours.status());
    }
}
