package org.prol2tp.dataplane.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.ActivateInterface;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.SessionHandle;

/// The sessions of PPP that the kernel carries. The node's thread changes them.
final class PppSessions {
    /// Frames begin with it, and the kernel adds it itself (RFC 1662 §3.1).
    private static final int ADDRESS_CONTROL = 0xff03;

    private static final int VERSION_2 = 2;
    private static final String SAME_ID = "another tunnel between these ports has a session of the same id";
    private static final int LONGEST_FRAME = 65_536;

    private final KernelTunnels tunnels;
    private final L2tpNetlink netlink;
    private final KernelCounters counters;
    private final FrameReader reader;
    private final UnitPlumber plumber;
    private final DataPlaneSink sink;
    private final Map<SessionHandle, KernelSession> sessions = new ConcurrentHashMap<>();
    /// Sessions that the embedded plane carries though they are of L2TPv2.
    private final Map<SessionHandle, Embedded> embedded = new HashMap<>();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment frameBuffer = arena.allocate(LONGEST_FRAME, 64);
    private boolean told;

    private record Embedded(KernelTunnel tunnel, int localId) {}

    PppSessions(
            KernelTunnels tunnels,
            L2tpNetlink netlink,
            KernelCounters counters,
            FrameReader reader,
            UnitPlumber plumber,
            DataPlaneSink sink) {
        this.tunnels = tunnels;
        this.netlink = netlink;
        this.counters = counters;
        this.reader = reader;
        this.plumber = plumber;
        this.sink = sink;
    }

    /// Any thread.
    Optional<KernelSession> find(SessionHandle session) {
        return Optional.ofNullable(sessions.get(session));
    }

    /// The kernel has the session from now on, or it is refused, unless the embedded plane has to carry it.
    ///
    /// @return whether it has to
    boolean add(KernelTunnel tunnel, AddSession add) {
        KernelTunnel owner = tunnels.owner(tunnel);
        int localId = add.localId().value();
        if (owner != tunnel) {
            // Older kernels look a session up in the tunnel of the socket alone, whatever the message says.
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
            connect(tunnel, add);
        } catch (LinuxException e) {
            refuse(add.session(), e.getMessage());
        }
        return false;
    }

    void send(KernelSession session, byte[] frame) {
        boolean headed = frame.length >= 2 && ((frame[0] & 0xff) << 8 | frame[1] & 0xff) == ADDRESS_CONTROL;
        int from = headed ? 2 : 0;
        int octets = frame.length - from;
        if (octets > 0 && octets <= LONGEST_FRAME) {
            MemorySegment.copy(frame, from, frameBuffer, ValueLayout.JAVA_BYTE, 0, octets);
            session.link.write(frameBuffer.address(), octets);
        }
    }

    void activate(KernelSession session, ActivateInterface activate) {
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

    void setSequencing(KernelSession session, SequencingOptions options) {
        try {
            netlink.modifySession(session.tunnel.localId, session.localId, KernelSession.sequencing(options));
        } catch (LinuxException e) {
            refuse(session.handle, e.getMessage());
        }
    }

    void remove(KernelSession session) {
        DataCounters carried = counters.now(session);
        session.gone = true;
        sessions.remove(session.handle);
        session.tunnel.remove(session, carried);
        plumber.remove(session);
    }

    /// The embedded plane has it no more.
    void forget(SessionHandle session) {
        embedded.remove(session);
    }

    /// The tunnel goes.
    void removeAll(KernelTunnel tunnel) {
        embedded.values().removeIf(it -> it.tunnel == tunnel);
        List.copyOf(tunnel.sessions).forEach(this::remove);
    }

    void close() {
        arena.close();
    }

    private void connect(KernelTunnel tunnel, AddSession add) throws LinuxException {
        tunnels.connect(tunnel, VERSION_2);
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
            find(add.session()).ifPresentOrElse(this::remove, () -> deleteSession(tunnel.localId, localId));
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
