package org.prol2tp.protocol.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.control.ControlConnection;
import org.prol2tp.protocol.control.ControlOutbox;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;

/// Goes on with the tunnels and sessions of a node that is no more, before the node starts:
///
/// 1. [Input.Remembered]: the tunnel is there again, and asks for its transport, at the same port as
/// before,
/// 2. [Input.TransportOpened]: its control connection goes on ([Channel#resume]), and in it the sessions
/// whose PPP was up,
/// 3. what is left of it (a call whose PPP was not up, a session that the settings do not have any more) is
/// ended in good manners.
final class Resumption {
    private static final Ending LOST = Ending.local(CdnResult.ADMINISTRATIVE, "lost at a restart");

    private static final Ending NOT_CONFIGURED =
            Ending.local(StopCcnResult.CLEARED, "not in the configuration any more, or changed");

    private final Lcce lcce;

    private final Map<TunnelHandle, Awaited> awaited = new HashMap<>();

    /// A tunnel whose transport is awaited.
    private record Awaited(Kept.OfTunnel tunnel, List<Kept.OfSession> sessions, boolean configured) {}

    Resumption(Lcce lcce) {
        this.lcce = lcce;
    }

    /// There was this tunnel, with these sessions.
    ///
    /// @param localPort where its datagrams come to
    void begin(Kept.OfTunnel kept, List<Kept.OfSession> sessions, int localPort) {
        Optional<Settings.ConfiguredTunnel> named = kept.name().flatMap(this::configured);
        boolean unmanaged = named.filter(it -> Unmanaged.is(it.parameters())).isPresent();
        boolean same = named.filter(it -> unmanaged
                        ? !Unmanaged.isOther(it, kept)
                        : isSame(Live.TUNNEL, it.statement(), kept.statement()))
                .isPresent();
        if (unmanaged && !same) { // nobody hears of it
            lcce.say(new Output.Remember(new Kept.TunnelGone(kept.tunnel())));
            return;
        }
        TunnelOrigin origin = named.map(TunnelOrigin::of)
                .map(it -> same ? it : it.ofFormer())
                .orElseGet(() -> TunnelOrigin.of(
                        lcce.peerProfiles.find(
                                kept.peer().hostName(), kept.path().peer().address()),
                        lcce));
        Tunnel tunnel = new Tunnel(lcce, origin);
        tunnel.enter();
        awaited.put(
                tunnel.handle(),
                new Awaited(kept, List.copyOf(sessions), same || kept.name().isEmpty()));
        lcce.say(new Output.OpenTransport(
                tunnel.handle(),
                kept.path().peer().port() == 0 ? Encapsulation.IP : Encapsulation.UDP,
                kept.path().peer().address().toString(),
                kept.path().peer().port(),
                Optional.of(kept.path().localAddress()),
                localPort,
                tunnel.parameters().doPmtuDiscovery()));
    }

    /// Whether the answer was for one of these.
    boolean transportOpened(TunnelHandle handle, Path path) {
        Awaited was = awaited.remove(handle);
        Tunnel tunnel = lcce.tunnel(handle);
        if (was == null || tunnel == null) {
            return was != null;
        }
        Channel channel = Channel.resume(lcce, tunnel, was.tunnel, path, was.sessions);
        int resumed = 0;
        for (Kept.OfSession kept : was.sessions) {
            if (was.configured && resume(tunnel, kept)) {
                resumed++;
            } else {
                lcce.remembrance.lost(tunnel, kept);
                channel.hangUp(kept.session(), LOST);
            }
        }
        tunnel.notice("goes on after a restart; sessions: " + resumed + " of " + was.sessions.size());
        if (!was.configured) {
            tunnel.leave(NOT_CONFIGURED);
        }
        return true;
    }

    private boolean resume(Tunnel tunnel, Kept.OfSession kept) {
        Optional<Kept.Network> network = kept.network();
        if (network.isEmpty()) {
            return false;
        }
        Optional<Session> session = kept.name().isPresent()
                ? tunnel.configuredSessions().stream()
                        .filter(it -> it.origin().name().equals(kept.name())
                                && it.origin().type() == kept.type()
                                && it.origin()
                                        .configured()
                                        .map(now -> isSame(Live.SESSION, now.statement(), kept.statement()))
                                        .orElse(false))
                        .findFirst()
                : Optional.of(Session.ofPeer(lcce, tunnel, tunnel.callsOfPeer().origin(kept.type())));
        session.ifPresent(it -> it.resume(kept, network.get()));
        return session.isPresent();
    }

    /// Where the tunnel's control connection was; its channel hears it.
    static ControlConnection connection(Lcce lcce, Tunnel tunnel, Kept.OfTunnel kept, ControlOutbox hears) {
        return ControlConnection.resume(
                tunnel.controlSettings(),
                lcce.controlCounters,
                lcce.entropy::nextBytes,
                kept.tunnel(),
                kept.peer(),
                kept.nonces(),
                kept.numbers(),
                lcce.nowNs(),
                hears);
    }

    /// Whether the answer was for one of these. It is as if the tunnel had failed.
    boolean transportFailed(TunnelHandle handle, String reason) {
        Awaited was = awaited.remove(handle);
        Tunnel tunnel = lcce.tunnel(handle);
        if (was == null || tunnel == null) {
            return was != null;
        }
        lcce.say(new Output.Remember(new Kept.TunnelGone(was.tunnel.tunnel())));
        tunnel.notOpened(reason);
        tunnel.redial().ifPresentOrElse(Redial::open, tunnel::gone);
        return true;
    }

    private Optional<Settings.ConfiguredTunnel> configured(String name) {
        return lcce.settings.tunnels().stream()
                .filter(it -> it.name().equals(name))
                .findFirst();
    }

    private static boolean isSame(Live<?, ?> what, Statement now, OptionalLong kept) {
        return kept.isEmpty() || kept.getAsLong() == what.digest(now);
    }
}
