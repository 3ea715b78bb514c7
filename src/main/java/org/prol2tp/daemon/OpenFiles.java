package org.prol2tp.daemon;

import java.util.Optional;
import org.prol2tp.operator.config.DaemonSettings.DataPlaneChoice;
import org.prol2tp.protocol.node.Settings;

/// Whether this process may open as many files as its settings will take.
final class OpenFiles {
    /// Sockets, the log, clients of the control socket, what the JVM has open.
    private static final long OTHERS = 200;

    /// Its socket, channel and unit of PPP.
    private static final long KERNEL_SESSION = 3;

    private OpenFiles() {}

    /// How many descriptors the tunnels and sessions of these settings take: a socket for a tunnel that we call, a
    /// TUN device for a session that has one of its own.
    static long needed(Settings settings, DataPlaneChoice dataPlane) {
        boolean devices = dataPlane != DataPlaneChoice.NONE;
        long needed = OTHERS;
        long sessions = 0;
        for (Settings.ConfiguredTunnel tunnel : settings.tunnels()) {
            needed++;
            sessions += tunnel.sessions().stream()
                    .filter(session -> session.ppp().sharedInterface().isEmpty())
                    .count();
        }
        boolean peersHaveDevices = settings.peerProfiles().stream()
                .map(peer -> Optional.ofNullable(settings.pppProfiles().get(peer.pppProfileName())))
                .anyMatch(ppp -> ppp.isEmpty() || ppp.get().sharedInterface().isEmpty());
        if (peersHaveDevices) {
            sessions = Math.max(sessions, settings.system().maxSessions());
        }
        if (dataPlane == DataPlaneChoice.KERNEL) {
            return needed + sessions * KERNEL_SESSION;
        }
        return devices ? needed + sessions : needed;
    }

    /// A line for the log if `limit` is not enough.
    static Optional<String> warning(long needed, long limit) {
        return needed <= limit
                ? Optional.empty()
                : Optional.of(new LogLine("the limit of open files is too low for the tunnels and sessions configured:"
                                + " raise it (LimitNOFILE= of systemd, ulimit -n) or use shared_interface")
                        .with("limit", limit)
                        .with("needed", needed)
                        .toString());
    }
}
