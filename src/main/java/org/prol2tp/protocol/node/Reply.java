package org.prol2tp.protocol.node;

import java.util.List;

/// What a node answers an operator.
public sealed interface Reply {
    record SystemShown(SystemStatus system) implements Reply {}

    record TunnelsShown(List<TunnelStatus> tunnels) implements Reply {}

    record SessionsShown(List<SessionStatus> sessions) implements Reply {}

    record Done() implements Reply {}

    /// `reason` is a sentence for the operator.
    record Refused(String reason) implements Reply {}
}
