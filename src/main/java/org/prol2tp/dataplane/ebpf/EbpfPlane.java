package org.prol2tp.dataplane.ebpf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.dataplane.ebpf.FastPath.Kind;
import org.prol2tp.dataplane.userspace.UserspacePlane;
import org.prol2tp.linux.IpsecPolicies;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.MergingPair;
import org.prol2tp.linux.RouteLookup.Way;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;

/// The embedded data plane with a short cut. It does all there is to do; and of a session whose device is up, and which
/// needs nothing special, programs in the kernel carry the packets between the interface that the peer is reached by
/// and that device. What they leave alone, or what has no entry in their maps, goes the long way as ever, so an entry
/// may come and go at any time.
///
/// What programs send passes IPsec by, and what they take nobody has asked for it: so where this host has policies for
/// what leaves, or IPsec is required, they carry nothing.
///
/// Its lock is held by the node's thread, the one that makes devices, and readers of counters; never for a packet.
public final class EbpfPlane implements DataPlane {
    private final DataPlaneSink sink;
    private final UserspacePlane embedded;
    private final FastPath fast;
    private final KeptLinks links;
    private final Map<TunnelHandle, FastTunnel> tunnels = new HashMap<>();
    private final Map<SessionHandle, FastSession> sessions = new HashMap<>();
    private final Set<Integer> udpSockets = new HashSet<>();
    /// Whose the packets to an address are that leave by a shared device: the session's that had it last.
    private final Map<FastPathMaps.Leaving, FastSession> receivers = new HashMap<>();
    private final Routes routes;
    private boolean requiresIpsec;
    /// Policies, when they were last looked at.
    private boolean hasIpsec;
    /// Reasons that were told already.
    private final Set<String> told = new HashSet<>();

    private EbpfPlane(DataPlaneSink sink, FastPath fast, DescriptorStore store) throws LinuxException {
        this.sink = sink;
        this.fast = fast;
        links = KeptLinks.take(store);
        embedded = UserspacePlane.start(new Listening(sink, this::activated), store, links.others);
        routes = new Routes(this::routesChanged);
        lookForIpsec(); // after changes are watched
    }

    /// Starts it in the network namespace of the calling thread.
    ///
    /// @throws LinuxException if the kernel does not take the programs, with its reason
    public static EbpfPlane start(DataPlaneSink sink) throws LinuxException {
        return start(sink, DescriptorStore.NONE);
    }

    /// The same; what it makes outlives it in `store`, and what the store has is gone on with: programs of before carry
    /// packets until our own do.
    public static EbpfPlane start(DataPlaneSink sink, DescriptorStore store) throws LinuxException {
        FastPath fast = FastPath.load();
        try {
            return new EbpfPlane(sink, fast, store);
        } catch (LinuxException e) {
            fast.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "ebpf";
    }

    @Override
    public int openSocket(Encapsulation encapsulation, Endpoint local) throws LinuxException {
        int number = embedded.openSocket(encapsulation, local);
        if (encapsulation == Encapsulation.UDP) {
            synchronized (this) {
                udpSockets.add(number);
            }
        }
        return number;
    }

    @Override
    public synchronized void requireIpsec() {
        requiresIpsec = true;
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
        synchronized (this) {
            udpSockets.remove(socket);
        }
        embedded.closeSocket(socket);
    }

    @Override
    public void sendControl(Path path, byte[] octets) {
        embedded.sendControl(path, octets);
    }

    @Override
    public void sendPppFrame(SessionHandle session, byte[] frame) {
        embedded.sendPppFrame(session, frame);
    }

    @Override
    public void flush() {
        embedded.flush();
    }

    @Override
    public void execute(DataPlaneCommand command) {
        note(command);
        embedded.execute(command);
    }

    @Override
    public void settled() {
        embedded.settled(this::dropBefore);
    }

    private synchronized void dropBefore() {
        links.drop().forEach(EbpfPlane::removePair);
        try {
            MergingPair.removeAbandoned();
        } catch (LinuxException e) {
            tell(e);
        }
    }

    private static void removePair(int interfaceIndex) {
        try {
            MergingPair.removeByFarEnd(interfaceIndex);
        } catch (LinuxException e) {
            // gone with the daemon before, or by somebody else
        }
    }

    @Override
    public DataCounters counters(SessionHandle session) {
        return embedded.counters(session).plus(fastCounters(session));
    }

    @Override
    public long traffic(SessionHandle session) {
        DataCounters fast = fastCounters(session);
        return embedded.traffic(session) + fast.rxPackets() + fast.txPackets();
    }

    /// What of it the programs carried. Any thread.
    public synchronized DataCounters fastCounters(SessionHandle session) {
        return find(session).map(this::fastCounters).orElse(DataCounters.ZERO);
    }

    @Override
    public DataCounters counters(TunnelHandle tunnel) {
        return embedded.counters(tunnel).plus(fastCounters(tunnel));
    }

    private synchronized DataCounters fastCounters(TunnelHandle tunnel) {
        FastTunnel found = tunnels.get(tunnel);
        if (found == null) {
            return DataCounters.ZERO;
        }
        return found.sessions.stream().map(this::fastCounters).reduce(found.past, DataCounters::plus);
    }

    @Override
    public synchronized Map<String, String> facts() {
        return Map.of("ebpf", "sessions carried by programs: " + fastSessions() + " of " + sessions.size());
    }

    /// How many sessions the programs carry.
    public synchronized long fastSessions() {
        return sessions.values().stream().filter(session -> session.fast).count();
    }

    @Override
    public long strays() {
        return embedded.strays();
    }

    @Override
    public void close() {
        routes.close();
        synchronized (this) {
            List.copyOf(sessions.keySet()).forEach(this::remove);
            dropBefore();
            fast.underlays().forEach(links::forgetUnderlay);
        }
        embedded.close();
        fast.close();
    }

    /// What a command changes is out of the maps before it is carried out.
    private synchronized void note(DataPlaneCommand command) {
        switch (command) {
            case DataPlaneCommand.AddTunnel add -> tunnels.put(add.tunnel(), new FastTunnel(add, port(add.path())));
            case DataPlaneCommand.MoveTunnel(var handle, var path) ->
                tunnel(handle).ifPresent(it -> move(it, path));
            case DataPlaneCommand.SetUdpChecksums set ->
                tunnel(set.tunnel()).ifPresent(it -> {
                    it.udpChecksums = set.on();
                    it.sessions.forEach(this::refresh);
                });
            case DataPlaneCommand.RemoveTunnel(var handle) -> {
                FastTunnel gone = tunnels.remove(handle);
                if (gone != null) {
                    List.copyOf(sessions.entrySet()).stream()
                            .filter(entry -> entry.getValue().tunnel == gone)
                            .forEach(entry -> remove(entry.getKey()));
                }
            }
            case DataPlaneCommand.AddSession add ->
                tunnel(add.tunnel()).ifPresent(it -> {
                    FastSession session = new FastSession(add, it);
                    sessions.put(add.session(), session);
                    it.sessions.add(session);
                });
            case DataPlaneCommand.SetPseudowire(var handle, var options) ->
                find(handle).filter(it -> it.pseudowire.isPresent()).ifPresent(it -> {
                    it.pseudowire = Optional.of(options);
                    refresh(it);
                });
            case DataPlaneCommand.SetSequencing(var handle, var sequencing) ->
                find(handle).ifPresent(it -> {
                    it.sequencing = sequencing;
                    refresh(it);
                });
            case DataPlaneCommand.ActivateInterface(var handle, var options) ->
                find(handle).ifPresent(it -> {
                    it.ppp = Optional.of(options);
                    takeBack(it); // until the answer is there
                });
            case DataPlaneCommand.ActivateEthernet(var handle, var options) ->
                find(handle).ifPresent(it -> {
                    it.ethernet = Optional.of(options);
                    takeBack(it);
                });
            case DataPlaneCommand.DeactivateInterface(var handle) ->
                find(handle).ifPresent(this::detach);
            case DataPlaneCommand.JoinBundle join ->
                find(join.session()).ifPresent(it -> {
                    it.bundled = true;
                    takeBack(it);
                });
            case DataPlaneCommand.LeaveBundle _ -> {
                // its interface, if it has one, goes
            }
            case DataPlaneCommand.PassInterface(var from, var to) ->
                find(from).ifPresent(it -> {
                    fast.pass(it.interfaceIndex, it.link);
                    detach(it);
                });
            case DataPlaneCommand.RemoveSession(var handle) -> remove(handle);
        }
    }

    /// Called by the thread that makes devices, before the node hears of it.
    private synchronized void activated(Input.InterfaceActivated answer) {
        Optional<FastSession> session = find(answer.session());
        if (session.isEmpty()) {
            return;
        }
        FastSession found = session.get();
        try {
            int index = Rtnetlink.indexOf(answer.interfaceName());
            if (index != found.interfaceIndex) {
                detach(found);
            } else if (found.isShared()) { // perhaps with another address
                takeBack(found);
                receivers.remove(found.leaving, found);
            }
            found.use(index);
            if (found.isShared()) {
                receive(found);
            }
            refresh(found);
        } catch (LinuxException e) {
            tell(e); // the device is gone already
        }
    }

    /// Puts the session into the maps, or takes it out.
    private void refresh(FastSession session) {
        takeBack(session);
        if (requiresIpsec || hasIpsec) {
            tell("IPsec has to see what leaves");
            return;
        }
        if (!session.suits() || session.isShared() && links.outlive) {
            return;
        }
        try {
            Way way = way(session.tunnel);
            session.tunnel.way = session.tunnel.way.or(() -> Optional.of(way));
            if (session.link < 0) {
                attach(session);
            }
            session.fast = true; // from the first entry on
            if (receives(session)) {
                fast.maps.put(session.leaving, session.outward(way, fast.isWire(way)));
            }
            fast.maps.put(session.key, session.inward(way, fast.merging()));
        } catch (LinuxException e) {
            takeBack(session);
            tell(e);
        }
    }

    private void attach(FastSession session) throws LinuxException {
        int index = session.interfaceIndex;
        if (session.isShared()) {
            session.link = fast.join(index);
        } else {
            session.link = fast.attach(index, session.isEthernet() ? Kind.ETHERNET : Kind.PPP, links.outlive);
            links.keepSession(index, session.link);
        }
    }

    /// What leaves for its peer is the session's from now on, and not that of another which had the address before.
    private void receive(FastSession session) {
        FastSession before = receivers.getOrDefault(session.leaving, session);
        takeBack(before);
        receivers.put(session.leaving, session);
        if (before != session) {
            refresh(before);
        }
    }

    /// Whether what leaves by its device, to its peer if others share it, is the session's.
    private boolean receives(FastSession session) {
        return session.leaving.address() == 0 || receivers.get(session.leaving) == session;
    }

    private void takeBack(FastSession session) {
        if (session.fast) {
            session.fast = false;
            session.past = session.past.plus(fast.maps.take(session.key));
            if (receives(session)) {
                session.past = session.past.plus(fast.maps.take(session.leaving));
            }
        }
    }

    /// The session's device goes, or it leaves it to others.
    private void detach(FastSession session) {
        takeBack(session);
        if (session.link >= 0) {
            links.forgetSession(session.interfaceIndex);
            fast.detach(session.interfaceIndex, session.link);
        }
        receivers.remove(session.leaving, session);
        session.leave();
    }

    private void remove(SessionHandle handle) {
        FastSession session = sessions.remove(handle);
        if (session != null) {
            detach(session);
            session.tunnel.sessions.remove(session);
            session.tunnel.past = session.tunnel.past.plus(session.past);
        }
    }

    private void move(FastTunnel tunnel, Path path) {
        tunnel.path = path;
        tunnel.way = Optional.empty();
        tunnel.localPort = port(path);
        tunnel.sessions.forEach(this::refresh);
    }

    private Way way(FastTunnel tunnel) throws LinuxException {
        Way way = fast.underlay(tunnel.path.localAddress(), tunnel.path.peer().address(), links);
        fast.whyNotMerging().filter(told::add).ifPresent(sink::notice);
        return way;
    }

    /// Called by a thread of its own. While thousands of sessions come, each with a route, it has nothing to do for
    /// those that are there.
    private synchronized void routesChanged() {
        boolean hadIpsec = hasIpsec;
        lookForIpsec();
        for (FastTunnel tunnel : tunnels.values()) {
            boolean stays = hadIpsec == hasIpsec && tunnel.way.isPresent() && tunnel.way.equals(wayNow(tunnel));
            tunnel.way = stays ? tunnel.way : Optional.empty();
            tunnel.sessions.stream()
                    .filter(it -> it.interfaceIndex != 0 && !(stays && it.fast))
                    .forEach(this::refresh);
        }
    }

    private Optional<Way> wayNow(FastTunnel tunnel) {
        try {
            return Optional.of(way(tunnel));
        } catch (LinuxException e) {
            return Optional.empty(); // its sessions say so
        }
    }

    private synchronized void lookForIpsec() {
        try {
            hasIpsec = IpsecPolicies.anyOutbound();
        } catch (LinuxException e) {
            hasIpsec = true;
            tell(e);
        }
    }

    private DataCounters fastCounters(FastSession session) {
        if (!session.fast) {
            return session.past;
        }
        DataCounters received = session.past.plus(fast.maps.counters(session.key));
        return receives(session) ? received.plus(fast.maps.counters(session.leaving)) : received;
    }

    private int port(Path path) {
        return udpSockets.contains(path.socket())
                ? embedded.localEndpoint(path.socket()).port()
                : 0;
    }

    private Optional<FastTunnel> tunnel(TunnelHandle handle) {
        return Optional.ofNullable(tunnels.get(handle));
    }

    private Optional<FastSession> find(SessionHandle handle) {
        return Optional.ofNullable(sessions.get(handle));
    }

    private void tell(LinuxException e) {
        tell(Objects.requireNonNull(e.getMessage()));
    }

    /// Each reason once: it may be that of ten thousand sessions.
    private void tell(String why) {
        if (told.size() < 100 && told.add(why)) {
            sink.notice("carried by the embedded plane: " + why);
        }
    }
}
