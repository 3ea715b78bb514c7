package org.prol2tp.protocol.node;

import java.util.List;

/// What a node answers an operator.
public sealed interface Reply {
    record SystemShown(SystemStatus system) implements Reply {}

    record TunnelsListed(List<TunnelSummary> tunnels) implements Reply {}

    record SessionsListed(List<SessionSummary> sessions) implements Reply {}

    record TunnelsShown(List<TunnelStatus> tunnels) implements Reply {}

    record SessionsShown(List<SessionStatus> sessions) implements Reply {}

    record ProfilesShown(Profile.Kind kind, List<Profile> profiles) implements Reply {}

    record PoolsShown(List<PoolStatus> pools) implements Reply {}

    record Done() implements Reply {}

    /// `reason` is a sentence for the operator.
    record Refused(String reason) implements Reply {}
}
