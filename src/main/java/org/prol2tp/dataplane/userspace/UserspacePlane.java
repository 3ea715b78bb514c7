package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.DataHeader;

/// The embedded data plane: sockets on one side, TUN and TAP devices on the other, and three threads.
///
/// 1. The receiver takes datagrams from the sockets; control messages and PPP's control protocols go to
/// the sink, IP and frames of Ethernet to the devices.
/// 2. The transmitter takes these from the devices and sends them in data messages.
/// 3. The plumber makes and removes devices.
///
/// The node's thread changes the session table, and sends control messages itself.
public final class UserspacePlane implements DataPlane {
    private final String name;
    private final DataPlaneSink sink;
    private final Sockets sockets = new Sockets();
    private final SessionTable table = new SessionTable();
    /// Sessions of L2TPv3: their ids alone find them.
    private final SessionTable pseudowires = new SessionTable();
    private final Map<SessionHandle, Session> sessions = new ConcurrentHashMap<>();
    private final Map<TunnelHandle, Tunnel> tunnels = new ConcurrentHashMap<>();
    private final ControlSender controlSender = new ControlSender(this::notSent);
    private final TransmitCounters controlCounters = new TransmitCounters();
    private final DataReceiver dataReceiver;
    private final Receiver receiver;
    private final Transmitter transmitter;
    private final Plumber plumber;
    private final KeptNumbers numbers;
    private final Interfaces interfaces;
    private final Thread receiverThread;
    private final Thread transmitterThread;
    private final Thread plumberThread;
    private boolean closed;

    private UserspacePlane(
            String name,
            DataPlaneSink sink,
            Tun.Offload offload,
            boolean withInterfaces,
            DescriptorStore store,
            List<DescriptorStore.Kept> before)
            throws LinuxException {
        this.name = name;
        this.sink = sink;
        DeviceFailures failures = this::failed;
        dataReceiver = new DataReceiver(table, pseudowires, sink, new DeviceWriter(failures));
        receiver = new Receiver(sockets, dataReceiver, sink);
        transmitter = new Transmitter(failures, new LastLine(sink));
        List<DescriptorStore.Kept> devices = new ArrayList<>();
        numbers = KeptNumbers.take(store, before, devices, sink);
        plumber = new Plumber(receiver, transmitter, sink, offload, new KeptDevices(store, devices, sink));
        interfaces = withInterfaces ? plumber : new NoInterfaces(sink);
        receiverThread = start("data-receiver", receiver);
        transmitterThread = start("data-transmitter", transmitter);
        plumberThread = start("data-plumber", plumber);
    }

    /// Starts it, with all the offloads the kernel has. Its devices and sockets belong to the network
    /// namespace of the calling thread.
    public static UserspacePlane start(DataPlaneSink sink) throws LinuxException {
        return start(sink, Tun.Offload.TCP_AND_UDP);
    }

    /// Starts it with no more than these offloads.
    public static UserspacePlane start(DataPlaneSink sink, Tun.Offload offload) throws LinuxException {
        return new UserspacePlane("userspace", sink, offload, true, DescriptorStore.NONE, List.of());
    }

    /// Starts it with all the offloads the kernel has, and with the devices of a daemon before this one.
    ///
    /// @param store keeps the devices of this one
    /// @param before what the store had
    public static UserspacePlane start(DataPlaneSink sink, DescriptorStore store, List<DescriptorStore.Kept> before)
            throws LinuxException {
        return new UserspacePlane("userspace", sink, Tun.Offload.TCP_AND_UDP, true, store, before);
    }

    /// Starts one that carries control messages and PPP's control protocols only, and says of interfaces
    /// that they are there.
    public static UserspacePlane startWithoutInterfaces(DataPlaneSink sink) throws LinuxException {
        return new UserspacePlane("none", sink, Tun.Offload.NONE, false, DescriptorStore.NONE, List.of());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void settled() {
        settled(() -> {});
    }

    /// The same; `after` runs when all interfaces that were asked for are there.
    public void settled(Runnable after) {
        numbers.sweep();
        interfaces.settled(after);
    }

    @Override
    public int openSocket(Encapsulation encapsulation, Endpoint local) throws LinuxException {
        int number = sockets.open(encapsulation, local);
        for (int each : Sockets.all(number)) {
            Optional<L2tpSocket> socket = sockets.find(each);
            if (socket.isPresent()) {
                receiver.watch(each, socket.get());
            }
        }
        return number;
    }

    @Override
    public void requireIpsec() {
        sockets.requireIpsec();
    }

    @Override
    public long dropped() {
        return sockets.dropped();
    }

    @Override
    public void findPathMtu(int socket) throws LinuxException {
        sockets.find(socket).orElseThrow().findPathMtu();
    }

    @Override
    public Endpoint localEndpoint(int socket) {
        return sockets.find(socket)
                .map(s -> Addresses.endpoint(s.localAddress()))
                .orElseThrow(() -> new IllegalArgumentException("no socket " + socket));
    }

    @Override
    public void closeSocket(int socket) {
        controlSender.flush();
        for (int each : Sockets.all(socket)) {
            sockets.remove(each).ifPresent(s -> close(socket, s));
        }
    }

    @Override
    public void sendControl(Path path, byte[] octets) {
        Optional<L2tpSocket> socket = sockets.find(path.socket());
        if (socket.isPresent()) {
            controlSender.send(socket.get(), path, controlCounters, octets);
        }
    }

    @Override
    public void sendPppFrame(SessionHandle session, byte[] frame) {
        Session found = sessions.get(session);
        if (found != null) {
            controlSender.sendFrame(found, frame);
        }
    }

    @Override
    public void flush() {
        controlSender.flush();
    }

    @Override
    public void execute(DataPlaneCommand command) {
        switch (command) {
            case DataPlaneCommand.AddTunnel add -> addTunnel(add);
            case DataPlaneCommand.MoveTunnel(var tunnel, var path) -> moveTunnel(tunnel, path);
            case DataPlaneCommand.SetUdpChecksums(var tunnel, var path, var on) -> {
                Optional.ofNullable(tunnels.get(tunnel)).ifPresent(it -> it.udpChecksums = on);
                moveTunnel(tunnel, path);
            }
            case DataPlaneCommand.RemoveTunnel(var tunnel) -> removeTunnel(tunnel);
            case DataPlaneCommand.AddSession add -> addSession(add);
            case DataPlaneCommand.SetPseudowire(var session, var options) ->
                find(session).filter(Session::isV3).ifPresent(s -> setPseudowire(s, PseudowireLayout.of(options)));
            case DataPlaneCommand.SetSequencing(var session, var sequencing) ->
                find(session).ifPresent(s -> s.change(state -> state.with(sequencing)));
            case DataPlaneCommand.ActivateInterface(var session, var options) ->
                find(session).ifPresent(s -> interfaces.activate(s, options));
            case DataPlaneCommand.ActivateEthernet(var session, var options) ->
                find(session).ifPresent(s -> interfaces.activate(s, options));
            case DataPlaneCommand.DeactivateInterface(var session) ->
                find(session).ifPresent(interfaces::deactivate);
            case DataPlaneCommand.JoinBundle(var session, var first, var options) ->
                find(session).ifPresent(s -> find(first).ifPresent(f -> join(s, f, options)));
            case DataPlaneCommand.LeaveBundle(var session) -> find(session).ifPresent(UserspacePlane::leave);
            case DataPlaneCommand.PassInterface(var from, var to) ->
                find(from).ifPresent(f -> find(to).ifPresent(t -> pass(f, t)));
            case DataPlaneCommand.RemoveSession(var session) -> find(session).ifPresent(this::removeSession);
        }
    }

    @Override
    public DataCounters counters(SessionHandle session) {
        return find(session).map(Session::counters).orElse(DataCounters.ZERO);
    }

    @Override
    public long traffic(SessionHandle session) {
        return find(session).map(Session::traffic).orElse(0L);
    }

    @Override
    public DataCounters counters(TunnelHandle tunnel) {
        return Optional.ofNullable(tunnels.get(tunnel)).map(Tunnel::counters).orElse(DataCounters.ZERO);
    }

    /// Opens a UDP socket at the port of socket `number`, connected to the path's peer, whose control datagrams arrive
    /// as if at `number`. Whoever asks for it carries its data, and sees to it that [#closeConnected] is called.
    public Connected openConnected(Path path, boolean checksums) throws LinuxException {
        L2tpSocket beside = sockets.find(path.socket()).orElseThrow();
        SocketAddress local =
                Addresses.of(path.localAddress(), beside.localAddress().port());
        SocketAddress peer = Addresses.of(path.peer().address(), path.peer().port());
        return adoptConnected(path, beside.openConnected(local, peer, checksums));
    }

    /// The same with a socket that is one already. It is closed if this fails.
    public Connected adoptConnected(Path path, L2tpSocket socket) throws LinuxException {
        int number = sockets.adopt(path.socket(), socket);
        try {
            receiver.watch(number, socket);
            return new Connected(number, socket);
        } catch (LinuxException e) {
            sockets.remove(number).ifPresent(L2tpSocket::close);
            throw e;
        }
    }

    /// Of a socket for IP: from now on packets that begin with one of these Session IDs arrive at it alone, or all of
    /// them.
    public void receiveSessions(int socket, Optional<Set<Integer>> ids) throws LinuxException {
        Optional<L2tpSocket> found = sockets.find(socket);
        if (found.isPresent()) {
            found.get().receiveSessions(ids);
        }
    }

    /// From now on sockets are opened though there are ones of another process of ours at their ports, those of
    /// [#adoptConnected].
    public void openBeside(boolean on) {
        sockets.beside = on;
    }

    /// A socket of [#openConnected].
    public record Connected(int number, L2tpSocket socket) {}

    /// Closes it.
    public void closeConnected(Connected connected) {
        sockets.remove(connected.number).ifPresent(socket -> close(connected.number, socket));
    }

    @Override
    public long strays() {
        return dataReceiver.strays();
    }

    /// What the sink did not take.
    public long refusedInputs() {
        return dataReceiver.refused();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        controlSender.flush();
        plumber.close();
        join(plumberThread);
        receiver.stop();
        transmitter.stop();
        join(receiverThread);
        join(transmitterThread);
        for (int i = 0; i < sockets.size(); i++) {
            for (int each : Sockets.all(i)) {
                sockets.remove(each).ifPresent(L2tpSocket::close);
            }
        }
        receiver.close();
        transmitter.close();
        controlSender.close();
    }

    private void addTunnel(DataPlaneCommand.AddTunnel add) {
        Optional<L2tpSocket> socket = socketForData(add.options().udpChecksums(), add.path());
        if (socket.isPresent()) {
            tunnels.put(add.tunnel(), new Tunnel(add, new Route(socket.get(), add.path()), numbers));
            if (add.options().propagateEcn()) {
                noticeCongestion(add.path().socket());
            }
        }
    }

    private void moveTunnel(TunnelHandle handle, Path path) {
        Tunnel tunnel = tunnels.get(handle);
        if (tunnel != null) {
            socketForData(tunnel.udpChecksums, path).ifPresent(socket -> tunnel.route = new Route(socket, path));
            if (tunnel.propagateEcn) {
                noticeCongestion(path.socket());
            }
        }
    }

    /// Out of which socket a tunnel's data goes: its control messages', or the one beside it without UDP checksums.
    private Optional<L2tpSocket> socketForData(boolean udpChecksums, Path path) {
        int number = path.socket() | Sockets.UNCHECKED;
        Optional<L2tpSocket> first = sockets.find(path.socket());
        if (udpChecksums || first.filter(L2tpSocket::isIp).isPresent()) {
            return first;
        }
        if (first.isPresent() && sockets.find(number).isEmpty()) {
            try {
                receiver.watch(number, sockets.openUnchecked(path.socket()));
            } catch (LinuxException e) {
                sink.notice("data is sent with UDP checksums: " + e.getMessage());
            }
        }
        return sockets.find(number).or(() -> first);
    }

    /// Of all of its sockets: any may get data where the kernel does not tell it from control messages.
    private void noticeCongestion(int number) {
        for (int each : Sockets.all(number)) {
            Optional<L2tpSocket> socket = sockets.find(each);
            try {
                if (socket.isPresent()) {
                    socket.get().tellTrafficClass();
                }
            } catch (LinuxException e) {
                sink.notice("marks of congestion are not noticed: " + e.getMessage());
            }
        }
    }

    private void close(int number, L2tpSocket socket) {
        try {
            receiver.unwatch(socket);
        } catch (LinuxException e) {
            sink.notice("socket " + number + ": " + e.getMessage());
        }
        transmitter.quiescence().await();
        socket.close();
    }

    private void removeTunnel(TunnelHandle handle) {
        Tunnel tunnel = tunnels.remove(handle);
        if (tunnel != null) {
            tunnel.sessions.forEach(this::removeSession);
        }
    }

    private void addSession(DataPlaneCommand.AddSession add) {
        Tunnel tunnel = tunnels.get(add.tunnel());
        if (tunnel == null) {
            refuse(add, "no tunnel " + add.tunnel() + " in the data plane");
            return;
        }
        if (add.pseudowire().isPresent()
                && !PseudowireLayout.knows(add.pseudowire().get().type())) {
            refuse(
                    add,
                    "the embedded data plane has no pseudowires of type "
                            + add.pseudowire().get().type().number());
            return;
        }
        int localId = add.localId().value();
        int peerId = add.peerId().value();
        Session session = add.pseudowire()
                .map(it ->
                        new Session(add.session(), tunnel, localId, peerId, add.sequencing(), PseudowireLayout.of(it)))
                .orElseGet(() -> new Session(add.session(), tunnel, localId, peerId, add.sequencing()));
        sessions.put(add.session(), session);
        tunnel.sessions.add(session);
        session.inheritNumbers();
        tableOf(session).put(session.key, session);
    }

    private void setPseudowire(Session session, PseudowireLayout layout) {
        boolean before = session.state().peerActive();
        session.change(state -> state.with(layout));
        if (layout.ethernet() && layout.peerActive() != before) {
            interfaces.peerChanged(session);
        }
    }

    private void refuse(DataPlaneCommand.AddSession add, String why) {
        sink.answer(new Input.DataPlaneFailed(add.session(), why));
        sink.wake();
    }

    private void join(Session session, Session first, DataPlaneCommand.BundleOptions options) {
        Bundle.Link ofFirst = first.link;
        Bundle bundle = ofFirst == null ? new Bundle(first, options, dataReceiver.fragments()) : ofFirst.bundle;
        Bundle.Link link = session.link;
        if (link != null && link.bundle == bundle) {
            link.options = options;
            return;
        }
        leave(session);
        session.link = bundle.add(session, options);
    }

    private static void leave(Session session) {
        Bundle.Link link = session.link;
        if (link != null) {
            session.link = null;
            link.bundle.remove(link);
        }
    }

    private void pass(Session from, Session to) {
        Bundle.Link link = to.link;
        if (link != null) {
            link.bundle.setFirst(to);
        }
        interfaces.pass(from, to);
    }

    private void removeSession(Session session) {
        leave(session);
        SessionTable itsTable = tableOf(session);
        if (itsTable.find(session.key) == session) {
            itsTable.remove(session.key);
        }
        sessions.remove(session.handle);
        session.tunnel.remove(session);
        session.forgetNumbers();
        interfaces.deactivate(session);
    }

    private SessionTable tableOf(Session session) {
        return session.isV3() ? pseudowires : table;
    }

    private Optional<Session> find(SessionHandle session) {
        return Optional.ofNullable(sessions.get(session));
    }

    /// A data message is counted for its session; of a control message the node is told.
    private void notSent(Route route, long address, int octets, int errno) {
        int prefix = route.socket.isIp() ? ControlHeader.IP_PREFIX_OCTETS : 0;
        MemorySegment datagram =
                MemorySegment.ofAddress(address).reinterpret(octets).asSlice(Math.min(prefix, octets));
        boolean isData = prefix != 0
                && MemorySegment.ofAddress(address).reinterpret(octets).get(ValueLayout.JAVA_INT_UNALIGNED, 0) != 0;
        if (!isData && DataHeader.isControl(datagram, 0)) {
            String reason = new LinuxException("sendmmsg", errno).getMessage();
            sink.offer(new Input.ControlSendFailed(route.path, datagram.toArray(ValueLayout.JAVA_BYTE), reason));
        }
    }

    private void failed(Device device, String call, int errno) {
        plumber.failed(device, call, errno);
    }

    private static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
