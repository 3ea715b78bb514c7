package org.prol2tp.protocol.node;

import java.util.LinkedHashMap;
import java.util.Map;

/// One node at one moment.
///
/// @param counters by name, in the order they are shown; names as in the original (`short_frames`,
///     `auth_fails`, …)
/// @param daemon what the program around the node is set to, for people: `listen`, `data_plane`, …; filled
///     in by the daemon, in the order to show
/// @param messages per message type by its RFC name (`SCCRQ`, …): how many came, came bad, were sent
public record SystemStatus(
        SystemParameters parameters,
        int tunnels,
        int sessions,
        Map<String, String> daemon,
        Map<String, Long> counters,
        Map<String, MessageCounters> messages) {
    /// The same with these facts.
    public SystemStatus withDaemon(Map<String, String> facts) {
        return new SystemStatus(parameters, tunnels, sessions, facts, counters, messages);
    }

    /// The same with what the daemon counted.
    public SystemStatus withCounters(Map<String, Long> more) {
        Map<String, Long> all = new LinkedHashMap<>(counters);
        more.forEach((name, count) -> all.merge(name, count, Long::sum));
        return new SystemStatus(parameters, tunnels, sessions, daemon, all, messages);
    }

    /// Of one message type.
    public record MessageCounters(long rx, long rxBad, long tx) {}
}
