package org.prol2tp.daemon;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.prol2tp.daemon.keep.KeeperStore;
import org.prol2tp.daemon.keep.SystemdStore;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.operator.config.DaemonSettings;
import org.prol2tp.operator.config.DaemonSettings.DataPlaneChoice;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Settings;

/// Chooses who keeps the kernel's tunnels and sessions, or the embedded data plane's devices, alive when this daemon
/// dies.
final class DescriptorStores {
    private DescriptorStores() {}

    /// A store, and what to do when all has been told to it.
    record Chosen(DescriptorStore store, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /// The service manager, if it is one that speaks to us; else a process of our own. Nobody where sessions are not
    /// kept, or have no interfaces.
    static Chosen open(Settings settings, DaemonSettings daemon, Map<String, String> environment, long pid, Log log) {
        if (!settings.system().keepSessions() || daemon.dataPlane() == DataPlaneChoice.NONE) {
            return new Chosen(DescriptorStore.NONE, () -> {});
        }
        Consumer<String> complaint = line -> log.write(LogLevel.WARNING, line);
        if (!environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty()) {
            try {
                SystemdStore store = SystemdStore.open(environment, pid, complaint);
                return new Chosen(store, store::close);
            } catch (LinuxException e) {
                log.write(LogLevel.NOTICE, "keep_sessions: the service manager keeps nothing: " + e.getMessage());
            }
        }
        Path door = Path.of(daemon.stateFile() + ".keeper");
        KeeperStore store = KeeperStore.open(door, (int) daemon.keepTimeout().toSeconds(), complaint);
        return new Chosen(store, store::close);
    }
}
