package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.linux.Capabilities;
import org.prol2tp.operator.config.DaemonSettings.DataPlaneChoice;

/// What this process may do, and so every thread of it and every program it starts. The launcher, systemd or whoever
/// else starts it takes the rest away before the Java machine makes threads.
///
/// @param user the user id it acts as
/// @param held what it may do now
record Rights(long user, Capabilities held) {
    /// Interfaces, routes and socket policies; IP protocol 115; ports below 1024.
    static final Capabilities NEEDED = Capabilities.of("net_admin", "net_raw", "net_bind_service");

    /// And programs in the kernel.
    private static final Capabilities NEEDED_FOR_EBPF =
            Capabilities.of("net_admin", "net_raw", "net_bind_service", "bpf");

    private static final Path STATUS = Path.of("/proc/self/status");

    /// Those of this process, which had them from its beginning.
    static Rights ofThisProcess() throws IOException {
        return parse(Files.readString(STATUS));
    }

    /// Reads `/proc/PID/status` (proc(5)).
    ///
    /// @throws IOException if it is none
    static Rights parse(String status) throws IOException {
        Map<String, String> values = new HashMap<>();
        status.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        try {
            String[] users = values.getOrDefault("Uid", "").split("\\s+", 5);
            return new Rights(
                    Long.parseLong(users[users.length > 1 ? 1 : 0]),
                    Capabilities.parse(values.getOrDefault("CapEff", "")));
        } catch (NumberFormatException e) {
            throw new IOException("/proc/self/status has another form: " + e.getMessage(), e);
        }
    }

    /// For `show system`: `user 0, capabilities net_admin, net_raw`.
    String text() {
        return "user " + user + ", capabilities " + held;
    }

    /// Whether it may load programs of eBPF, that is, whether its operator wants it to: a launcher takes that away
    /// unless it is told otherwise.
    boolean mayLoadPrograms() {
        return Capabilities.of("bpf", "net_admin").without(held).isEmpty();
    }

    private static Capabilities needed(DataPlaneChoice dataPlane) {
        return dataPlane == DataPlaneChoice.EBPF ? NEEDED_FOR_EBPF : NEEDED;
    }

    /// What `auto` may make use of is no excess.
    private static Capabilities useful(DataPlaneChoice dataPlane) {
        return dataPlane == DataPlaneChoice.AUTO ? NEEDED_FOR_EBPF : needed(dataPlane);
    }

    /// A line for the log where it has more than it needs.
    Optional<String> excess(DataPlaneChoice dataPlane) {
        Capabilities excess = held.without(useful(dataPlane));
        return excess.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new LogLine("the daemon may do more than it needs: its launcher or setpriv(1) takes that away")
                                .with("capabilities", excess)
                                .toString());
    }

    /// A line for the log where the data plane needs more than it has.
    Optional<String> lack(DataPlaneChoice dataPlane) {
        Capabilities lack = Capabilities.of("net_admin").without(held);
        Capabilities bpf = needed(dataPlane).without(NEEDED).without(held);
        if (!bpf.isEmpty()) {
            return Optional.of(new LogLine("the daemon may load no programs: the embedded data plane carries all")
                    .with("missing", bpf)
                    .toString());
        }
        return dataPlane == DataPlaneChoice.NONE || lack.isEmpty()
                ? Optional.empty()
                : Optional.of(new LogLine("the daemon may make no network interfaces: sessions will fail")
                        .with("missing", lack)
                        .toString());
    }
}
