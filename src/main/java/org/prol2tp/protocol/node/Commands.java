package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.node.Request.Selector;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;

/// What an operator does to a node that runs, the config file apart: creates and deletes tunnels and sessions, sets
/// counters to zero, drains. Each is done at once or refused for a reason.
final class Commands {
    private static final Ending TUNNEL_DELETED = Ending.local(StopCcnResult.CLEARED, "deleted by the operator");

    private static final Ending SESSION_DELETED = Ending.local(CdnResult.ADMINISTRATIVE, "deleted by the operator");

    private static final Reply DONE = new Reply.Done();

    private final Lcce lcce;

    Commands(Lcce lcce) {
        this.lcce = lcce;
    }

    Reply create(ConfiguredTunnel tunnel) {
        SystemParameters system = lcce.settings.system();
        if (lcce.stopping()) {
            return refused("the daemon is ending");
        }
        if (system.denyLocalTunnelCreates()) {
            return refused("tunnels may not be created: deny_local_tunnel_creates is set");
        }
        if (present(tunnel.name()).isPresent()) {
            return refused("tunnel \"" + tunnel.name() + "\" is there already");
        }
        if (system.maxTunnels() > 0 && lcce.router.size() >= system.maxTunnels()) {
            lcce.counters.tooManyTunnels++;
            return refused("too many tunnels: max_tunnels is " + system.maxTunnels());
        }
        Tunnel.open(lcce, tunnel);
        return DONE;
    }

    Reply create(TunnelHandle handle, ConfiguredSession session) {
        Tunnel tunnel = lcce.tunnel(handle);
        if (tunnel == null || tunnel.isLeaving()) {
            return refused("the tunnel is gone");
        }
        boolean taken = tunnel.configuredSessions().stream()
                .anyMatch(
                        it -> it.origin().name().filter(session.name()::equals).isPresent());
        if (taken) {
            return refused("session \"" + session.name() + "\" is there already");
        }
        if (tunnel.calls().isFull()) {
            lcce.counters.tooManySessions++;
            return refused("too many sessions in the tunnel");
        }
        tunnel.addSession(session);
        return DONE;
    }

    Reply deleteTunnel(Selector selector) {
        Optional<Tunnel> found = tunnel(selector);
        found.ifPresent(tunnel -> tunnel.leave(TUNNEL_DELETED));
        return found.isPresent() ? DONE : refused("no tunnel " + Show.text(selector));
    }

    Reply deleteSession(Selector tunnelSelector, Selector selector) {
        Optional<Tunnel> tunnel = tunnel(tunnelSelector);
        if (tunnel.isEmpty()) {
            return refused("no tunnel " + Show.text(tunnelSelector));
        }
        Optional<Session> session = tunnel.get().sessions().stream()
                .filter(it -> Show.matches(it, selector))
                .findFirst();
        session.ifPresent(it -> it.leave(SESSION_DELETED));
        return session.isPresent() ? DONE : refused("no session " + Show.text(selector) + " in the tunnel");
    }

    Reply resetStatistics() {
        lcce.counters.reset();
        lcce.controlCounters.reset();
        return DONE;
    }

    /// Refuses peers' new tunnels, or takes them again, whatever the config file says, until that says otherwise than
    /// now.
    Reply drain(boolean on) {
        lcce.drain(on);
        return DONE;
    }

    private Optional<Tunnel> present(String name) {
        return tunnel(new Selector.ByName(name));
    }

    private Optional<Tunnel> tunnel(Selector selector) {
        return lcce.tunnels().stream()
                .filter(it -> !it.isLeaving() && Show.matches(it, selector))
                .findFirst();
    }

    private static Reply refused(String reason) {
        return new Reply.Refused(reason);
    }
}
