package org.prol2tp.daemon;

import java.util.Objects;
import java.util.Optional;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.dataplane.ebpf.EbpfPlane;
import org.prol2tp.dataplane.kernel.KernelPlane;
import org.prol2tp.dataplane.userspace.UserspacePlane;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.operator.config.DaemonSettings.DataPlaneChoice;
import org.prol2tp.protocol.node.Settings;

/// Chooses the data plane and starts it.
final class DataPlanes {
    private DataPlanes() {}

    /// A data plane, and why it is this one; empty if it was told to be.
    record Chosen(DataPlane dataPlane, String why) implements AutoCloseable {
        /// For the log and for status.
        String text() {
            return why.isEmpty() ? dataPlane.name() : dataPlane.name() + " (" + why + ")";
        }

        @Override
        public void close() {
            dataPlane.close();
        }
    }

    /// Starts the one that was chosen; `auto` takes the kernel's if this kernel has all it needs, and the settings
    /// ask for nothing that it cannot do; else the embedded one, with programs of eBPF where this process may load
    /// some, which its operator has seen to, and the kernel takes them.
    static Chosen start(
            DataPlaneChoice choice, Rights rights, Settings settings, DataPlaneSink sink, DescriptorStore store)
            throws LinuxException {
        return switch (choice) {
            case AUTO -> best(rights, settings, sink, store);
            case KERNEL -> new Chosen(KernelPlane.start(sink, store), "");
            case EBPF -> ebpf("", sink, store);
            case USERSPACE -> new Chosen(userspace(sink, store), "");
            case NONE -> new Chosen(UserspacePlane.startWithoutInterfaces(sink), "");
        };
    }

    /// Without the programs there is the plane that they are a short cut of.
    private static Chosen ebpf(String why, DataPlaneSink sink, DescriptorStore store) throws LinuxException {
        try {
            return new Chosen(EbpfPlane.start(sink, store), why);
        } catch (LinuxException e) {
            String reason = "no ebpf: " + e.getMessage();
            return new Chosen(userspace(sink, store), why.isEmpty() ? reason : why + "; " + reason);
        }
    }

    private static UserspacePlane userspace(DataPlaneSink sink, DescriptorStore store) throws LinuxException {
        return UserspacePlane.start(sink, store, store.takeBefore());
    }

    private static Chosen best(Rights rights, Settings settings, DataPlaneSink sink, DescriptorStore store)
            throws LinuxException {
        Optional<String> obstacle = obstacle(settings);
        if (obstacle.isEmpty()) {
            return new Chosen(KernelPlane.start(sink, store), "auto: this kernel has L2TP and PPP");
        }
        String why = "auto: " + obstacle.get();
        return rights.mayLoadPrograms() ? ebpf(why, sink, store) : new Chosen(userspace(sink, store), why);
    }

    /// Why the kernel's plane cannot do it.
    private static Optional<String> obstacle(Settings settings) {
        if (settings.pppProfiles().values().stream()
                .anyMatch(ppp -> ppp.sharedInterface().isPresent())) {
            return Optional.of("the kernel's has no shared_interface");
        }
        try {
            KernelPlane.probe();
            return Optional.empty();
        } catch (LinuxException e) {
            return Optional.of(Objects.requireNonNull(e.getMessage()));
        }
    }
}
