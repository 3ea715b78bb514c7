package org.prol2tp.dataplane.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.userspace.UserspacePlane;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;

/// Keeps from the embedded plane the data messages of IP protocol 115 that the kernel carries: its raw
/// sockets get every packet to their address, whoever else takes it. The node's thread alone.
final class IpFilter {
    /// Begins a control message.
    private static final int CONTROL = 0;

    private final UserspacePlane embedded;
    private final DataPlaneSink sink;
    private final Map<Integer, Ids> sockets = new HashMap<>();

    /// Of one raw socket.
    private static final class Ids {
        private final Map<Integer, KernelTunnel> kernels = new HashMap<>();
        private final Map<Integer, KernelTunnel> embedded = new HashMap<>();
        private Optional<Set<Integer>> passing = Optional.empty();

        /// Empty: everything, since the kernel carries nothing or there are too many to tell apart.
        Optional<Set<Integer>> wanted() {
            if (kernels.isEmpty() || embedded.size() >= L2tpSocket.SESSIONS) {
                return Optional.empty();
            }
            Set<Integer> ids = new HashSet<>(embedded.keySet());
            ids.add(CONTROL);
            return Optional.of(ids);
        }
    }

    IpFilter(UserspacePlane embedded, DataPlaneSink sink) {
        this.embedded = embedded;
        this.sink = sink;
    }

    /// The kernel carries this session from now on, if its tunnel is by IP.
    void kernelHas(KernelTunnel tunnel, int sessionId) {
        if (tunnel.isIp()) {
            Ids ids = of(tunnel);
            ids.embedded.remove(sessionId);
            ids.kernels.put(sessionId, tunnel);
            renew(tunnel, ids);
        }
    }

    /// The embedded plane carries it.
    void embeddedHas(KernelTunnel tunnel, int sessionId) {
        if (tunnel.isIp()) {
            Ids ids = of(tunnel);
            ids.kernels.remove(sessionId);
            ids.embedded.put(sessionId, tunnel);
            renew(tunnel, ids);
        }
    }

    /// Nobody does.
    void forget(KernelTunnel tunnel, int sessionId) {
        if (tunnel.isIp()) {
            Ids ids = of(tunnel);
            ids.kernels.remove(sessionId);
            ids.embedded.remove(sessionId);
            renew(tunnel, ids);
        }
    }

    /// The tunnel goes.
    void forget(KernelTunnel tunnel) {
        if (tunnel.isIp()) {
            Ids ids = of(tunnel);
            ids.kernels.values().removeIf(it -> it == tunnel);
            ids.embedded.values().removeIf(it -> it == tunnel);
            renew(tunnel, ids);
        }
    }

    /// The raw socket is no more: its number may be another one's.
    void closed(int socket) {
        sockets.remove(socket);
    }

    private Ids of(KernelTunnel tunnel) {
        return sockets.computeIfAbsent(tunnel.path.socket(), _ -> new Ids());
    }

    private void renew(KernelTunnel tunnel, Ids ids) {
        Optional<Set<Integer>> wanted = ids.wanted();
        if (!wanted.equals(ids.passing)) {
            ids.passing = wanted;
            try {
                embedded.receiveSessions(tunnel.path.socket(), wanted);
            } catch (LinuxException e) {
                sink.notice(e.getMessage());
            }
        }
    }
}
