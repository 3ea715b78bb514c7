package org.prol2tp.dataplane.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.linux.Rtnetlink;

/// What the kernel has from a daemon before this one, whose descriptors somebody kept open ([DescriptorStore]):
/// tunnels and sessions are adopted when the node asks for the same, and what nobody asks for goes
/// ([#sweep]). What this daemon has is kept in turn. Any thread.
///
/// Names in the store: `t.OURS.PEERS` a tunnel's socket; `s.TUNNEL.OURS.PEERS.INDEX` a session's socket and its
/// interface's descriptor. Numbers are unsigned ids, the last is that of the interface.
final class Inheritance {
    private final DescriptorStore store;
    private final L2tpNetlink netlink;
    private final DataPlaneSink sink;
    /// Tunnels by our id, and sessions by both, that nobody has asked for yet.
    private final Map<Integer, Tunnel> tunnels = new HashMap<>();

    private final Map<Long, Session> sessions = new HashMap<>();
    /// Sessions that the kernel has in those tunnels.
    private final List<L2tpNetlink.SessionStatistics> there = new ArrayList<>();

    private record Tunnel(String name, int socket) {}

    private record Session(String name, int socket, int unit, int index) {
        void close() {
            Descriptors.close(unit);
            Descriptors.close(socket);
        }
    }

    private Inheritance(DescriptorStore store, L2tpNetlink netlink, DataPlaneSink sink) {
        this.store = store;
        this.netlink = netlink;
        this.sink = sink;
    }

    /// Takes what was kept, as far as the kernel still has it.
    static Inheritance take(DescriptorStore store, L2tpNetlink netlink, DataPlaneSink sink) throws LinuxException {
        Inheritance it = new Inheritance(store, netlink, sink);
        List<DescriptorStore.Kept> before = store.takeBefore();
        if (!before.isEmpty()) {
            it.sort(before, List.copyOf(netlink.tunnels()));
            for (L2tpNetlink.SessionStatistics session : netlink.sessions()) {
                if (it.tunnels.containsKey(session.tunnelId())) {
                    it.there.add(session);
                }
            }
        }
        return it;
    }

    private void sort(List<DescriptorStore.Kept> before, List<Integer> inKernel) {
        for (DescriptorStore.Kept kept : before) {
            List<Integer> numbers = numbers(kept.name());
            boolean isTunnel = kept.name().startsWith("t.") && numbers.size() == 2;
            boolean isSession = kept.name().startsWith("s.") && numbers.size() == 4;
            if (isTunnel && kept.descriptors().size() == 1 && inKernel.contains(numbers.getFirst())) {
                tunnels.put(
                        numbers.getFirst(),
                        new Tunnel(kept.name(), kept.descriptors().getFirst()));
            } else if (isSession && kept.descriptors().size() == 2) {
                boolean first = Descriptors.isSocket(kept.descriptors().getFirst());
                int socket = first
                        ? kept.descriptors().getFirst()
                        : kept.descriptors().getLast();
                int unit = first
                        ? kept.descriptors().getLast()
                        : kept.descriptors().getFirst();
                sessions.put(
                        key(numbers.getFirst(), numbers.get(1)),
                        new Session(kept.name(), socket, unit, numbers.getLast()));
            } else {
                store.forget(kept.name());
                kept.descriptors().forEach(Descriptors::close);
            }
        }
    }

    /// The numbers of a name; none if it is not one of ours.
    private static List<Integer> numbers(String name) {
        return name.matches("[st](\\.[0-9]{1,10}){2,4}")
                ? Arrays.stream(name.substring(2).split("\\.", -1))
                        .map(it -> (int) Long.parseLong(it))
                        .toList()
                : List.of();
    }

    /// Whether there is anything: its sockets are bound to ports that the listeners want too.
    synchronized boolean isEmpty() {
        return tunnels.isEmpty() && sessions.isEmpty();
    }

    /// The kernel's tunnel of these ids is the caller's from now on: its socket.
    synchronized Optional<Integer> tunnel(KernelTunnel tunnel) {
        Tunnel before = tunnels.get(tunnel.localId);
        if (before == null || !before.name.equals(name(tunnel))) {
            return Optional.empty();
        }
        tunnels.remove(tunnel.localId);
        return Optional.of(before.socket);
    }

    /// A session of these ids, with its interface, is the caller's from now on. If there is none, the kernel has none
    /// of that id in its way either.
    synchronized Optional<Adopted> session(KernelTunnel tunnel, int localId, int peerId) {
        Session before = sessions.remove(key(tunnel.localId, localId));
        boolean known = there.removeIf(it -> it.tunnelId() == tunnel.localId && it.sessionId() == localId);
        if (before == null) {
            if (known) {
                delete(tunnel.localId, localId);
            }
            return Optional.empty();
        }
        try {
            if (known && before.name.equals(name(tunnel, localId, peerId, before.index))) {
                String device = Rtnetlink.nameOf(before.index);
                PppLink link = PppLink.adopt(before.socket, before.unit);
                return Optional.of(new Adopted(link, new PppLink.Unit(device, before.index)));
            }
        } catch (LinuxException e) {
            sink.notice("a session cannot be gone on with: " + e.getMessage());
        }
        drop(before);
        if (known) {
            delete(tunnel.localId, localId);
        }
        return Optional.empty();
    }

    /// A session that goes on.
    record Adopted(PppLink link, PppLink.Unit unit) {}

    /// The tunnel is to outlive this daemon.
    void keep(KernelTunnel tunnel, int socket) {
        tunnel.outlives = true;
        store.keep(name(tunnel), List.of(socket));
    }

    /// The session is to outlive it, with its interface.
    void keep(KernelSession session) {
        session.unit.filter(_ -> session.tunnel.outlives).ifPresent(unit -> {
            String name = name(session.tunnel, session.localId, session.peerId, unit.index());
            store.keep(name, List.of(session.link.socketDescriptor(), session.link.unitDescriptor()));
        });
    }

    /// It is about to go.
    void forget(KernelTunnel tunnel) {
        if (tunnel.outlives) {
            store.forget(name(tunnel));
        }
    }

    /// Its interface is about to go.
    void forget(KernelSession session) {
        session.unit
                .filter(_ -> session.tunnel.outlives)
                .ifPresent(unit -> store.forget(name(session.tunnel, session.localId, session.peerId, unit.index())));
    }

    /// What nobody asked for goes.
    synchronized void sweep() {
        if (!isEmpty() || !there.isEmpty()) {
            sink.notice("of a daemon before this one, nobody wants these any more: tunnels " + tunnels.size()
                    + ", sessions " + there.size());
        }
        sessions.values().forEach(this::drop);
        sessions.clear();
        there.forEach(it -> delete(it.tunnelId(), it.sessionId()));
        there.clear();
        tunnels.forEach((id, tunnel) -> {
            store.forget(tunnel.name);
            try {
                netlink.deleteTunnel(id);
            } catch (LinuxException e) {
                tell(e);
            }
            Descriptors.close(tunnel.socket);
        });
        tunnels.clear();
    }

    private void drop(Session session) {
        store.forget(session.name);
        session.close();
    }

    private void delete(int tunnelId, int sessionId) {
        try {
            netlink.deleteSession(tunnelId, sessionId);
        } catch (LinuxException e) {
            tell(e);
        }
    }

    private void tell(LinuxException e) {
        if (e.errno() != Errno.ENODEV) {
            sink.notice(e.getMessage());
        }
    }

    private static String name(KernelTunnel tunnel) {
        return "t." + Integer.toUnsignedString(tunnel.localId) + "." + Integer.toUnsignedString(tunnel.peerId);
    }

    private static String name(KernelTunnel tunnel, int localId, int peerId, int index) {
        return "s." + Integer.toUnsignedString(tunnel.localId) + "." + Integer.toUnsignedString(localId) + "."
                + Integer.toUnsignedString(peerId) + "." + index;
    }

    private static long key(int tunnelId, int sessionId) {
        return (long) tunnelId << 32 | sessionId & 0xffff_ffffL;
    }
}
