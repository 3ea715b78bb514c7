package org.prol2tp.dataplane.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.L2tpNetlink.PseudowireSession;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.MemoryFile;
import org.prol2tp.linux.PppLink;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.linux.SegmentClamp;

/// What the kernel has from a daemon before this one, whose descriptors somebody kept open ([DescriptorStore]):
/// tunnels and sessions are adopted when the node asks for the same, and what nobody asks for goes
/// ([#sweep]). What this daemon has is kept in turn. Any thread.
///
/// Names in the store, of unsigned numbers: `t.OURS.PEERS` for a tunnel's socket;
/// `s.TUNNEL.OURS.PEERS.SUBLAYER.INDEX` for the socket of a session of PPP and its interface's descriptor;
/// `e.TUNNEL.OURS.PEERS.SUBLAYER` for a session of Ethernet, which has no descriptor of its own: an empty
/// file (systemd keeps an open file under one name alone). SUBLAYER is 1 where L2TPv3's default one is
/// there, which the kernel does not tell, INDEX the number of the interface. `m.1701` is the socket that the table of
/// [MssClamp] belongs to.
final class Inheritance {
    private static final String CLAMP = "m." + MssClamp.GROUP;

    private final DescriptorStore store;
    private final L2tpNetlink netlink;
    private final DataPlaneSink sink;
    /// Tunnels by our id, and sessions by both, that nobody has asked for yet.
    private final Map<Integer, Tunnel> tunnels = new HashMap<>();

    private final Map<Long, Session> sessions = new HashMap<>();
    /// Sessions that the kernel has in those tunnels.
    private final Map<Long, PseudowireSession> there = new HashMap<>();

    /// What was kept besides, by the embedded plane.
    final List<DescriptorStore.Kept> others = new ArrayList<>();

    private Optional<Integer> clamp = Optional.empty();

    private record Tunnel(String name, int socket) {}

    /// @param unit -1: it carries Ethernet
    private record Session(String name, int socket, int unit, int index) {
        void close() {
            if (unit >= 0) {
                Descriptors.close(unit);
            }
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
            for (PseudowireSession session : netlink.made()) {
                if (it.tunnels.containsKey(session.tunnelId())) {
                    it.there.put(key(session.tunnelId(), session.localId()), session);
                }
            }
        }
        return it;
    }

    private void sort(List<DescriptorStore.Kept> before, List<Integer> inKernel) {
        for (DescriptorStore.Kept kept : before) {
            List<Integer> numbers = numbers(kept.name());
            boolean isTunnel = kept.name().startsWith("t.") && numbers.size() == 2;
            boolean isSession = kept.name().startsWith("s.") && numbers.size() == 5;
            boolean isPort = kept.name().startsWith("e.") && numbers.size() == 4;
            boolean isClamp = kept.name().equals(CLAMP) && kept.descriptors().size() == 1;
            if (isClamp) {
                clamp = Optional.of(kept.descriptors().getFirst());
            } else if (isTunnel && kept.descriptors().size() == 1 && inKernel.contains(numbers.getFirst())) {
                tunnels.put(
                        numbers.getFirst(),
                        new Tunnel(kept.name(), kept.descriptors().getFirst()));
            } else if (isPort && kept.descriptors().size() == 1) {
                sessions.put(
                        key(numbers.getFirst(), numbers.get(1)),
                        new Session(kept.name(), kept.descriptors().getFirst(), -1, 0));
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
                others.add(kept);
            }
        }
    }

    /// The numbers of a name; none if it is not one of ours.
    private static List<Integer> numbers(String name) {
        return name.matches("[ste](\\.[0-9]{1,10}){2,5}")
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

    /// A session of PPP like this, with its interface, is the caller's from now on. If there is none, the kernel has
    /// none of that id in its way either.
    synchronized Optional<Adopted> session(KernelTunnel tunnel, PseudowireSession wanted) {
        Session before = sessions.remove(key(tunnel.localId, wanted.localId()));
        PseudowireSession known = there.remove(key(tunnel.localId, wanted.localId()));
        if (before == null) {
            delete(known);
            return Optional.empty();
        }
        try {
            if (isThat(known, wanted) && before.name.equals(name(wanted, before.index))) {
                String device = Rtnetlink.nameOf(before.index);
                PppLink link = PppLink.adopt(before.socket, before.unit);
                return Optional.of(new Adopted(link, new PppLink.Unit(device, before.index)));
            }
        } catch (LinuxException e) {
            sink.notice("a session cannot be gone on with: " + e.getMessage());
        }
        drop(before);
        delete(known);
        return Optional.empty();
    }

    /// The same of Ethernet, which the caller has asked to [#keep] already: the name of its interface.
    ///
    /// @param hasName whether an interface of that name will do
    synchronized Optional<String> port(PseudowireSession wanted, Predicate<String> hasName) {
        Session before = sessions.remove(key(wanted.tunnelId(), wanted.localId()));
        PseudowireSession known = there.remove(key(wanted.tunnelId(), wanted.localId()));
        boolean isThis = false;
        if (before != null) {
            isThis = before.name.equals(portName(wanted));
            before.close();
            if (!isThis) {
                store.forget(before.name);
            }
        }
        boolean isKept = isThis;
        Optional<String> device = Optional.ofNullable(known)
                .filter(it -> isKept && isThat(it, wanted))
                .flatMap(PseudowireSession::interfaceName)
                .filter(hasName);
        if (device.isEmpty()) {
            delete(known);
        }
        return device;
    }

    /// Whether the kernel's is what is wanted, as far as it tells.
    private static boolean isThat(@Nullable PseudowireSession known, PseudowireSession wanted) {
        return known != null
                && known.carried() == wanted.carried()
                && known.peerId() == wanted.peerId()
                && known.cookie().equals(wanted.cookie())
                && known.peerCookie().equals(wanted.peerCookie());
    }

    /// A session that goes on.
    record Adopted(PppLink link, PppLink.Unit unit) {}

    /// The socket of the table that holds TCP to the MTU, which is the caller's from now on.
    synchronized Optional<Integer> clamp() {
        Optional<Integer> before = clamp;
        clamp = Optional.empty();
        return before;
    }

    /// The table is to outlive this daemon.
    void keep(SegmentClamp table) {
        store.keep(CLAMP, List.of(table.descriptor()));
    }

    /// It is about to go.
    void forgetClamp() {
        store.forget(CLAMP);
    }

    /// The tunnel is to outlive this daemon.
    void keep(KernelTunnel tunnel, int socket) {
        tunnel.outlives = true;
        store.keep(name(tunnel), List.of(socket));
    }

    /// The session is to outlive it, with its interface.
    void keep(KernelSession session) {
        session.unit.filter(_ -> session.tunnel.outlives).ifPresent(unit -> {
            store.keep(name(session, unit), List.of(session.link.socketDescriptor(), session.link.unitDescriptor()));
        });
    }

    /// The session of Ethernet is to outlive it. The node's thread.
    void keep(KernelPort port) {
        if (port.tunnel.outlives && port.tunnel.socket.isPresent()) {
            String name = portName(port.wanted(Optional.empty()));
            if (!name.equals(port.keptAs)) {
                forget(port);
                keepName(port, name);
            }
        }
    }

    private void keepName(KernelPort port, String name) {
        try (MemoryFile nothing = MemoryFile.of(name, new byte[0])) {
            store.keep(name, List.of(nothing.descriptor()));
            port.keptAs = name;
        } catch (LinuxException e) {
            sink.notice("a session will not outlive this daemon: " + e.getMessage());
        }
    }

    /// It is about to go.
    void forget(KernelPort port) {
        if (!port.keptAs.isEmpty()) {
            store.forget(port.keptAs);
            port.keptAs = "";
        }
    }

    /// It is about to go.
    void forget(KernelTunnel tunnel) {
        if (tunnel.outlives) {
            store.forget(name(tunnel));
        }
    }

    /// Its interface is about to go.
    void forget(KernelSession session) {
        session.unit.filter(_ -> session.tunnel.outlives).ifPresent(unit -> store.forget(name(session, unit)));
    }

    /// What nobody asked for goes.
    synchronized void sweep() {
        if (!isEmpty() || !there.isEmpty()) {
            sink.notice("of a daemon before this one, nobody wants these any more: tunnels " + tunnels.size()
                    + ", sessions " + there.size());
        }
        sessions.values().forEach(this::drop);
        sessions.clear();
        there.values().forEach(this::delete);
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
        clamp().ifPresent(socket -> {
            store.forget(CLAMP);
            Descriptors.close(socket);
        });
    }

    private void drop(Session session) {
        store.forget(session.name);
        session.close();
    }

    private void delete(@Nullable PseudowireSession session) {
        if (session == null) {
            return;
        }
        try {
            netlink.deleteSession(session.tunnelId(), session.localId());
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
        return name("t", tunnel.localId, tunnel.peerId);
    }

    private static String name(KernelSession session, PppLink.Unit unit) {
        return name(
                "s", session.tunnel.localId, session.localId, session.peerId, session.sublayer ? 1 : 0, unit.index());
    }

    private static String name(PseudowireSession session, int index) {
        return name("s", session.tunnelId(), session.localId(), session.peerId(), session.sublayer() ? 1 : 0, index);
    }

    private static String portName(PseudowireSession session) {
        return name("e", session.tunnelId(), session.localId(), session.peerId(), session.sublayer() ? 1 : 0);
    }

    private static String name(String kind, int... numbers) {
        return kind + "."
                + Arrays.stream(numbers).mapToObj(Integer::toUnsignedString).collect(Collectors.joining("."));
    }

    private static long key(int tunnelId, int sessionId) {
        return (long) tunnelId << 32 | sessionId & 0xffff_ffffL;
    }
}
