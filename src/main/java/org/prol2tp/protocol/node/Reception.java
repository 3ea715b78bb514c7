package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.control.TieBreak;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Fault;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.Reading;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;
import org.prol2tp.protocol.wire.SecretKeys;
import org.prol2tp.protocol.wire.Version;

/// What to do with a datagram that names no tunnel of ours: an SCCRQ, or a StopCCN of somebody who
/// never learned our id.
///
/// 1. A copy of an SCCRQ that opened a connection goes to that connection.
/// 2. A tie with a connection of ours is judged (RFC 2661 §4.4.3); in L2TPv3 the loser is told (RFC 3931 §5.4.3).
/// 3. Limits and policy may refuse it: a StopCCN, and nothing is kept.
/// 4. The peer's profile tells with what the connection is accepted.
final class Reception {
    private static final Ending STOPPING = Ending.local(StopCcnResult.SHUTTING_DOWN, "shutting down");

    private static final Ending DENIED = Ending.local(StopCcnResult.NOT_AUTHORIZED, "no tunnels from peers here");

    private static final Ending UNKNOWN_PEER = Ending.local(StopCcnResult.NOT_AUTHORIZED, "unknown peer");

    private static final Ending TIE_LOST = Ending.local(StopCcnResult.ALREADY_EXISTS, "the tie is lost");

    /// General error, "try another".
    private static final Ending DRAINING = new Ending(2, 7, "no new tunnels now", false);

    /// General error, "insufficient resources".
    private static final Ending NO_ROOM = new Ending(2, 4, "too many tunnels", false);

    private final Lcce lcce;

    Reception(Lcce lcce) {
        this.lcce = lcce;
    }

    /// A control message whose header holds tunnel id 0.
    void receive(Path path, Datagram.Control control, byte[] datagram) {
        switch (read(control, path.peer().address())) {
            case Reading.Accepted accepted -> receive(path, accepted.message(), control.avps(), datagram);
            case Fault fault -> receiveFaulty(path, fault, control.avps(), datagram);
        }
    }

    private void receive(Path path, Message message, Octets avps, byte[] datagram) {
        switch (message) {
            case Message.Sccrq sccrq -> receive(path, sccrq, avps, datagram);
            case Message.StopCcn stop ->
                lcce.router
                        .find(path.peer().address(), stop.assignedTunnelId())
                        .ifPresentOrElse(
                                channel -> channel.receive(path, datagram), () -> lcce.counters.unknownTunnelIds++);
            default -> lcce.counters.unknownTunnelIds++;
        }
    }

    private void receive(Path path, Message.Sccrq sccrq, Octets avps, byte[] datagram) {
        Optional<Channel> known = lcce.router.find(path.peer().address(), sccrq.assignedTunnelId());
        if (known.isPresent() && known.get().wasOpenedBy(Fnv.of(avps))) {
            known.get().receive(path, datagram);
            return;
        }
        Optional<PeerProfile> profile =
                lcce.peerProfiles.find(sccrq.hostName(), path.peer().address());
        TunnelOrigin origin = TunnelOrigin.of(profile, lcce);
        Optional<Ending> refusal = judge(path.peer().address());
        if (refusal.isPresent()) {
            refuse(origin, path, sccrq, datagram, refusal.get());
            return;
        }
        Optional<TieBreaker> told = sccrq.tieBreaker();
        OptionalLong peerTie = told.isPresent() ? OptionalLong.of(told.get().value()) : OptionalLong.empty();
        for (Channel ours : List.copyOf(lcce.router.initiating(path.peer().address()))) {
            switch (TieBreak.judge(ours.tieBreaker(), peerTie)) {
                case NO_TIE -> {}
                case LOCAL_WINS -> {
                    if (versionOf(ours.tunnel(), datagram) == Version.V3) {
                        Channel.refuse(lcce, ours.tunnel(), path, datagram, TIE_LOST);
                    }
                    return;
                }
                case BOTH_LOSE -> {
                    ours.loseTie();
                    return;
                }
                case PEER_WINS -> {
                    adopt(ours, path, avps, datagram);
                    return;
                }
            }
        }
        if (origin.parameters().authMode() != AuthMode.NONE
                && profile.filter(it -> !PeerProfiles.isDefault(it)).isEmpty()) {
            lcce.counters.authenticationFailures++;
            refuse(origin, path, sccrq, datagram, UNKNOWN_PEER);
            return;
        }
        Tunnel tunnel = new Tunnel(lcce, origin);
        if (accept(tunnel, path, avps, datagram)) {
            tunnel.enter();
        }
    }

    private void refuse(TunnelOrigin origin, Path path, Message.Sccrq sccrq, byte[] datagram, Ending why) {
        if (lcce.tracing.wants(TraceCategory.SYSTEM)) {
            lcce.tracing.line(
                    TraceCategory.SYSTEM,
                    "tunnel refused: peer " + path.peer() + ", " + why.message() + "; tunnels " + lcce.router.size()
                            + ", half open " + lcce.router.halfOpen());
        }
        lcce.report(new Event.TunnelRefused(path.peer(), sccrq.hostName(), Endings.translate(why)));
        Channel.refuse(lcce, new Tunnel(lcce, origin), path, datagram, why);
    }

    /// The peer's connection takes the place of ours in our configured tunnel.
    private void adopt(Channel ours, Path path, Octets avps, byte[] datagram) {
        Tunnel tunnel = ours.tunnel();
        tunnel.notice("the peer opens a tunnel at the same time and wins the tie: its connection is used");
        accept(tunnel, path, avps, datagram);
        ours.loseTie();
    }

    private boolean accept(Tunnel tunnel, Path path, Octets avps, byte[] datagram) {
        Optional<ControlConnectionId> id = lcce.router.freeId(versionOf(tunnel, datagram), lcce.entropy);
        if (id.isEmpty()) {
            lcce.counters.tunnelResources++;
            Channel.refuse(lcce, tunnel, path, datagram, NO_ROOM);
            return false;
        }
        return Channel.accept(lcce, tunnel, id.get(), path, Fnv.of(avps), datagram)
                .isPresent();
    }

    /// In which version the tunnel takes this SCCRQ.
    private static Version versionOf(Tunnel tunnel, byte[] sccrq) {
        return Datagram.decode(sccrq) instanceof Datagram.Control control
                ? tunnel.controlSettings().version().taken(control).format().version()
                : Version.V2;
    }

    /// An SCCRQ with a fault gets the RFC's remedy from the connection that would have been; anything
    /// else nothing.
    private void receiveFaulty(Path path, Fault fault, Octets avps, byte[] datagram) {
        lcce.counters.badFrames++;
        boolean refusable = fault.remedy() instanceof Fault.Remedy.ClearConnection
                && fault.messageType().filter(type -> type == MessageType.SCCRQ).isPresent();
        if (refusable && judge(path.peer().address()).isEmpty()) {
            TunnelOrigin origin =
                    TunnelOrigin.of(lcce.peerProfiles.find("", path.peer().address()), lcce);
            Tunnel tunnel = new Tunnel(lcce, origin);
            if (accept(tunnel, path, avps, datagram)) {
                tunnel.enter();
            }
        }
    }

    /// Why this peer's tunnel is refused whatever it says; empty: it is not.
    private Optional<Ending> judge(IpAddress peer) {
        SystemParameters system = lcce.settings.system();
        if (lcce.stopping()) {
            return Optional.of(STOPPING);
        }
        if (system.denyRemoteTunnelCreates()) {
            return Optional.of(DENIED);
        }
        if (system.drainTunnels()) {
            return Optional.of(DRAINING);
        }
        if (system.maxTunnels() > 0 && lcce.router.size() >= system.maxTunnels()) {
            lcce.counters.tooManyTunnels++;
            return Optional.of(NO_ROOM);
        }
        if (lcce.router.size() >= Limits.TUNNELS || lcce.router.halfOpen() >= Limits.HALF_OPEN_TUNNELS) {
            lcce.counters.tunnelResources++;
            return Optional.of(NO_ROOM);
        }
        if (lcce.router.halfOpen(peer) >= Limits.HALF_OPEN_TUNNELS_PER_PEER
                || lcce.router.channels(peer) >= Limits.TUNNELS_PER_PEER) {
            lcce.counters.peerResources++;
            return Optional.of(NO_ROOM);
        }
        return Optional.empty();
    }

    /// The host name is never hidden, but it takes a secret to read the rest if it is, and the host
    /// name to find the secret. A peer that hides AVPs in its SCCRQ is known by its address.
    private Reading read(Datagram.Control control, IpAddress peer) {
        Reading plain = control.read(Optional.empty());
        if (!(plain instanceof Fault)) {
            return plain;
        }
        Optional<SecretKeys> secret = TunnelOrigin.of(lcce.peerProfiles.find("", peer), lcce)
                .parameters()
                .secret()
                .map(it -> control.format().keys(Octets.of(it.octets())));
        return secret.isEmpty() ? plain : control.read(secret);
    }
}
