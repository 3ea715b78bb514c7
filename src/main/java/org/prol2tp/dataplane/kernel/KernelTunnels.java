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
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpIpSocket;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.DataPlaneCommand.AddTunnel;
import org.prol2tp.protocol.node.DataPlaneCommand.SetUdpChecksums;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.TunnelHandle;

/// The tunnels, and what the kernel has of them: from a tunnel's first session on, a socket connected to
/// the peer beside the one that control messages come by ([UserspacePlane#openConnected],
/// [L2tpIpSocket]). The node's thread changes them.
final class KernelTunnels {
    private static final long PAUSE_NS = 5_000_000;
    /// How often to look whether all is gone.
    private static final int LOOKS = 1000;

    private final UserspacePlane embedded;
    private final L2tpNetlink netlink;
    private final UnitPlumber plumber;
    private final Inheritance inheritance;
    private final DataPlaneSink sink;
    private final Map<TunnelHandle, KernelTunnel> tunnels = new ConcurrentHashMap<>();
    /// Whose the kernel's socket of a path is.
    private final Map<Path, KernelTunnel> owners = new HashMap<>();
    /// Whether this kernel has L2TP by IPv4 and IPv6, once it was asked.
    private final Map<Boolean, Boolean> hasIp = new HashMap<>();

    KernelTunnels(
            UserspacePlane embedded,
            L2tpNetlink netlink,
            UnitPlumber plumber,
            Inheritance inheritance,
            DataPlaneSink sink) {
        this.embedded = embedded;
        this.netlink = netlink;
        this.plumber = plumber;
        this.inheritance = inheritance;
        this.sink = sink;
    }

    void add(AddTunnel add) {
        KernelTunnel tunnel = new KernelTunnel(add);
        tunnels.put(add.tunnel(), tunnel);
        inheritance.tunnel(tunnel).ifPresent(socket -> adopt(tunnel, socket));
    }

    /// The kernel has had it since before this daemon.
    private void adopt(KernelTunnel tunnel, int descriptor) {
        tunnel.outlives = true;
        try {
            SocketAddress peer = Addresses.of(
                    tunnel.path.peer().address(), tunnel.path.peer().port());
            if (!isAt(tunnel, descriptor)) {
                throw new LinuxException("it is at another address or port", Errno.EADDRINUSE);
            }
            if (tunnel.isIp()) {
                tunnel.socket = Optional.of(new TunnelSocket.Ip(L2tpIpSocket.adopt(descriptor, peer, tunnel.peerId)));
            } else {
                L2tpSocket socket = L2tpSocket.adopt(descriptor);
                socket.connect(peer);
                tunnel.socket = Optional.of(new TunnelSocket.Udp(embedded.adoptConnected(tunnel.path, socket)));
                socket.sendChecksums(tunnel.checksums);
                owners.put(tunnel.path, tunnel);
            }
        } catch (LinuxException e) {
            sink.notice("the kernel's tunnel cannot be gone on with: " + e.getMessage());
            inheritance.forget(tunnel);
            tunnel.outlives = false;
            delete(tunnel.localId);
            Descriptors.close(descriptor);
        }
    }

    private boolean isAt(KernelTunnel tunnel, int descriptor) throws LinuxException {
        SocketAddress at = Descriptors.boundTo(descriptor);
        IpAddress address = tunnel.path.localAddress();
        SocketAddress wanted = Addresses.of(address, at.port());
        return (address.isAny() ? at.ipv6() == address.isIpv6() : at.equals(wanted))
                && (tunnel.isIp()
                        || at.port()
                                == embedded.localEndpoint(tunnel.path.socket()).port());
    }

    private void delete(int localId) {
        try {
            netlink.deleteTunnel(localId);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENODEV) {
                sink.notice(e.getMessage());
            }
        }
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

    /// Whether the kernel may have its sessions: no congestion is marked, the kernel has L2TP by IP if
    /// that is what it is by, and no other tunnel has the same two ports.
    boolean suits(KernelTunnel tunnel) {
        return !tunnel.propagatesEcn
                && (tunnel.isIp() ? hasIp(tunnel.path.peer().address().isIpv6()) : owner(tunnel) == tunnel);
    }

    /// The kernel has the tunnel from now on, if it had it not before.
    void connect(KernelTunnel tunnel, int version) throws LinuxException {
        if (tunnel.socket.isPresent()) {
            return;
        }
        TunnelSocket socket = open(tunnel);
        try {
            Retry.whileGoing(() -> {
                switch (socket) {
                    case TunnelSocket.Udp(var connected) ->
                        netlink.createTunnel(connected.socket(), version, tunnel.localId, tunnel.peerId);
                    case TunnelSocket.Ip(var ip) -> netlink.createTunnel(ip, tunnel.localId, tunnel.peerId);
                }
            });
        } catch (LinuxException e) {
            close(socket);
            throw e;
        }
        tunnel.socket = Optional.of(socket);
        if (!tunnel.isIp()) {
            owners.put(tunnel.path, tunnel);
        }
        inheritance.keep(tunnel, socket.descriptor());
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
        if (tunnel.socket.orElse(null) instanceof TunnelSocket.Udp(var connected)) {
            connected
                    .socket()
                    .connect(Addresses.of(path.peer().address(), path.peer().port()));
        }
    }

    void setChecksums(KernelTunnel tunnel, SetUdpChecksums set) {
        tunnel.checksums = set.on();
        if (tunnel.socket.orElse(null) instanceof TunnelSocket.Udp(var connected)) {
            try {
                connected.socket().sendChecksums(set.on());
            } catch (LinuxException e) {
                sink.notice(e.getMessage());
            }
        }
    }

    /// Its sessions are gone, or going.
    void remove(KernelTunnel tunnel) {
        tunnels.remove(tunnel.handle);
        owners.remove(tunnel.path, tunnel);
        if (tunnel.socket.isPresent()) {
            TunnelSocket socket = tunnel.socket.get();
            tunnel.socket = Optional.empty();
            inheritance.forget(tunnel);
            plumber.then(() -> delete(tunnel.localId));
            close(socket);
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

    private TunnelSocket open(KernelTunnel tunnel) throws LinuxException {
        if (!tunnel.isIp()) {
            return new TunnelSocket.Udp(embedded.openConnected(tunnel.path, tunnel.checksums));
        }
        return new TunnelSocket.Ip(L2tpIpSocket.open(
                Addresses.of(tunnel.path.localAddress(), 0),
                tunnel.localId,
                Addresses.of(tunnel.path.peer().address(), 0),
                tunnel.peerId));
    }

    private void close(TunnelSocket socket) {
        switch (socket) {
            case TunnelSocket.Udp(var connected) -> embedded.closeConnected(connected);
            case TunnelSocket.Ip(var ip) -> ip.close();
        }
    }

    private boolean hasIp(boolean ipv6) {
        return hasIp.computeIfAbsent(ipv6, _ -> {
            try {
                L2tpIpSocket.probe(ipv6);
                return true;
            } catch (LinuxException e) {
                sink.notice("the embedded data plane carries L2TPv3 by IP: " + e.getMessage());
                return false;
            }
        });
    }
}
