package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an operator may ask of a node.
public sealed interface Request {
    record ShowSystem() implements Request {}

    /// All tunnels, a line each.
    record ListTunnels() implements Request {}

    /// All sessions, or those of a tunnel, a line each.
    record ListSessions(Optional<Selector> tunnel) implements Request {}

    /// All tunnels, or the one `selector` names.
    record ShowTunnels(Optional<Selector> selector) implements Request {}

    /// All sessions, those of a tunnel, or one of them.
    record ShowSessions(Optional<Selector> tunnel, Optional<Selector> session) implements Request {}

    /// All profiles of a kind, or the one of this name.
    record ShowProfiles(Profile.Kind kind, Optional<String> name) implements Request {}

    /// All address pools, or the one of this name with its leases.
    record ShowPools(Optional<String> name) implements Request {}
    /// The last lines of the daemon's log, at most `most` of them. The daemon answers, not the node.
    record ShowLog(int most) implements Request {
        /// As many as there are.
        public static final int ALL = Integer.MAX_VALUE;
    }

    /// Forget the lines that [ShowLog] gives. The daemon answers, not the node.
    record ClearLog() implements Request {}

    /// Read the config file anew, or tell what that would do. The daemon makes an [Input.SettingsRead] of it.
    record Reload(boolean dryRun) implements Request {}

    /// Create a tunnel; `words` are keywords and values as in a tunnel block. The daemon reads them and makes an
    /// [Input.TunnelWanted] of it.
    record CreateTunnel(String name, List<String> words) implements Request {}

    /// Create a session in a tunnel; likewise ([Input.SessionWanted]).
    record CreateSession(Selector tunnel, String name, List<String> words) implements Request {}

    /// Close a tunnel, whoever opened it, with a StopCCN of result 1.
    record DeleteTunnel(Selector tunnel) implements Request {}

    /// End a session, whoever asked for it, with a CDN of result 3.
    record DeleteSession(Selector tunnel, Selector session) implements Request {}

    /// Set the node's counters to zero.
    record ResetStatistics() implements Request {}

    /// Refuse peers' new tunnels and keep those that are there, or take new ones again.
    record Drain(boolean on) implements Request {}

    /// Switch trace categories on or off, the others stay as they are. `mask` is a set of [TraceCategory].
    record Debug(DebugTarget target, int mask, boolean on) implements Request {}

    /// Follow a tunnel: its trace lines of these categories and those of its sessions, and if `packets` its messages,
    /// come as events until [Input.FollowerGone], whatever the log gets. Answered by [Reply.Following].
    record Follow(Selector tunnel, int mask, boolean packets) implements Request {}

    /// Events as they come, of the kinds in these sets, see [EventKind]. The daemon answers, not the node.
    record Watch(Set<EventKind> kinds) implements Request {}

    /// Close every tunnel (StopCCN result 6) and say [Reply.Done] when all have been acknowledged or
    /// given up.
    record Shutdown() implements Request {}

    /// End, and leave all tunnels and sessions to the next daemon. The daemon answers, not the node.
    record Leave() implements Request {}

    /// How an operator names a tunnel or session: by configured name, or by local id.
    sealed interface Selector {
        record ByName(String name) implements Selector {}

        record ById(int id) implements Selector {}
    }
}
