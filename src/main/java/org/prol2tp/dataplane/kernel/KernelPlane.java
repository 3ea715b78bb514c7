package org.prol2tp.dataplane.kernel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.dataplane.PppSockets;
import org.prol2tp.dataplane.userspace.UserspacePlane;
import org.prol2tp.linux.Descriptor;
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

/// The data plane of the Linux kernel. Data of its sessions, PPP of L2TPv2 and PPP and Ethernet of
/// L2TPv3, by UDP and by IP, never leaves it; frames of PPP's control protocols come from and go to its
/// PPP channels. What the kernel has no words for (tags, TCP held to the MTU in Ethernet, directions that
/// differ in more than their cookies, tunnels that mark congestion, sessions that may be links of a bundle,
/// a second tunnel between the same two ports), the embedded data plane inside carries, which also has the
/// sockets.
///
/// The kernel wants a connected socket of its own for each tunnel: it is made beside the one that control messages come
/// by, with the tunnel's first session ([UserspacePlane#openConnected]).
///
/// Kernels delete asynchronously: a session or tunnel with the id of one that is going is tried again for a moment, and
/// [#close] returns when all are gone.
public final class KernelPlane implements DataPlane, PppSockets {
    private final DataPlaneSink sink;
    private final UserspacePlane embedded;
    private final L2tpNetlink netlink = L2tpNetlink.open();
    private final L2tpNetlink netlinkOfCounters = L2tpNetlink.open();
    private final KernelCounters counters = KernelCounters.of(netlink, netlinkOfCounters);
    private final Inheritance inheritance;
    private final FrameReader reader;
    private final UnitPlumber plumber;
    private final PortPlumber portPlumber;
    private final Thread readerThread;
    private final KernelTunnels tunnels;
    private final PppSessions sessions;
    private final EthernetPorts ports;
    private final IpFilter filter;
    private boolean closed;

    private KernelPlane(DataPlaneSink sink, DescriptorStore store) throws LinuxException {
        this.sink = sink;
        inheritance = Inheritance.take(store, netlink, sink);
        reader = new FrameReader(sink);
        plumber = new UnitPlumber(reader, inheritance, sink);
        portPlumber = new PortPlumber(netlink, inheritance, sink);
        embedded = UserspacePlane.start(sink, store, inheritance.others);
        tunnels = new KernelTunnels(embedded, netlink, plumber, inheritance, sink);
        sessions = new PppSessions(tunnels, netlink, counters, reader, plumber, inheritance, sink);
        ports = new EthernetPorts(tunnels, counters, plumber, portPlumber, inheritance, sink);
        filter = new IpFilter(embedded, sink);
        readerThread = Thread.ofPlatform().daemon().name("data-kernel-frames").start(reader);
        embedded.openBeside(!inheritance.isEmpty());
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
        return start(sink, DescriptorStore.NONE);
    }

    /// The same, going on with what a daemon before this one had, and leaving what it has to the next.
    public static KernelPlane start(DataPlaneSink sink, DescriptorStore store) throws LinuxException {
        probe();
        return new KernelPlane(sink, store);
    }

    @Override
    public void leavePppToOthers() {
        sessions.leavePppToOthers();
    }

    @Override
    public Descriptor pppSocket(SessionHandle session) throws LinuxException {
        return sessions.lend(session);
    }

    @Override
    public void interfaceIs(SessionHandle session, String name) {
        sessions.find(session).ifPresent(it -> it.pppdInterface = Optional.of(name));
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
    public void requireIpsec() {
        embedded.requireIpsec();
    }

    @Override
    public long dropped() {
        return embedded.dropped();
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
        filter.closed(socket);
    }

    @Override
    public void sendControl(Path path, byte[] octets) {
        embedded.sendControl(path, octets);
    }

    @Override
    public void sendPppFrame(SessionHandle session, byte[] frame) {
        sessions.find(session)
                .ifPresentOrElse(it -> sessions.send(it, frame), () -> embedded.sendPppFrame(session, frame));
    }

    @Override
    public void flush() {
        embedded.flush();
    }

    @Override
    public void execute(DataPlaneCommand command) {
        switch (command) {
            case DataPlaneCommand.AddTunnel add -> {
                tunnels.add(add);
                embedded.execute(add);
            }
            case DataPlaneCommand.MoveTunnel move -> {
                embedded.execute(move);
                tunnels.find(move.tunnel()).ifPresent(it -> move(it, move.path()));
            }
            case DataPlaneCommand.SetUdpChecksums set -> {
                embedded.execute(set);
                tunnels.find(set.tunnel()).ifPresent(it -> tunnels.setChecksums(it, set));
            }
            case DataPlaneCommand.RemoveTunnel remove -> {
                embedded.execute(remove);
                tunnels.find(remove.tunnel()).ifPresent(this::removeTunnel);
            }
            case DataPlaneCommand.AddSession add -> addSession(add);
            case DataPlaneCommand.SetPseudowire set -> {
                embedded.execute(set);
                ports.find(set.session()).ifPresent(it -> ports.change(it, set.pseudowire(), it.sequencing));
                sessions.asked(set.session()).ifPresent(it -> change(with(it, set.pseudowire(), it.sequencing())));
            }
            case DataPlaneCommand.SetSequencing set -> {
                embedded.execute(set);
                ports.find(set.session()).ifPresent(it -> ports.change(it, it.pseudowire, set.sequencing()));
                sessions.asked(set.session())
                        .ifPresentOrElse(
                                it -> change(with(it, it.pseudowire().orElseThrow(), set.sequencing())),
                                () -> sessions.find(set.session())
                                        .ifPresent(it -> sessions.setSequencing(it, set.sequencing())));
            }
            case DataPlaneCommand.ActivateInterface activate ->
                sessions.find(activate.session()).ifPresentOrElse(it -> sessions.activate(it, activate), () -> {
                    sessions.decided(activate.session());
                    embedded.execute(command);
                });
            case DataPlaneCommand.ActivateEthernet activate -> activate(activate);
            case DataPlaneCommand.DeactivateInterface deactivate -> {
                ports.find(deactivate.session()).ifPresent(ports::deactivate);
                sessions.find(deactivate.session())
                        .ifPresentOrElse(plumber::deactivate, () -> embedded.execute(deactivate));
            }
            case DataPlaneCommand.JoinBundle _, DataPlaneCommand.LeaveBundle _, DataPlaneCommand.PassInterface _ ->
                embedded.execute(command);
            case DataPlaneCommand.RemoveSession remove -> removeSession(remove);
        }
    }

    @Override
    public void settled() {
        embedded.openBeside(false);
        embedded.settled();
        plumber.then(inheritance::sweep);
    }

    @Override
    public DataCounters counters(SessionHandle session) {
        return counters(session, counters::now);
    }

    /// Of what the kernel carries everything.
    @Override
    public long traffic(SessionHandle session) {
        return sessions.find(session).isPresent() ? DataPlane.super.traffic(session) : embedded.traffic(session);
    }

    @Override
    public DataCounters counters(TunnelHandle tunnel) {
        return counters(tunnel, counters.bulk());
    }

    @Override
    public Counts counts() {
        KernelCounters.Bulk bulk = counters.bulk();
        return new Counts() {
            @Override
            public DataCounters of(SessionHandle session) {
                return counters(session, bulk);
            }

            @Override
            public DataCounters of(TunnelHandle tunnel) {
                return counters(tunnel, bulk);
            }
        };
    }

    private DataCounters counters(SessionHandle session, KernelCounters.Source kernels) {
        DataCounters ofPort = ports.find(session)
                .filter(it -> it.inKernel)
                .map(it -> kernels.of(it.tunnel.localId, it.localId))
                .orElse(DataCounters.ZERO);
        return sessions.find(session)
                .map(it -> kernels.of(it.tunnel.localId, it.localId))
                .orElseGet(() -> embedded.counters(session))
                .plus(ofPort);
    }

    private DataCounters counters(TunnelHandle tunnel, KernelCounters.Source kernels) {
        DataCounters sum = embedded.counters(tunnel);
        Optional<KernelTunnel> found = tunnels.find(tunnel);
        if (found.isPresent()) {
            sum = sum.plus(found.get().past());
            for (KernelSession session : found.get().sessions) {
                sum = sum.plus(kernels.of(session.tunnel.localId, session.localId));
            }
            for (KernelPort port : found.get().ports) {
                sum = sum.plus(kernels.of(port.tunnel.localId, port.localId));
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
        Set<Integer> ids = tunnels.idsInKernel();
        List.copyOf(tunnels.all()).forEach(this::removeTunnel);
        plumber.close();
        portPlumber.close();
        reader.stop();
        try {
            readerThread.join();
            tunnels.awaitGone(ids);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LinuxException e) {
            sink.notice(e.getMessage());
        }
        embedded.close();
        netlink.close();
        netlinkOfCounters.close();
        sessions.close();
    }

    private void addSession(AddSession add) {
        Optional<KernelTunnel> tunnel = tunnels.find(add.tunnel());
        if (tunnel.isEmpty()) {
            sessions.addEmbedded(embedded, add);
            return;
        }
        Optional<PseudowireOptions> pseudowire = add.pseudowire();
        boolean ethernet = pseudowire.isPresent() && !KernelPseudowire.isPpp(pseudowire.get());
        if (ethernet) {
            ports.add(tunnel.get(), add, pseudowire.get());
        }
        if (ethernet || sessions.add(tunnel.get(), add)) {
            filter.embeddedHas(tunnel.get(), add.localId().value());
            sessions.addEmbedded(embedded, add);
        } else {
            filter.kernelHas(tunnel.get(), add.localId().value());
        }
    }

    /// The kernel changes a session of L2TPv3 and PPP, or it moves to or from the embedded plane.
    private void change(AddSession now) {
        KernelTunnel tunnel = tunnels.find(now.tunnel()).orElseThrow();
        switch (sessions.change(tunnel, now)) {
            case NOT -> {}
            case TO_KERNEL -> {
                embedded.execute(new DataPlaneCommand.RemoveSession(now.session()));
                filter.kernelHas(tunnel, now.localId().value());
            }
            case TO_EMBEDDED -> {
                filter.embeddedHas(tunnel, now.localId().value());
                embedded.execute(now);
            }
        }
    }

    private static AddSession with(AddSession add, PseudowireOptions pseudowire, SequencingOptions sequencing) {
        return new AddSession(
                add.session(), add.tunnel(), add.localId(), add.peerId(), sequencing, Optional.of(pseudowire));
    }

    private void activate(DataPlaneCommand.ActivateEthernet activate) {
        if (ports.activate(activate)) {
            embedded.execute(activate);
            return;
        }
        ports.find(activate.session()).filter(it -> it.inKernel).ifPresent(it -> {
            embedded.execute(new DataPlaneCommand.RemoveSession(it.handle));
            filter.kernelHas(it.tunnel, it.localId);
        });
    }

    private void removeSession(DataPlaneCommand.RemoveSession remove) {
        SessionHandle handle = remove.session();
        ports.find(handle).ifPresent(it -> filter.forget(it.tunnel, it.localId));
        sessions.find(handle).ifPresent(it -> filter.forget(it.tunnel, it.localId));
        sessions.asked(handle)
                .ifPresent(it -> tunnels.find(it.tunnel())
                        .ifPresent(tunnel -> filter.forget(tunnel, it.localId().value())));
        sessions.find(handle).ifPresentOrElse(sessions::remove, () -> {
            sessions.forget(handle);
            ports.find(handle).ifPresent(ports::remove);
            embedded.execute(remove);
        });
    }

    private void move(KernelTunnel tunnel, Path path) {
        try {
            tunnels.move(tunnel, path);
        } catch (LinuxException e) {
            for (KernelSession session : tunnel.sessions) {
                sink.answer(new Input.DataPlaneFailed(session.handle, e.getMessage()));
                sink.wake();
            }
        }
    }

    private void removeTunnel(KernelTunnel tunnel) {
        filter.forget(tunnel);
        sessions.removeAll(tunnel);
        ports.removeAll(tunnel);
        tunnels.remove(tunnel);
    }
}
