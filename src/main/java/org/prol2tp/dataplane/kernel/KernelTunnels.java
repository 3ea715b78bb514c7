package org.prol2tp.dataplane.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.userspace.UserspacePlane;
import org.prol2tp.dataplane.userspace.UserspacePlane.Connected;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataPlaneCommand.AddTunnel;
import org.prol2tp.protocol.node.DataPlaneCommand.SetUdpChecksums;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.TunnelHandle;

/// The tunnels, and what the kernel has of them: from a tunnel's first session on, a socket connected to the peer
/// beside
/// the one that control messages come by ([UserspacePlane#openConnected]). The node's thread changes them.
final class KernelTunnels {
    private static final long PAUSE_NS = 5_000_000;
    /// How often to look whether all is gone.
    private static final int LOOKS = 1000;

    private final UserspacePlane embedded;
    private final L2tpNetlink netlink;
    private final UnitPlumber plumber;
    private final DataPlaneSink sink;
    private final Map<TunnelHandle, KernelTunnel> tunnels = new ConcurrentHashMap<>();
    /// Whose the kernel's socket of a path is.
    private final Map<Path, KernelTunnel> owners = new HashMap<>();

    KernelTunnels(UserspacePlane embedded, L2tpNetlink netlink, UnitPlumber plumber, DataPlaneSink sink) {
        this.embedded = embedded;
        this.netlink = netlink;
        this.plumber = plumber;
        this.sink = sink;
    }

    void add(AddTunnel add) {
        tunnels.put(add.tunnel(), new KernelTunnel(add));
    }

    /// Any thread.
    Optional<KernelTunnel> find(TunnelHandle tunnel) {
        return Optional.ofNullable(tunnels.get(tunnel));
    }

    Collection<KernelTunnel> all() {
        return tunnels.values();
    }

    /// Of several tunnels between the same two ports, the one whose sessions the kernel finds.
    KernelTunnel owner(KernelTunnel tunnel) {
        return owners.getOrDefault(tunnel.path, tunnel);
    }

    /// The kernel has the tunnel from now on, if it had it not before.
    void connect(KernelTunnel tunnel, int version) throws LinuxException {
        if (tunnel.socket.isEmpty()) {
            Connected socket = embedded.openConnected(tunnel.path, tunnel.checksums);
            try {
                Retry.whileGoing(() -> netlink.createTunnel(socket.socket(), version, tunnel.localId, tunnel.peerId));
            } catch (LinuxException e) {
                embedded.closeConnected(socket);
                throw e;
            }
            tunnel.socket = Optional.of(socket);
            owners.put(tunnel.path, tunnel);
        }
    }

    /// The peer is elsewhere.
    ///
    /// @throws LinuxException if the kernel's socket does not follow
    void move(KernelTunnel tunnel, Path path) throws LinuxException {
        boolean owned = owners.remove(tunnel.path, tunnel);
        tunnel.path = path;
        if (owned) {
            owners.putIfAbsent(path, tunnel);
        }
        if (tunnel.socket.isPresent()) {
            tunnel.socket
                    .get()
                    .socket()
                    .connect(Addresses.of(path.peer().address(), path.peer().port()));
        }
    }

    void setChecksums(KernelTunnel tunnel, SetUdpChecksums set) {
        tunnel.checksums = set.on();
        tunnel.socket.ifPresent(it -> {
            try {
                it.socket()
                        .sendChecksums(set.on() || set.path().peer().address().isIpv6());
            } catch (LinuxException e) {
                sink.notice(e.getMessage());
            }
        });
    }

    /// Its sessions are gone, or going.
    void remove(KernelTunnel tunnel) {
        tunnels.remove(tunnel.handle);
        owners.remove(tunnel.path, tunnel);
        if (tunnel.socket.isPresent()) {
            Connected socket = tunnel.socket.get();
            tunnel.socket = Optional.empty();
            plumber.then(() -> {
                try {
                    netlink.deleteTunnel(tunnel.localId);
                } catch (LinuxException e) {
                    if (e.errno() != Errno.ENODEV) {
                        sink.notice(e.getMessage());
                    }
                }
            });
            embedded.closeConnected(socket);
        }
    }

    /// The ids of those that the kernel has.
    Set<Integer> idsInKernel() {
        return tunnels.values().stream()
                .filter(it -> it.socket.isPresent())
                .map(it -> it.localId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Returns when the kernel has no tunnels of these ids any more.
    void awaitGone(Set<Integer> ids) throws LinuxException {
        for (int i = 0; i < LOOKS; i++) {
            List<Integer> left = new ArrayList<>(netlink.tunnels());
            left.retainAll(ids);
            if (left.isEmpty()) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        sink.notice("the kernel has not removed all tunnels yet");
    }
}
