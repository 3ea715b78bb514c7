package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.Request.Selector;

/// Carries out what an operator wants traced.
final class OperatorTracing {
    private final Lcce lcce;

    OperatorTracing(Lcce lcce) {
        this.lcce = lcce;
    }

    Reply debug(Request.Debug debug) {
        return switch (debug.target()) {
            case DebugTarget.System _ -> {
                lcce.tracing.setSystem(changed(lcce.tracing.system(), debug));
                yield new Reply.Done();
            }
            case DebugTarget.Tunnel(Selector selector) -> {
                List<Tunnel> found = tunnels(selector);
                found.forEach(it -> lcce.tracing.set(it, changed(lcce.tracing.of(it), debug)));
                yield doneOrNo("tunnel", found, selector);
            }
            case DebugTarget.Session(Selector tunnel, Selector selector) -> {
                List<Session> found = tunnels(tunnel).stream()
                        .flatMap(it -> it.sessions().stream())
                        .filter(it -> Show.matches(it, selector))
                        .toList();
                found.forEach(it -> lcce.tracing.set(it, changed(lcce.tracing.of(it), debug)));
                yield doneOrNo("session", found, selector);
            }
            case DebugTarget.TunnelProfile(String name) -> {
                if (!lcce.settings.tunnelProfiles().containsKey(name)) {
                    yield new Reply.Refused("no tunnel profile named " + name);
                }
                lcce.tracing.setTunnelProfile(name, changed(lcce.tracing.ofTunnelProfile(name), debug));
                yield new Reply.Done();
            }
            case DebugTarget.SessionProfile(String name) -> {
                if (!lcce.settings.sessionProfiles().containsKey(name)) {
                    yield new Reply.Refused("no session profile named " + name);
                }
                lcce.tracing.setSessionProfile(name, changed(lcce.tracing.ofSessionProfile(name), debug));
                yield new Reply.Done();
            }
            case DebugTarget.Pool(String name) -> {
                if (!lcce.settings.pools().containsKey(name)) {
                    yield new Reply.Refused("no ippool named " + name);
                }
                lcce.addresses.trace(name, debug.on());
                yield new Reply.Done();
            }
        };
    }

    /// A mask that was inherited so far counts as what it inherited: the operator sees it so.
    private int changed(int mask, Request.Debug debug) {
        int now = (mask & TraceCategory.INHERITED) == 0 ? mask : lcce.tracing.system();
        return (debug.on() ? now | debug.mask() : now & ~debug.mask()) & TraceCategory.ALL;
    }

    Reply follow(long ticket, Request.Follow follow) {
        List<Tunnel> found = tunnels(follow.tunnel());
        if (found.isEmpty()) {
            return new Reply.Refused("no tunnel " + Show.text(follow.tunnel()));
        }
        Tunnel tunnel = found.getFirst();
        return lcce.tracing.follow(ticket, tunnel, follow.mask(), follow.packets())
                ? new Reply.Following(tunnel.handle(), follow.mask() & TraceCategory.ALL, follow.packets())
                : new Reply.Refused(Tracing.MAX_FOLLOWERS + " tunnels are followed already");
    }

    private List<Tunnel> tunnels(Selector selector) {
        return lcce.tunnels().stream().filter(it -> Show.matches(it, selector)).toList();
    }

    private static Reply doneOrNo(String what, List<?> found, Selector selector) {
        return Optional.of(found)
                .filter(it -> !it.isEmpty())
                .<Reply>map(_ -> new Reply.Done())
                .orElseGet(() -> new Reply.Refused("no " + what + " " + Show.text(selector)));
    }
}
