package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Set;

/// What a node answers an operator.
public sealed interface Reply {
    record SystemShown(SystemStatus system) implements Reply {}

    record TunnelsListed(List<TunnelSummary> tunnels) implements Reply {}

    record SessionsListed(List<SessionSummary> sessions) implements Reply {}

    record TunnelsShown(List<TunnelStatus> tunnels) implements Reply {}

    record SessionsShown(List<SessionStatus> sessions) implements Reply {}

    record ProfilesShown(Profile.Kind kind, List<Profile> profiles) implements Reply {}

    record PoolsShown(List<PoolStatus> pools) implements Reply {}
    /// The last lines of the daemon's log, oldest first.
    record LogShown(List<LoggedLine> lines) implements Reply {}

    /// A line of the log.
    ///
    /// @param atMs milliseconds since 1970
    /// @param level `error`, `warning`, `notice`, `info` or `debug`
    record LoggedLine(long atMs, String level, String text) {}

    /// The answer to [Request.Follow]: events of this tunnel come from now on, as it was asked for.
    record Following(TunnelHandle tunnel, int mask, boolean packets) implements Reply {}

    /// The answer to [Request.Watch].
    record Watching(Set<EventKind> kinds) implements Reply {}

    record Done() implements Reply {}

    /// What a reload changed, or would change. The daemon puts in front what the node does not know of.
    record Reloaded(boolean dryRun, List<Change> changes) implements Reply {}

    /// What the operator gave has errors and nothing was done; a line each, one or more.
    record Faulty(List<String> errors) implements Reply {}

    /// `reason` is a sentence for the operator.
    record Refused(String reason) implements Reply {}
}
