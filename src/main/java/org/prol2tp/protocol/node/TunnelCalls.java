package org.prol2tp.protocol.node;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.control.CallAnswer;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.CallKind;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// The sessions of a tunnel that have a call, by their id at this end, and what its control connection says of them.
final class TunnelCalls {
    private final Lcce lcce;

    private final Tunnel tunnel;

    /// At most [Limits#SESSIONS_PER_TUNNEL].
    private final Map<Integer, Session> byId = new HashMap<>(4);

    TunnelCalls(Lcce lcce, Tunnel tunnel) {
        this.lcce = lcce;
        this.tunnel = tunnel;
    }

    Collection<Session> all() {
        return byId.values();
    }

    int count() {
        return byId.size();
    }

    Optional<Session> session(SessionId localId) {
        return Optional.ofNullable(byId.get(localId.value()));
    }

    boolean has(int localId) {
        return byId.containsKey(localId);
    }

    /// Whether one more would be too many.
    boolean isFull() {
        SystemParameters system = lcce.settings.system();
        int most = tunnel.parameters().maxSessions();
        return byId.size() >= Limits.SESSIONS_PER_TUNNEL
                || most > 0 && byId.size() >= most
                || system.maxSessions() > 0 && lcce.callCount() >= system.maxSessions();
    }

    /// The session has a call from now on.
    void add(Session session) {
        byId.put(session.localId().value(), session);
        if (tunnel.version() == Version.V3) {
            lcce.pseudowireIds.add(session.localId().value());
        }
        lcce.countCalls(1);
    }

    CallAnswer requested(CallKind kind, SessionId peerId, CallDetails details) {
        return Admission.answer(lcce, tunnel, SessionType.of(kind), peerId, details);
    }

    void proceeds(SessionId localId, SessionId peerId, CallDetails details) {
        session(localId).ifPresent(session -> session.proceeds(peerId, details));
    }

    void connected(SessionId localId, SessionId peerId, CallDetails details) {
        session(localId).ifPresent(session -> session.connected(peerId, details));
    }

    void ended(SessionId localId, Ending why) {
        Session session = byId.remove(localId.value());
        if (session != null) {
            if (tunnel.version() == Version.V3) { // another tunnel's may be the same in L2TPv2
                lcce.pseudowireIds.remove(localId.value());
            }
            lcce.countCalls(-1);
            session.ended(why);
        }
    }
}
