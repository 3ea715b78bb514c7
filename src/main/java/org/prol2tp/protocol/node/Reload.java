package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;

/// New settings for a node that runs. The difference is taken by name, between what is there and what the file says:
///
/// 1. A tunnel or session of the file that is not in it any more is closed.
/// 2. One whose own block says something else is changed where it is, or closed and opened anew.
/// 3. One that is new is opened.
///
/// What came from a peer or by a command stays as it is. What only a profile says otherwise concerns nobody who is
/// there already.
final class Reload {
    private static final Ending TUNNEL_GONE = Ending.local(StopCcnResult.CLEARED, "removed from the configuration");

    private static final Ending TUNNEL_CHANGED = Ending.local(StopCcnResult.CLEARED, "the configuration was changed");

    private static final Ending SESSION_GONE = Ending.local(CdnResult.ADMINISTRATIVE, "removed from the configuration");

    private static final Ending SESSION_CHANGED =
            Ending.local(CdnResult.ADMINISTRATIVE, "the configuration was changed");

    private static final String TAKEN = "the name is taken by one that was created by a command";

    private final Lcce lcce;

    private final List<Change> changes = new ArrayList<>();

    private final List<Runnable> steps = new ArrayList<>();

    private Reload(Lcce lcce) {
        this.lcce = lcce;
    }

    /// What these settings would change.
    static List<Change> plan(Lcce lcce, Settings next) {
        Reload reload = new Reload(lcce);
        reload.compare(next);
        return List.copyOf(reload.changes);
    }

    /// Makes the settings the node's. Gives what it changed.
    static List<Change> apply(Lcce lcce, Settings next) {
        Reload reload = new Reload(lcce);
        reload.compare(next);
        lcce.adopt(next);
        reload.steps.forEach(Runnable::run);
        return List.copyOf(reload.changes);
    }

    private void compare(Settings next) {
        Map<String, Tunnel> present = new LinkedHashMap<>();
        for (Tunnel tunnel : lcce.tunnels()) {
            if (!tunnel.isLeaving()) {
                tunnel.origin().name().ifPresent(name -> present.put(name, tunnel));
            }
        }
        Set<String> wanted = new HashSet<>();
        next.tunnels().forEach(tunnel -> wanted.add(tunnel.name()));
        present.forEach((name, tunnel) -> {
            if (tunnel.origin().isOfFile() && !wanted.contains(name)) {
                changes.add(Change.tunnel(Change.Kind.DELETE, name, List.of(), ""));
                steps.add(() -> tunnel.leave(TUNNEL_GONE));
            }
        });
        for (ConfiguredTunnel tunnel : next.tunnels()) {
            Optional.ofNullable(present.get(tunnel.name()))
                    .ifPresentOrElse(it -> compare(it, tunnel), () -> create(tunnel));
        }
    }

    private void create(ConfiguredTunnel wanted) {
        changes.add(Change.tunnel(Change.Kind.CREATE, wanted.name(), List.of(), ""));
        steps.add(() -> Tunnel.open(lcce, wanted));
    }

    private void compare(Tunnel tunnel, ConfiguredTunnel wanted) {
        if (!tunnel.origin().isOfFile()) {
            changes.add(Change.tunnel(Change.Kind.KEEP, wanted.name(), List.of(), TAKEN));
            return;
        }
        ConfiguredTunnel has = tunnel.origin().configured().orElseThrow();
        List<Change.Parameter> differ = has.statement().changesTo(wanted.statement());
        if (!Live.TUNNEL.mayChange(differ)) {
            changes.add(Change.tunnel(Change.Kind.RECREATE, wanted.name(), differ, ""));
            steps.add(() -> recreate(tunnel, wanted));
            return;
        }
        if (!differ.isEmpty()) {
            changes.add(Change.tunnel(Change.Kind.CHANGE, wanted.name(), differ, ""));
            TunnelParameters changed = Live.TUNNEL.changed(has.parameters(), differ, wanted.parameters());
            steps.add(() -> tunnel.change(wanted.with(changed, wanted.sessions())));
        }
        compareSessions(tunnel, wanted);
    }

    /// The sessions that a command put into it come along.
    private void recreate(Tunnel tunnel, ConfiguredTunnel wanted) {
        Set<String> names = new HashSet<>();
        wanted.sessions().forEach(session -> names.add(session.name()));
        List<ConfiguredSession> sessions = new ArrayList<>(wanted.sessions());
        for (Session session : tunnel.configuredSessions()) {
            ConfiguredSession configured = session.origin().configured().orElseThrow();
            if (configured.statement().source() == Statement.Source.COMMAND && names.add(configured.name())) {
                sessions.add(configured);
            }
        }
        tunnel.leave(TUNNEL_CHANGED);
        Tunnel.open(lcce, wanted.with(wanted.parameters(), List.copyOf(sessions)));
    }

    private void compareSessions(Tunnel tunnel, ConfiguredTunnel wanted) {
        Map<String, Session> present = new HashMap<>();
        for (Session session : tunnel.configuredSessions()) {
            session.origin().name().ifPresent(name -> present.put(name, session));
        }
        Set<String> names = new HashSet<>();
        wanted.sessions().forEach(session -> names.add(session.name()));
        for (Session session : tunnel.configuredSessions()) {
            String name = session.origin().name().orElse("");
            if (session.origin().isOfFile() && !names.contains(name)) {
                changes.add(Change.session(Change.Kind.DELETE, wanted.name(), name, List.of(), ""));
                steps.add(() -> session.leave(SESSION_GONE));
            }
        }
        for (ConfiguredSession session : wanted.sessions()) {
            Optional.ofNullable(present.get(session.name()))
                    .ifPresentOrElse(it -> compare(it, wanted.name(), session), () -> {
                        changes.add(Change.session(Change.Kind.CREATE, wanted.name(), session.name(), List.of(), ""));
                        steps.add(() -> tunnel.addSession(session));
                    });
        }
    }

    private void compare(Session session, String tunnelName, ConfiguredSession wanted) {
        if (!session.origin().isOfFile()) {
            changes.add(Change.session(Change.Kind.KEEP, tunnelName, wanted.name(), List.of(), TAKEN));
            return;
        }
        ConfiguredSession has = session.origin().configured().orElseThrow();
        List<Change.Parameter> differ = has.statement().changesTo(wanted.statement());
        if (differ.isEmpty()) {
            return;
        }
        if (Live.SESSION.mayChange(differ)) {
            changes.add(Change.session(Change.Kind.CHANGE, tunnelName, wanted.name(), differ, ""));
            SessionParameters changed = Live.SESSION.changed(has.parameters(), differ, wanted.parameters());
            steps.add(() -> session.change(wanted.with(changed, has.ppp())));
        } else {
            changes.add(Change.session(Change.Kind.RECREATE, tunnelName, wanted.name(), differ, ""));
            steps.add(() -> {
                session.leave(SESSION_CHANGED);
                session.tunnel().addSession(wanted);
            });
        }
    }
}
