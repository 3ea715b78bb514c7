package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.AddTunnel;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.TunnelHandle;

/// A tunnel as the kernel's data plane knows it. The kernel has it from its first session on. Changed by the
/// node's thread.
final class KernelTunnel {
    final TunnelHandle handle;
    final int localId;
    final int peerId;
    /// Congestion is marked through the tunnel, which the kernel's L2TP does not do: not for the kernel.
    final boolean propagatesEcn;

    /// Whether the descriptors of it and its sessions are kept for the daemon after this one.
    volatile boolean outlives;

    Path path;
    boolean checksums;
    /// The socket that is the kernel's tunnel.
    Optional<TunnelSocket> socket = Optional.empty();
    /// Sessions, for the counters, which any thread reads.
    final Set<KernelSession> sessions = ConcurrentHashMap.newKeySet();

    /// Those of Ethernet.
    final Set<KernelPort> ports = ConcurrentHashMap.newKeySet();

    private volatile DataCounters past = DataCounters.ZERO;

    KernelTunnel(AddTunnel command) {
        this.handle = command.tunnel();
        this.localId = command.localId().value();
        this.peerId = command.peerId().value();
        this.propagatesEcn = command.options().propagateEcn();
        this.path = command.path();
        this.checksums = command.options().udpChecksums();
    }

    /// Whether it is by IP protocol 115; else by UDP.
    boolean isIp() {
        return path.peer().port() == 0;
    }

    /// Forgets a session, but not what it carried.
    void remove(KernelSession session, DataCounters carried) {
        if (sessions.remove(session)) {
            past = past.plus(carried);
        }
    }

    void remove(KernelPort port, DataCounters carried) {
        if (ports.remove(port)) {
            past = past.plus(carried);
        }
    }

    /// What sessions that are gone had carried.
    DataCounters past() {
        return past;
    }

    boolean hasSession(int sessionId) {
        return sessions.stream().anyMatch(it -> it.localId == sessionId);
    }
}
