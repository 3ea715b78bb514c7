package org.prol2tp.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.TunnelStatus;

/// Whether two nodes believe the same of each other.
public final class Agreement {
    private record SessionKey(int tunnel, int session) {}

    private Agreement() {}

    /// What A and B do not agree on, as sentences; empty if they agree on every tunnel and session, all
    /// are established, and so many sessions have an interface and IPv4 addresses at both ends.
    public static List<String> disagreements(Pair pair, int sessions) {
        List<String> found = new ArrayList<>();
        Map<Integer, TunnelStatus> tunnelsOfB = new HashMap<>();
        for (TunnelStatus tunnel : tunnels(pair, pair.b())) {
            tunnelsOfB.put(tunnel.localId().value(), tunnel);
        }
        Map<Integer, Integer> peerIds = new HashMap<>();
        for (TunnelStatus ours : tunnels(pair, pair.a())) {
            peerIds.put(ours.localId().value(), ours.peerId().value());
            TunnelStatus theirs = tunnelsOfB.remove(ours.peerId().value());
            if (theirs == null || theirs.peerId().value() != ours.localId().value()) {
                found.add("tunnel " + ours.localId() + " of A is unknown to B");
            } else if (!ours.state().equals("Established") || !theirs.state().equals("Established")) {
                found.add("tunnel " + ours.localId() + ": " + ours.state() + " and " + theirs.state());
            }
        }
        tunnelsOfB.keySet().forEach(id -> found.add("tunnel " + id + " of B is unknown to A"));
        compareSessions(peerIds, sessions(pair, pair.a()), sessions(pair, pair.b()), found);
        if (pair.a().dataPlane().deviceCount() != sessions
                || pair.b().dataPlane().deviceCount() != sessions) {
            found.add(pair.a().dataPlane().deviceCount() + " and "
                    + pair.b().dataPlane().deviceCount() + " interfaces, not " + sessions);
        }
        return found;
    }

    /// All tunnels of a side.
    public static List<TunnelStatus> tunnels(Pair pair, Side side) {
        Reply reply = pair.ask(side, new Request.ShowTunnels(Optional.empty())).orElseThrow();
        return ((Reply.TunnelsShown) reply).tunnels();
    }

    /// All sessions of a side.
    public static List<SessionStatus> sessions(Pair pair, Side side) {
        Reply reply = pair.ask(side, new Request.ShowSessions(Optional.empty(), Optional.empty()))
                .orElseThrow();
        return ((Reply.SessionsShown) reply).sessions();
    }

    private static void compareSessions(
            Map<Integer, Integer> peerIds, List<SessionStatus> ofA, List<SessionStatus> ofB, List<String> found) {
        Map<SessionKey, SessionStatus> sessionsOfB = new HashMap<>();
        for (SessionStatus session : ofB) {
            sessionsOfB.put(
                    new SessionKey(session.tunnelId().value(), session.localId().value()), session);
        }
        for (SessionStatus ours : ofA) {
            SessionStatus theirs = sessionsOfB.remove(new SessionKey(
                    peerIds.getOrDefault(ours.tunnelId().value(), 0),
                    ours.peerId().value()));
            if (theirs == null || !theirs.peerId().equals(ours.localId())) {
                found.add("session " + ours.localId() + " of A is unknown to B (" + ours.state() + ")");
                continue;
            }
            if (!ours.state().equals("Established") || !theirs.state().equals("Established")) {
                found.add("session " + ours.localId() + ": " + ours.state() + " and " + theirs.state());
            }
            if (ours.pppPhase().isPresent() && ours.localAddress().isEmpty()) {
                found.add("session " + ours.localId() + " has no IPv4 address");
            }
            if (!ours.localAddress().equals(theirs.peerAddress())
                    || !ours.peerAddress().equals(theirs.localAddress())) {
                found.add("session " + ours.localId() + ": addresses " + ours.localAddress() + " " + ours.peerAddress()
                        + " and " + theirs.localAddress() + " " + theirs.peerAddress());
            }
        }
        sessionsOfB.keySet().forEach(key -> found.add("session " + key + " of B is unknown to A"));
    }
}
