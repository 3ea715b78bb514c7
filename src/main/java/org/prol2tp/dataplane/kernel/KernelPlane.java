package org.prol2tp.dataplane.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.userspace.UserspacePlane;
import org.prol2tp.dataplane.userspace.UserspacePlane.Connected;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;

/// The data plane of the Linux kernel. Data of L2TPv2 sessions, and of L2TPv3's Ethernet, never leaves it; frames of
/// PPP's control protocols come
/// from and go to its PPP channels. What the kernel is not asked to carry (L2TPv3 but Ethernet over UDP, tunnels that
/// mark congestion, and a
/// second tunnel between the same two ports), the embedded data plane inside carries, which also has the sockets.
///
/// The kernel wants a connected socket of its own for each tunnel: it is made beside the one that control messages come
/// by, with the tunnel's first session ([UserspacePlane#openConnected]).
///
/// Kernels delete asynchronously: a session or tunnel with the id of one that is going is tried again for a moment, and
/// [#close] returns when all are gone.
public final class KernelPlane implements DataPlane {
    /// Frames begin with it, and the kernel adds it itself (RFC 1662 §3.1).
    private static final int ADDRESS_CONTROL = 0xff03;

    private static final int VERSION_2 = 2;
    private static final int VERSION_3 = 3;
    private static final String SAME_ID = "another tunnel between these ports has a session of the same id";
    private static final int LONGEST_FRAME = 65_536;
    private static final long PAUSE_NS = 5_000_000;
    /// How often to look whether all is gone.
    private static final int LOOKS = 1000;

    private final DataPlaneSink sink;
    private final UserspacePlane embedded;
    private final L2tpNetlink netlink = L2tpNetlink.open();
    private final L2tpNetlink netlinkOfCounters = L2tpNetlink.open();
    private final KernelCounters counters = new KernelCounters(netlinkOfCounters);
    private final FrameReader reader;
    private final UnitPlumber plumber;
    private final PortPlumber portPlumber;
    private final Thread readerThread;
    private final Map<TunnelHandle, KernelTunnel> tunnels = new ConcurrentHashMap<>();
    private final Map<SessionHandle, KernelSession> sessions = new ConcurrentHashMap<>();
    /// Sessions of L2TPv3.
    private final Map<SessionHandle, KernelPort> ports = new ConcurrentHashMap<>();
    /// Whose the kernel's socket of a path is.
    private final Map<Path, KernelTunnel> owners = new HashMap<>();
    /// Sessions that the embedded plane carries though they are of L2TPv2.
    private final Map<SessionHandle, Embedded> embeddedSessions = new HashMap<>();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment frameBuffer = arena.allocate(LONGEST_FRAME, 64);
    private boolean closed;
    private boolean told;

    private record Embedded(KernelTunnel tunnel, int localId) {}

    private KernelPlane(DataPlaneSink sink) throws LinuxException {
        this.sink = sink;
        reader = new FrameReader(sink);
        plumber = new UnitPlumber(reader, sink);
        portPlumber = new PortPlumber(netlink, sink);
        embedded = UserspacePlane.start(sink);
        readerThread = Thread.ofPlatform().daemon().name("data-kernel-frames").start(reader);
    }

    /// Asks the kernel for its L2TP and its PPP; it loads the modules if it has them.
    ///
    /// @throws LinuxException that tells what is missing
    public static void probe() throws LinuxException {
        L2tpNetlink.open().close();
        PppLink.probe();
    }

    /// Starts it in the network namespace of the calling thread.
    ///
    /// @throws LinuxException if the kernel lacks something
    public static KernelPlane start(DataPlaneSink sink) throws LinuxException {
        probe();
        return new KernelPlane(sink);
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public int openSocket(Encapsulation encapsulation, Endpoint local) throws LinuxException {
        return embedded.openSocket(encapsulation, local);
    }

    @Override
    public void findPathMtu(int socket) throws LinuxException {
        embedded.findPathMtu(socket);
    }

    @Override
    public Endpoint localEndpoint(int socket) {
        return embedded.localEndpoint(socket);
    }

    @Override
    public void closeSocket(int socket) {
        embedded.closeSocket(socket);
    }

    @Override
    public void sendControl(Path path, byte[] octets) {
        embedded.sendControl(path, octets);
    }

    @Override
    public void sendPppFrame(SessionHandle session, byte[] frame) {
        KernelSession found = sessions.get(session);
        if (found == null) {
            embedded.sendPppFrame(session, frame);
            return;
        }
        boolean headed = frame.length >= 2 && ((frame[0] & 0xff) << 8 | frame[1] & 0xff) == ADDRESS_CONTROL;
        int from = headed ? 2 : 0;
        int octets = frame.length - from;
        if (octets > 0 && octets <= LONGEST_FRAME) {
            MemorySegment.copy(frame, from, frameBuffer, ValueLayout.JAVA_BYTE, 0, octets);
            found.link.write(frameBuffer.address(), octets);
        }
    }

    @Override
    public void flush() {
        embedded.flush();
    }

    @Override
    public void execute(DataPlaneCommand command) {
        switch (command) {
            case DataPlaneCommand.AddTunnel add -> {
                tunnels.put(add.tunnel(), new KernelTunnel(add));
                embedded.execute(add);
            }
            case DataPlaneCommand.MoveTunnel move -> {
                embedded.execute(move);
                tunnel(move.tunnel()).ifPresent(it -> move(it, move.path()));
            }
            case DataPlaneCommand.SetUdpChecksums set -> {
                embedded.execute(set);
                tunnel(set.tunnel()).ifPresent(it -> setChecksums(it, set));
            }
            case DataPlaneCommand.RemoveTunnel remove -> {
                embedded.execute(remove);
                tunnel(remove.tunnel()).ifPresent(this::removeTunnel);
            }
            case AddSession add -> addSession(add);
            case DataPlaneCommand.SetPseudowire set -> {
                embedded.execute(set);
                port(set.session()).ifPresent(it -> change(it, set.pseudowire(), it.sequencing));
            }
            case DataPlaneCommand.SetSequencing set -> {
                port(set.session()).ifPresent(it -> change(it, it.pseudowire, set.sequencing()));
                find(set.session())
                        .ifPresentOrElse(it -> setSequencing(it, set.sequencing()), () -> embedded.execute(set));
            }
            case DataPlaneCommand.ActivateInterface activate ->
                find(activate.session()).ifPresentOrElse(it -> activate(it, activate), () -> embedded.execute(command));
            case DataPlaneCommand.ActivateEthernet activate -> activate(activate);
            case DataPlaneCommand.DeactivateInterface deactivate -> {
                port(deactivate.session()).ifPresent(it -> plumber.then(() -> portPlumber.release(it)));
                find(deactivate.session()).ifPresentOrElse(plumber::deactivate, () -> embedded.execute(deactivate));
            }
            case DataPlaneCommand.RemoveSession remove ->
                find(remove.session()).ifPresentOrElse(this::removeSession, () -> {
                    embeddedSessions.remove(remove.session());
                    port(remove.session()).ifPresent(this::removePort);
                    embedded.execute(remove);
                });
        }
    }

    @Override
    public DataCounters counters(SessionHandle session) {
        KernelPort port = ports.get(session);
        DataCounters ofPort =
                port == null || !port.inKernel ? DataCounters.ZERO : counters.of(port.tunnel.localId, port.localId);
        return find(session)
                .map(counters::of)
                .orElseGet(() -> embedded.counters(session))
                .plus(ofPort);
    }

    @Override
    public DataCounters counters(TunnelHandle tunnel) {
        DataCounters sum = embedded.counters(tunnel);
        KernelTunnel found = tunnels.get(tunnel);
        if (found != null) {
            sum = sum.plus(found.past());
            for (KernelSession session : found.sessions) {
                sum = sum.plus(counters.of(session));
            }
            for (KernelPort port : found.ports) {
                sum = sum.plus(counters.of(port.tunnel.localId, port.localId));
            }
        }
        return sum;
    }

    /// The kernel counts none.
    @Override
    public long strays() {
        return embedded.strays();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Set<Integer> ids = new HashSet<>();
        for (KernelTunnel tunnel : List.copyOf(tunnels.values())) {
            if (tunnel.socket.isPresent()) {
                ids.add(tunnel.localId);
            }
            removeTunnel(tunnel);
        }
        plumber.close();
        portPlumber.close();
        reader.stop();
        try {
            readerThread.join();
            awaitGone(ids);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinuxException e) {
            sink.notice(e.getMessage());
        }
        embedded.close();
        netlink.close();
        netlinkOfCounters.close();
        arena.close();
    }

    private void awaitGone(Set<Integer> ids) throws LinuxException {
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

    private void addSession(AddSession add) {
        KernelTunnel tunnel = tunnels.get(add.tunnel());
        if (tunnel != null && add.pseudowire().isPresent()) {
            ports.put(
                    add.session(), new KernelPort(add, tunnel, add.pseudowire().get()));
        }
        if (tunnel == null || tunnel.propagatesEcn || add.pseudowire().isPresent()) {
            embedded.execute(add);
            return;
        }
        KernelTunnel owner = owners.getOrDefault(tunnel.path, tunnel);
        int localId = add.localId().value();
        if (owner != tunnel) {
            // Older kernels look a session up in the tunnel of the socket alone, whatever the message says.
            if (owner.hasSession(localId)) {
                refuse(add.session(), SAME_ID);
            } else {
                embeddedSessions.put(add.session(), new Embedded(tunnel, localId));
                embedded.execute(add);
            }
            return;
        }
        boolean taken = embeddedSessions.values().stream()
                .anyMatch(it -> it.localId == localId && it.tunnel.path.equals(tunnel.path));
        if (taken) {
            refuse(add.session(), SAME_ID);
            return;
        }
        try {
            connect(tunnel, add);
        } catch (LinuxException e) {
            refuse(add.session(), e.getMessage());
        }
    }

    private void connect(KernelTunnel tunnel, AddSession add) throws LinuxException {
        connect(tunnel, VERSION_2);
        int localId = add.localId().value();
        int peerId = add.peerId().value();
        Retry.whileGoing(() ->
                netlink.createSession(tunnel.localId, localId, peerId, KernelSession.sequencing(add.sequencing())));
        try {
            PppLink link = PppLink.connect(tunnel.localId, tunnel.peerId, localId, peerId);
            KernelSession session = new KernelSession(add.session(), tunnel, localId, link);
            tunnel.sessions.add(session);
            sessions.put(add.session(), session);
            reader.watch(session);
        } catch (LinuxException e) {
            find(add.session()).ifPresentOrElse(this::removeSession, () -> deleteSession(tunnel.localId, localId));
            throw e;
        }
    }

    /// The kernel has the tunnel from now on, if it had it not before.
    private void connect(KernelTunnel tunnel, int version) throws LinuxException {
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

    private void deleteSession(int tunnelId, int localId) {
        try {
            netlink.deleteSession(tunnelId, localId);
        } catch (LinuxException e) {
            sink.notice(e.getMessage());
        }
    }

    private void activate(KernelSession session, DataPlaneCommand.ActivateInterface activate) {
        if (activate.options().shared().isPresent()) {
            refuse(session.handle, "shared_interface needs data_plane userspace");
        } else {
            if (activate.options().clampMss() && !told) {
                told = true;
                sink.notice("the kernel's L2TP does not hold TCP to the MTU: a rule of netfilter (TCPMSS) does");
            }
            plumber.activate(session, activate.options());
        }
    }

    /// Who carries an Ethernet session is decided with its first interface, when both ends are known.
    private void activate(DataPlaneCommand.ActivateEthernet activate) {
        Optional<KernelPort> port = port(activate.session());
        try {
            if (port.isPresent() && (port.get().inKernel || suits(port.get(), activate))) {
                connect(port.get().tunnel, VERSION_3);
                port.get().inKernel = true;
                port.get().tunnel.ports.add(port.get());
                plumber.then(() -> portPlumber.activate(port.get(), activate.options()));
                return;
            }
        } catch (LinuxException e) {
            refuse(activate.session(), e.getMessage());
            return;
        }
        embedded.execute(activate);
    }

    private boolean suits(KernelPort port, DataPlaneCommand.ActivateEthernet activate) {
        KernelTunnel tunnel = port.tunnel;
        return KernelPort.suits(port.pseudowire, port.sequencing)
                && activate.options().vlanId() == 0
                && !activate.options().clampMss()
                && !tunnel.propagatesEcn
                && tunnel.path.peer().port() != 0
                && owners.getOrDefault(tunnel.path, tunnel) == tunnel;
    }

    private void change(KernelPort port, PseudowireOptions pseudowire, SequencingOptions sequencing) {
        port.pseudowire = pseudowire;
        port.sequencing = sequencing;
        if (!port.inKernel) {
            return;
        }
        if (KernelPort.suits(pseudowire, sequencing)) {
            plumber.then(() -> portPlumber.renew(port));
        } else {
            refuse(port.handle, "the kernel has no pseudowires like that");
        }
    }

    private void removePort(KernelPort port) {
        ports.remove(port.handle);
        if (port.inKernel) {
            DataCounters carried = counters.now(port.tunnel.localId, port.localId);
            port.gone = true;
            port.tunnel.remove(port, carried);
            plumber.then(() -> portPlumber.release(port));
        }
    }

    private void setSequencing(KernelSession session, SequencingOptions options) {
        try {
            netlink.modifySession(session.tunnel.localId, session.localId, KernelSession.sequencing(options));
        } catch (LinuxException e) {
            refuse(session.handle, e.getMessage());
        }
    }

    private void move(KernelTunnel tunnel, Path path) {
        boolean owned = owners.remove(tunnel.path, tunnel);
        tunnel.path = path;
        if (owned) {
            owners.putIfAbsent(path, tunnel);
        }
        tunnel.socket.ifPresent(it -> {
            try {
                it.socket()
                        .connect(Addresses.of(path.peer().address(), path.peer().port()));
            } catch (LinuxException e) {
                tunnel.sessions.forEach(session -> refuse(session.handle, e.getMessage()));
            }
        });
    }

    private void setChecksums(KernelTunnel tunnel, DataPlaneCommand.SetUdpChecksums set) {
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

    private void removeTunnel(KernelTunnel tunnel) {
        tunnels.remove(tunnel.handle);
        embeddedSessions.values().removeIf(it -> it.tunnel == tunnel);
        List.copyOf(tunnel.sessions).forEach(this::removeSession);
        List.copyOf(ports.values()).stream().filter(it -> it.tunnel == tunnel).forEach(this::removePort);
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

    private void removeSession(KernelSession session) {
        DataCounters carried = counters.now(session);
        session.gone = true;
        sessions.remove(session.handle);
        session.tunnel.remove(session, carried);
        plumber.remove(session);
    }

    private void refuse(SessionHandle session, String why) {
        sink.answer(new Input.DataPlaneFailed(session, why));
        sink.wake();
    }

    private Optional<KernelSession> find(SessionHandle session) {
        return Optional.ofNullable(sessions.get(session));
    }

    private Optional<KernelPort> port(SessionHandle session) {
        return Optional.ofNullable(ports.get(session));
    }

    private Optional<KernelTunnel> tunnel(TunnelHandle tunnel) {
        return Optional.ofNullable(tunnels.get(tunnel));
    }
}
