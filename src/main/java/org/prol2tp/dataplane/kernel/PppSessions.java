package org.prol2tp.dataplane.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.Descriptor;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.ActivateInterface;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// The sessions of PPP that the kernel carries. The node's thread changes them.
final class PppSessions {
    /// Frames begin with it, and the kernel adds it itself (RFC 1662 §3.1).
    private static final int ADDRESS_CONTROL = 0xff03;

    private static final int VERSION_2 = 2;
    private static final int VERSION_3 = 3;
    private static final String UNKNOWN = "the kernel has no pseudowires like that";
    private static final String NOT_FOR_PPPD =
            "pppd has no session here: it needs one that the kernel carries, of one tunnel between two ports, "
                    + "with neither congestion marks nor multilink";
    private static final String SAME_ID = "another tunnel between these ports has a session of the same id";
    private static final int LONGEST_FRAME = 65_536;

    private final KernelTunnels tunnels;
    private final L2tpNetlink netlink;
    private final KernelCounters counters;
    private final FrameReader reader;
    private final UnitPlumber plumber;
    private final Inheritance inheritance;
    private final DataPlaneSink sink;
    private final Map<SessionHandle, KernelSession> sessions = new ConcurrentHashMap<>();
    /// Sessions of L2TPv2 that the embedded plane carries, since their tunnel is not the first between its ports.
    private final Map<SessionHandle, Embedded> embedded = new HashMap<>();
    /// Sessions of L2TPv3 that the embedded plane carries for now: until they have an interface it may
    /// become clear that the kernel can.
    private final Map<SessionHandle, AddSession> undecided = new HashMap<>();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment frameBuffer = arena.allocate(LONGEST_FRAME, 64);
    private boolean pppByOthers;

    private record Embedded(KernelTunnel tunnel, int localId) {}

    PppSessions(
            KernelTunnels tunnels,
            L2tpNetlink netlink,
            KernelCounters counters,
            FrameReader reader,
            UnitPlumber plumber,
            Inheritance inheritance,
            DataPlaneSink sink) {
        this.tunnels = tunnels;
        this.netlink = netlink;
        this.counters = counters;
        this.reader = reader;
        this.plumber = plumber;
        this.inheritance = inheritance;
        this.sink = sink;
    }

    void leavePppToOthers() {
        pppByOthers = true;
    }

    /// The embedded plane carries it: but PPP that others have cannot be carried there. What the kernel may have yet
    /// ([#undecided]) is refused only when they ask for its socket.
    void addEmbedded(DataPlane plane, AddSession add) {
        boolean ppp = add.pseudowire()
                .filter(it -> !it.type().equals(PseudowireType.PPP))
                .isEmpty();
        if (pppByOthers && ppp && !undecided.containsKey(add.session())) {
            refuse(add.session(), NOT_FOR_PPPD);
        } else {
            plane.execute(add);
        }
    }

    /// Any thread.
    Optional<KernelSession> find(SessionHandle session) {
        return Optional.ofNullable(sessions.get(session));
    }

    /// The socket for another program to have its PPP. Any thread.
    ///
    /// @throws LinuxException if the kernel does not carry it
    Descriptor lend(SessionHandle session) throws LinuxException {
        return find(session)
                .orElseThrow(() -> new LinuxException(NOT_FOR_PPPD, Errno.ENODEV))
                .link
                .socket();
    }

    /// The kernel has the session from now on, or it is refused, unless the embedded plane has to carry it.
    ///
    /// @return whether it has to
    boolean add(KernelTunnel tunnel, AddSession add) {
        if (add.pseudowire().isPresent()) {
            return addPseudowire(tunnel, add);
        }
        if (tunnel.propagatesEcn) {
            return true;
        }
        KernelTunnel owner = tunnels.owner(tunnel);
        int localId = add.localId().value();
        if (owner != tunnel || add.multilink()) {
            // What the kernel does not know it leaves to the socket, where the embedded plane reads. But older kernels
            // look a session up in the tunnel of the socket alone, whatever the message says.
            if (owner.hasSession(localId)) {
                refuse(add.session(), SAME_ID);
                return false;
            }
            embedded.put(add.session(), new Embedded(tunnel, localId));
            return true;
        }
        boolean taken =
                embedded.values().stream().anyMatch(it -> it.localId == localId && it.tunnel.path.equals(tunnel.path));
        if (taken) {
            refuse(add.session(), SAME_ID);
            return false;
        }
        try {
            connect(tunnel, add, VERSION_2);
        } catch (LinuxException e) {
            refuse(add.session(), e.getMessage());
        }
        return false;
    }

    private boolean addPseudowire(KernelTunnel tunnel, AddSession add) {
        if (!suits(tunnel, add)) {
            if (!pppByOthers || tunnels.suits(tunnel)) {
                undecided.put(add.session(), add);
            }
            return true;
        }
        try {
            connect(tunnel, add, VERSION_3);
        } catch (LinuxException e) {
            refuse(add.session(), e.getMessage());
        }
        return false;
    }

    /// What was asked for of a session of L2TPv3, if it may still be changed.
    Optional<AddSession> asked(SessionHandle session) {
        return find(session).map(it -> it.pseudowire).orElseGet(() -> Optional.ofNullable(undecided.get(session)));
    }

    /// The peer said something new of its end of a session of L2TPv3, or ours has changed. Cookies and
    /// sublayer the kernel does not change: the session is made again, if it has no interface yet.
    ///
    /// @return whether somebody else carries the session from now on, for the worse or the better
    Moved change(KernelTunnel tunnel, AddSession now) {
        Optional<KernelSession> found = find(now.session());
        if (found.isEmpty()) {
            undecided.put(now.session(), now);
            if (!suits(tunnel, now)) {
                return Moved.NOT;
            }
            undecided.remove(now.session());
            again(tunnel, now);
            return Moved.TO_KERNEL;
        }
        KernelSession session = found.get();
        L2tpNetlink.PseudowireSession before = wanted(tunnel, session.pseudowire.orElseThrow());
        L2tpNetlink.PseudowireSession after = wanted(tunnel, now);
        session.pseudowire = Optional.of(now);
        boolean active = now.pseudowire().orElseThrow().peerActive();
        if (active != session.peerActive) {
            session.peerActive = active;
            plumber.renewPassing(session);
        }
        if (suits(tunnel, now) && before.with(after.sequencing()).equals(after)) {
            if (!before.equals(after)) {
                modify(session, after.sequencing());
            }
        } else if (session.active) {
            refuse(session.handle, UNKNOWN);
        } else {
            release(session);
            if (!suits(tunnel, now)) {
                undecided.put(now.session(), now);
                return Moved.TO_EMBEDDED;
            }
            again(tunnel, now);
        }
        return Moved.NOT;
    }

    /// Who carries a session.
    enum Moved {
        NOT,
        TO_KERNEL,
        TO_EMBEDDED
    }

    private void again(KernelTunnel tunnel, AddSession now) {
        try {
            connect(tunnel, now, VERSION_3);
        } catch (LinuxException e) {
            refuse(now.session(), e.getMessage());
        }
    }

    private boolean suits(KernelTunnel tunnel, AddSession add) {
        return tunnels.suits(tunnel) && KernelPseudowire.suits(add.pseudowire().orElseThrow(), add.sequencing());
    }

    private static L2tpNetlink.PseudowireSession wanted(KernelTunnel tunnel, AddSession add) {
        if (add.pseudowire().isEmpty()) {
            return KernelPseudowire.ofV2(tunnel, add);
        }
        return KernelPseudowire.session(
                tunnel,
                add.localId().value(),
                add.peerId().value(),
                add.pseudowire().get(),
                add.sequencing(),
                Optional.empty());
    }

    /// At once, which is possible as long as it has no interface.
    private void release(KernelSession session) {
        DataCounters carried = counters.now(session.tunnel.localId, session.localId);
        session.gone = true;
        sessions.remove(session.handle);
        session.tunnel.remove(session, carried);
        reader.forget(session);
        session.link.close();
    }

    void send(KernelSession session, byte[] frame) {
        boolean headed = frame.length >= 2 && ((frame[0] & 0xff) << 8 | frame[1] & 0xff) == ADDRESS_CONTROL;
        int from = headed ? 2 : 0;
        int octets = frame.length - from;
        if (session.peerActive && octets > 0 && octets <= LONGEST_FRAME) {
            MemorySegment.copy(frame, from, frameBuffer, ValueLayout.JAVA_BYTE, 0, octets);
            session.link.write(frameBuffer.address(), octets);
        }
    }

    void activate(KernelSession session, ActivateInterface activate) {
        if (activate.options().shared().isPresent()) {
            refuse(session.handle, "shared_interface needs data_plane userspace");
        } else {
            session.active = true;
            plumber.activate(session, activate.options());
        }
    }

    void setSequencing(KernelSession session, SequencingOptions options) {
        modify(session, KernelSession.sequencing(options));
    }

    private void modify(KernelSession session, L2tpNetlink.Sequencing sequencing) {
        try {
            netlink.modifySession(session.tunnel.localId, session.localId, sequencing);
        } catch (LinuxException e) {
            refuse(session.handle, e.getMessage());
        }
    }

    void remove(KernelSession session) {
        DataCounters carried = counters.now(session.tunnel.localId, session.localId);
        session.gone = true;
        sessions.remove(session.handle);
        session.tunnel.remove(session, carried);
        plumber.remove(session);
    }

    /// The embedded plane has it no more.
    void forget(SessionHandle session) {
        embedded.remove(session);
        undecided.remove(session);
    }

    /// It carries it for good.
    void decided(SessionHandle session) {
        undecided.remove(session);
    }

    /// The tunnel goes.
    void removeAll(KernelTunnel tunnel) {
        embedded.values().removeIf(it -> it.tunnel == tunnel);
        undecided.values().removeIf(it -> it.tunnel().equals(tunnel.handle));
        List.copyOf(tunnel.sessions).forEach(this::remove);
    }

    void close() {
        arena.close();
    }

    private void connect(KernelTunnel tunnel, AddSession add, int version) throws LinuxException {
        tunnels.connect(tunnel, version);
        int localId = add.localId().value();
        int peerId = add.peerId().value();
        Optional<Inheritance.Adopted> before = inheritance.session(tunnel, wanted(tunnel, add));
        if (before.isPresent()) {
            adopt(tunnel, add, before.get());
            return;
        }
        Retry.whileGoing(() -> {
            if (version == VERSION_2) {
                netlink.createSession(
                        tunnel.localId, localId, peerId, wanted(tunnel, add).sequencing());
            } else {
                netlink.createSession(wanted(tunnel, add));
            }
        });
        try {
            PppLink link = pppByOthers
                    ? PppLink.connectSocket(version, tunnel.localId, tunnel.peerId, localId, peerId)
                    : PppLink.connect(version, tunnel.localId, tunnel.peerId, localId, peerId);
            KernelSession session = new KernelSession(add, tunnel, link);
            session.sublayer = wanted(tunnel, add).sublayer();
            session.peerActive = add.pseudowire().map(it -> it.peerActive()).orElse(true);
            tunnel.sessions.add(session);
            sessions.put(add.session(), session);
            if (!pppByOthers) {
                reader.watch(session);
            }
        } catch (LinuxException e) {
            find(add.session()).ifPresentOrElse(this::remove, () -> deleteSession(tunnel.localId, localId));
            throw e;
        }
    }

    /// The kernel has had it since before this daemon.
    private void adopt(KernelTunnel tunnel, AddSession add, Inheritance.Adopted before) throws LinuxException {
        KernelSession session = new KernelSession(add, tunnel, before.link());
        session.unit = Optional.of(before.unit());
        session.peerActive = add.pseudowire().map(it -> it.peerActive()).orElse(true);
        tunnel.sessions.add(session);
        sessions.put(add.session(), session);
        try {
            reader.watch(session);
            reader.watchUnit(session);
            session.sublayer = wanted(tunnel, add).sublayer();
            netlink.modifySession(
                    tunnel.localId, session.localId, wanted(tunnel, add).sequencing());
        } catch (LinuxException e) {
            remove(session);
            throw e;
        }
    }

    private void deleteSession(int tunnelId, int localId) {
        try {
            netlink.deleteSession(tunnelId, localId);
        } catch (LinuxException e) {
            sink.notice(e.getMessage());
        }
    }

    private void refuse(SessionHandle session, String why) {
        sink.answer(new Input.DataPlaneFailed(session, why));
        sink.wake();
    }
}
