package org.prol2tp.protocol.node;

import java.util.Map;

/// One node at one moment.
///
/// @param counters by name, in the order they are shown; names as in the original (`short_frames`,
///     `auth_fails`, …)
/// @param messages per message type by its RFC name (`SCCRQ`, …): how many came, came bad, were sent
public record SystemStatus(
        SystemParameters parameters,
        int tunnels,
        int sessions,
        Map<String, Long> counters,
        Map<String, MessageCounters> messages) {
    /// Of one message type.
    public record MessageCounters(long rx, long rxBad, long tx) {}
}
