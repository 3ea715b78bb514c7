package org.prol2tp.protocol.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// What is traced: of the node, of each tunnel, of each session; and the lines that come of it.
///
/// A session's own mask rules, where it has none that of its tunnel, where that has none the system's. An instance's
/// own mask is at first that of its settings; an operator may change it. Besides, a tunnel may be followed by
/// operators: what they want to see is traced whatever the masks say, and is not for the log then.
///
/// Whoever has a line asks [#wants] first and makes the text only then; while nothing is traced anywhere, the answer
/// costs one test of a mask.
final class Tracing {
    /// Operators that follow tunnels at a time: each line of a followed tunnel is made for them.
    static final int MAX_FOLLOWERS = 16;

    /// In the mask of a follower: it wants the packets too.
    private static final int PACKETS = 1 << 29;

    private final Lcce lcce;

    private int system;

    /// What is traced anywhere or was: what is not in it need not be looked up.
    private int anywhere;

    /// Of sessions that an operator changed, or whose profile was.
    private final Map<SessionHandle, Integer> ofSessions = new HashMap<>();

    /// Changed by an operator, for tunnels made from now on.
    private final Map<String, Integer> ofTunnelProfiles = new HashMap<>();

    /// The same for sessions.
    private final Map<String, Integer> ofSessionProfiles = new HashMap<>();

    /// By the ticket of the operator's question.
    private final Map<Long, Follower> followers = new HashMap<>();

    private record Follower(TunnelHandle tunnel, int mask) {}

    Tracing(Lcce lcce, int systemMask) {
        this.lcce = lcce;
        setSystem(systemMask);
    }

    /// The system's mask from now on.
    void setSystem(int mask) {
        system = mask & TraceCategory.ALL;
        anywhere |= system;
    }

    /// Other settings. What an operator changed stays so where they say the same as before.
    void adopt(Settings before, Settings next) {
        if (before.system().traceFlags() != next.system().traceFlags()) {
            setSystem(next.system().traceFlags());
        }
        forgetChanged(ofTunnelProfiles, before.tunnelProfiles(), next.tunnelProfiles());
        forgetChanged(ofSessionProfiles, before.sessionProfiles(), next.sessionProfiles());
    }

    private static <P> void forgetChanged(Map<String, Integer> masks, Map<String, P> before, Map<String, P> next) {
        masks.keySet().removeIf(name -> !Objects.equals(before.get(name), next.get(name)));
    }

    int system() {
        return system;
    }

    /// The mask a new tunnel begins with.
    int ofNew(TunnelOrigin origin) {
        Integer changed = ofTunnelProfiles.get(origin.profileName().orElse(Settings.DEFAULT_PROFILE));
        int mask = origin.parameters().traceFlags();
        if (changed != null && mask == profileMask(origin)) {
            mask = changed;
        }
        anywhere |= mask & TraceCategory.ALL;
        return mask;
    }

    private int profileMask(TunnelOrigin origin) {
        return lcce.tunnelProfile(origin.profileName().orElse(Settings.DEFAULT_PROFILE))
                .traceFlags();
    }

    /// A session enters the node.
    void add(Session session) {
        SessionOrigin origin = session.origin();
        int mask = origin.parameters().traceFlags();
        Integer changed = ofSessionProfiles.get(origin.profileName().orElse(Settings.DEFAULT_PROFILE));
        if (changed != null
                && mask
                        == lcce.sessionProfile(origin.profileName().orElse(Settings.DEFAULT_PROFILE))
                                .traceFlags()) {
            set(session, changed);
        }
        anywhere |= (mask | origin.ppp().traceFlags() | origin.ethernet().traceFlags()) & TraceCategory.ALL;
    }

    /// It leaves it.
    void remove(Session session) {
        if (!ofSessions.isEmpty()) {
            ofSessions.remove(session.handle());
        }
    }

    /// An operator changed it.
    void set(Session session, int mask) {
        ofSessions.put(session.handle(), mask);
        anywhere |= mask & TraceCategory.ALL;
    }

    /// The same.
    void set(Tunnel tunnel, int mask) {
        tunnel.trace(mask);
        anywhere |= mask & TraceCategory.ALL;
    }

    /// For tunnels made from now on.
    void setTunnelProfile(String name, int mask) {
        ofTunnelProfiles.put(name, mask);
    }

    int ofTunnelProfile(String name) {
        Integer changed = ofTunnelProfiles.get(name);
        return changed == null ? lcce.tunnelProfile(name).traceFlags() : changed;
    }

    /// For sessions made from now on.
    void setSessionProfile(String name, int mask) {
        ofSessionProfiles.put(name, mask);
    }

    int ofSessionProfile(String name) {
        Integer changed = ofSessionProfiles.get(name);
        return changed == null ? lcce.sessionProfile(name).traceFlags() : changed;
    }

    /// What is traced of the tunnel for the log.
    int of(Tunnel tunnel) {
        return inherits(tunnel.traceFlags()) ? system : tunnel.traceFlags();
    }

    /// What is traced of the session for the log. The categories of its PPP or ethernet profile are added to it.
    int of(Session session) {
        Integer changed = ofSessions.isEmpty() ? null : ofSessions.get(session.handle());
        int own = changed == null ? session.origin().parameters().traceFlags() : changed;
        int mask = inherits(own) ? of(session.tunnel()) : own;
        SessionOrigin origin = session.origin();
        int profile = Pseudowires.carriesEthernet(origin, session.details())
                ? origin.ethernet().traceFlags()
                : origin.ppp().traceFlags();
        return changed != null || inherits(profile) ? mask : mask | profile;
    }

    private static boolean inherits(int mask) {
        return (mask & TraceCategory.INHERITED) != 0;
    }

    // Followers.

    /// Lines of these categories of the tunnel and its sessions, and if so its packets, from now on; false: too many
    /// follow.
    boolean follow(long ticket, Tunnel tunnel, int mask, boolean packets) {
        if (followers.size() >= MAX_FOLLOWERS) {
            return false;
        }
        int wanted = mask & TraceCategory.ALL | (packets ? PACKETS : 0);
        followers.put(ticket, new Follower(tunnel.handle(), wanted));
        anywhere |= wanted;
        tunnel.followed(tunnel.followers() | wanted);
        return true;
    }

    void unfollow(long ticket) {
        Follower gone = followers.remove(ticket);
        Tunnel tunnel = gone == null ? null : lcce.tunnel(gone.tunnel);
        if (tunnel == null) {
            return;
        }
        int rest = 0;
        for (Follower follower : followers.values()) {
            rest |= follower.tunnel.equals(tunnel.handle()) ? follower.mask : 0;
        }
        tunnel.followed(rest);
    }

    /// The tunnel is gone, and nothing more comes for those who follow it.
    void remove(Tunnel tunnel) {
        if (tunnel.followers() != 0) {
            followers.values().removeIf(it -> it.tunnel.equals(tunnel.handle()));
        }
    }

    /// Whether somebody wants the packets of this tunnel.
    boolean wantsPackets(Tunnel tunnel) {
        return (tunnel.followers() & PACKETS) != 0;
    }

    // Lines.

    /// An address is given to a session or comes back.
    void address(Session session, Optional<String> pool, IpAddress address, String what) {
        if (wants(TraceCategory.FUNC, session)) {
            String from = pool.map(name -> " of ippool " + name).orElse("");
            line(TraceCategory.FUNC, session, "address " + address + from + " " + what);
        }
    }

    boolean wants(TraceCategory category) {
        return category.in(system);
    }

    boolean wants(TraceCategory category, Tunnel tunnel) {
        return category.in(anywhere) && category.in(of(tunnel) | tunnel.followers());
    }

    boolean wants(TraceCategory category, Session session) {
        return category.in(anywhere)
                && category.in(of(session) | session.tunnel().followers());
    }

    /// Of a session by its id, where there is one; else of its tunnel.
    boolean wants(TraceCategory category, Tunnel tunnel, SessionId id) {
        if (!category.in(anywhere)) {
            return false;
        }
        @Nullable Session session = session(tunnel, id);
        return session == null ? wants(category, tunnel) : wants(category, session);
    }

    /// A line of the node; only if [#wants] said so.
    void line(TraceCategory category, String text) {
        lcce.report(new Event.Trace(category, Optional.empty(), Optional.empty(), text, true));
    }

    /// A line of a tunnel, and where there is one with this id of a session.
    ///
    /// @param tunnelId of the connection that it is about, which need not be the tunnel's latest
    void line(TraceCategory category, Tunnel tunnel, ControlConnectionId tunnelId, SessionId id, String text) {
        @Nullable Session session = session(tunnel, id);
        Event.TunnelRef ref =
                new Event.TunnelRef(tunnel.handle(), tunnelId, tunnel.origin().name());
        lcce.report(new Event.Trace(
                category,
                Optional.of(ref),
                Optional.ofNullable(session).map(Session::ref),
                text,
                category.in(session == null ? of(tunnel) : of(session))));
    }

    void line(TraceCategory category, Tunnel tunnel, String text) {
        line(category, tunnel, tunnel.ref().id(), SessionId.NONE, text);
    }

    void line(TraceCategory category, Session session, String text) {
        lcce.report(new Event.Trace(
                category,
                Optional.of(session.tunnel().ref()),
                Optional.of(session.ref()),
                text,
                category.in(of(session))));
    }

    /// `in 1.250 s`, or `none`.
    static String inSeconds(long atNs, long nowNs) {
        if (atNs == Node.NEVER) {
            return "none";
        }
        long ms = Math.max(0, atNs - nowNs + 500_000) / 1_000_000;
        return "in " + ms / 1000 + "." + Long.toString(1000 + ms % 1000).substring(1) + " s";
    }

    private static @Nullable Session session(Tunnel tunnel, SessionId id) {
        return id.equals(SessionId.NONE) ? null : tunnel.calls().session(id).orElse(null);
    }
}
