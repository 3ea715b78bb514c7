package org.prol2tp.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The import table of ARCHITECTURE.md: which room may import which, and which rooms are pure.
final class Rooms {
    static final String ROOT = "org.prol2tp.";

    /// Room to the rooms it may import, besides itself.
    static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("protocol.wire", Set.of()),
            Map.entry("protocol.control", Set.of("protocol.wire")),
            Map.entry("protocol.ppp", Set.of()),
            Map.entry("protocol.node", Set.of("protocol.wire", "protocol.control", "protocol.ppp")),
            Map.entry("linux", Set.of()),
            Map.entry("plugin", Set.of()),
            // ids of sessions, and what the config says of the servers
            Map.entry("aaa", Set.of("protocol.node", "protocol.wire", "operator.config")),
            Map.entry("dataplane", Set.of("protocol.node", "protocol.wire", "linux")),
            Map.entry("dataplane.userspace", Set.of("dataplane", "protocol.node", "protocol.wire", "linux")),
            Map.entry(
                    "dataplane.kernel",
                    Set.of("dataplane", "dataplane.userspace", "protocol.node", "protocol.wire", "linux")),
            Map.entry(
                    "dataplane.ebpf",
                    Set.of("dataplane", "dataplane.userspace", "protocol.node", "protocol.wire", "linux")),
            Map.entry("operator.config", Set.of("protocol.node")),
            Map.entry("operator.ctl", Set.of("protocol.node", "protocol.wire")),
            Map.entry("operator.migration", Set.of("operator.config", "protocol.node")),
            Map.entry(
                    "operator.cli",
                    Set.of("operator.migration", "operator.config", "operator.ctl", "protocol.node", "protocol.wire")),
            Map.entry(
                    "daemon",
                    Set.of(
                            "protocol.wire",
                            "protocol.control",
                            "protocol.ppp",
                            "protocol.node",
                            "linux",
                            "plugin",
                            "aaa",
                            "dataplane",
                            "dataplane.userspace",
                            "dataplane.kernel",
                            "dataplane.ebpf",
                            "operator.config",
                            "operator.ctl"))));

    /// Rooms without clock, I/O, thread, log or native code.
    static final List<String> PURE = List.of(
            "protocol.wire",
            "protocol.control",
            "protocol.ppp",
            "protocol.node",
            "operator.config",
            "operator.ctl",
            "operator.migration");

    /// The room of a package, by its longest name in the table; empty text if it is in none.
    static String roomOf(String packageName) {
        String room = "";
        for (String candidate : MAY_IMPORT.keySet()) {
            String full = ROOT + candidate;
            boolean inside = packageName.equals(full) || packageName.startsWith(full + ".");
            if (inside && candidate.length() > room.length()) {
                room = candidate;
            }
        }
        return room;
    }

    private Rooms() {}
}
