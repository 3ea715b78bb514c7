package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.control.CallAnswer;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.CallKind;
import org.prol2tp.protocol.control.CallStatus;
import org.prol2tp.protocol.control.ControlConnection;
import org.prol2tp.protocol.control.ControlOutbox;
import org.prol2tp.protocol.control.ControlSettings;
import org.prol2tp.protocol.control.ControlTrace;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.CallStatusAvp.Accm;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// One control connection as the node keeps it: with the path its datagrams take, its timer and its
/// place in the [Router], from the first SCCRQ until nothing is pending any more. What it says goes to
/// its [Tunnel].
///
/// While the connection is busy its datagrams are held back: what the data plane is told goes first, so
/// that no frame of the peer's comes before the session is known there.
final class Channel implements ControlOutbox, Timers.Wakeable {
    /// How long a stopping node keeps what is over at both ends: longer than the first wait of a
    /// retransmission, so that one lost acknowledgement is made good.
    private static final long LINGER_NS = 1_500_000_000L;
    private static final String ESTABLISHED = "Established";

    /// How long after the peer opened it a copy of its SCCRQ may still be on its way.
    private static final long COPIES_NS = 60_000_000_000L;
    private final Lcce lcce;
    private final Tunnel tunnel;
    private final ControlConnectionId localId;
    private final boolean openedByPeer;
    private final boolean unmanaged;
    private boolean closedByPeer;
    private final Timers.Timer timer = new Timers.Timer(this);
    private final List<byte[]> unsent = new ArrayList<>(2);
    private Path path;

    /// Told apart from its like by the octets of the SCCRQ that opened it; 0 if we opened it.
    private final long openingHash;
    private @Nullable ControlConnection connection;
    private ControlConnectionId peerId = ControlConnectionId.NONE;

    /// Neither established nor failed.
    private boolean opening = true;
    private boolean inRouter;
    private long enteredAtNs;

    /// Since when the connection only lingers; [Node#NEVER]: it does not.
    private long lingersSinceNs = Node.NEVER;

    private Channel(
            Lcce lcce, Tunnel tunnel, ControlConnectionId localId, Path path, boolean openedByPeer, long openingHash) {
        this.unmanaged = !openedByPeer && Unmanaged.is(tunnel);
        this.lcce = lcce;
        this.tunnel = tunnel;
        this.localId = localId;
        this.path = path;
        this.openedByPeer = openedByPeer;
        this.openingHash = openingHash;
    }

    /// Sends an SCCRQ along `path`.
    static Channel initiate(Lcce lcce, Tunnel tunnel, ControlConnectionId localId, Path path) {
        Channel channel = new Channel(lcce, tunnel, localId, path, false, 0);
        channel.enter();
        channel.connection = ControlConnection.initiate(
                tunnel.controlSettings(),
                lcce.controlCounters,
                lcce.entropy::nextBytes,
                localId,
                lcce.nowNs(),
                channel);
        channel.settle();
        return channel;
    }

    /// Of what both ends are told by their settings: without a connection, or with one that says HELLO
    /// alone.
    static Channel unmanaged(Lcce lcce, Tunnel tunnel, ControlConnectionId localId, Path path) {
        Channel channel = new Channel(lcce, tunnel, localId, path, false, 0);
        PeerIdentity peer = Unmanaged.peer(tunnel, path);
        channel.enter();
        if (tunnel.parameters().v3().mode() == L2tpV3Tunnel.Mode.QUIESCENT) {
            channel.connection = ControlConnection.quiescent(
                    tunnel.controlSettings(),
                    lcce.controlCounters,
                    lcce.entropy::nextBytes,
                    localId,
                    peer.id(),
                    lcce.nowNs());
        }
        channel.established(peer);
        channel.settle();
        return channel;
    }

    /// Answers a peer's SCCRQ; empty, and nothing is kept, if the connection refused it.
    static Optional<Channel> accept(
            Lcce lcce, Tunnel tunnel, ControlConnectionId localId, Path path, long openingHash, byte[] datagram) {
        Channel channel = new Channel(lcce, tunnel, localId, path, true, openingHash);
        Optional<ControlConnection> accepted = ControlConnection.accept(
                tunnel.controlSettings(),
                lcce.controlCounters,
                lcce.entropy::nextBytes,
                localId,
                datagram,
                lcce.nowNs(),
                channel);
        if (accepted.isEmpty()) {
            channel.flush();
            return Optional.empty();
        }
        channel.connection = accepted.get();
        channel.peerId = accepted.get().peerId();
        channel.enter();
        lcce.router.learnPeerId(channel, channel.peerId);
        channel.settle();
        return Optional.of(channel);
    }

    /// Goes on with a connection that was established in a node that is no more, and with these calls.
    static Channel resume(Lcce lcce, Tunnel tunnel, Kept.OfTunnel kept, Path path, List<Kept.OfSession> calls) {
        Channel channel = new Channel(lcce, tunnel, kept.tunnel(), path, kept.openedByPeer(), 0);
        channel.enter();
        ControlConnection resumed = Resumption.connection(lcce, tunnel, kept, channel);
        calls.forEach(it -> resumed.resumeCall(it.type().kind(), it.session(), it.peer()));
        channel.connection = resumed;
        channel.established(kept.peer());
        channel.settle();
        return channel;
    }

    /// Answers an SCCRQ with a StopCCN; nothing is kept.
    static void refuse(Lcce lcce, Tunnel tunnel, Path path, byte[] datagram, Ending why) {
        ControlConnectionId id = lcce.router.freeId(Version.V2, lcce.entropy).orElse(new ControlConnectionId(1));
        Channel channel = new Channel(lcce, tunnel, id, path, true, 0);
        ControlConnection.refuse(tunnel.controlSettings(), lcce.controlCounters, id, datagram, why, channel);
        channel.flush();
    }

    ControlConnectionId localId() {
        return localId;
    }

    ControlConnectionId peerId() {
        return peerId;
    }

    IpAddress peerAddress() {
        return path.peer().address();
    }

    Path path() {
        return path;
    }

    Tunnel tunnel() {
        return tunnel;
    }

    boolean openedByPeer() {
        return openedByPeer;
    }

    /// Whether the SCCRQ with this hash is a copy of the one that opened this channel. Once the peer has
    /// closed the channel it is done with it: then even the same SCCRQ asks for a new tunnel. So does one
    /// that comes when no copy can be on its way: the peer has started anew and chosen the same id.
    boolean wasOpenedBy(long hash) {
        boolean copiesMayCome = opening || lcce.nowNs() - enteredAtNs < COPIES_NS;
        return openedByPeer && openingHash == hash && !closedByPeer && copiesMayCome;
    }

    /// As the RFC names it; empty once it is released.
    Optional<String> stateName() {
        return connection()
                .map(ControlConnection::stateName)
                .or(() -> unmanaged && inRouter ? Optional.of(ESTABLISHED) : Optional.empty());
    }

    /// Empty once it is released.
    Optional<ControlConnection> connection() {
        return Optional.ofNullable(connection);
    }

    /// Which version of L2TP it speaks.
    Version version() {
        return unmanaged ? Version.V3 : connection == null ? Version.V2 : connection.version();
    }

    /// The state of a call, as the RFC names it; empty if there is none with this id.
    Optional<String> stateOf(SessionId call) {
        if (unmanaged) {
            return tunnel.calls().session(call).map(_ -> ESTABLISHED);
        }
        return call.equals(SessionId.NONE)
                ? Optional.empty()
                : connection().flatMap(it -> it.call(call)).map(CallStatus::state);
    }

    /// A datagram of ours did not leave the machine.
    void sendFailed(byte[] datagram, String reason) {
        connection().ifPresent(it -> it.sendFailed(datagram));
        ChannelTrace.notSent(lcce, this, reason);
    }

    /// A control datagram for this channel came from its peer's address.
    void receive(Path from, byte[] datagram) {
        ControlConnection current = connection;
        if (current == null) {
            return;
        }
        if (lcce.tracing.wantsPackets(tunnel)) {
            lcce.report(new Event.Packet(tunnel.ref(), false, from, datagram));
        }
        boolean moved = !from.peer().equals(path.peer());
        int expectedBefore = moved ? current.numbers().nr() : 0;
        current.receive(datagram, lcce.nowNs(), this);
        if (moved && connection != null && current.numbers().nr() != expectedBefore) {
            move(from);
        }
        settle();
    }

    @Override
    public void wake(long nowNs) {
        if (connection == null) {
            return;
        }
        if (nowNs >= lingerEndNs()) {
            abandon(Ending.unsaid("shutting down"));
            return;
        }
        connection.timePassed(nowNs, this);
        settle();
    }

    @Override
    public Optional<Tunnel> tunnelConcerned() {
        return Optional.of(tunnel);
    }

    void placeCall(SessionType type, SessionId session, CallDetails details) {
        if (unmanaged) {
            lcce.afterwards(() -> tunnel.calls()
                    .session(session)
                    .ifPresent(it -> it.connected(Unmanaged.peerId(it), Unmanaged.details(it, details))));
        } else if (connection != null) {
            connection.placeCall(type.kind(), session, details, lcce.nowNs(), this);
            settle();
        }
    }

    /// The line of an outgoing call has answered.
    void answerCall(SessionId session, CallDetails line) {
        tell(it -> it.answerCall(session, line, lcce.nowNs(), this));
    }

    void hangUp(SessionId session, Ending why) {
        if (unmanaged) {
            tunnel.calls().ended(session, why);
        } else {
            tell(it -> it.hangUp(session, why, lcce.nowNs(), this));
        }
    }

    void sendLinkInformation(SessionId session, int sendAccm, int receiveAccm) {
        tell(it -> it.sendLinkInformation(session, sendAccm, receiveAccm, lcce.nowNs(), this));
    }

    void sendCircuitStatus(SessionId session, CircuitStatus status) {
        tell(it -> it.sendCircuitStatus(session, status, lcce.nowNs(), this));
    }

    void close(Ending why) {
        if (unmanaged) {
            abandon(why);
        } else {
            tell(it -> it.close(why, lcce.nowNs(), this));
        }
    }

    void abandon(Ending why) {
        if (connection != null) {
            connection.abandon(why, lcce.nowNs(), this);
            settle();
        } else if (unmanaged && inRouter) {
            closed(why);
            released();
        }
    }

    /// Its times are these from now on.
    void adjust(ControlSettings settings) {
        tell(it -> it.adjust(settings, lcce.nowNs()));
    }

    /// What was sent, while the peer's SCCRP is waited for.
    OptionalLong tieBreaker() {
        return connection == null ? OptionalLong.empty() : connection.tieBreaker();
    }

    void loseTie() {
        tell(it -> it.loseTie(lcce.nowNs(), this));
    }

    private void tell(Consumer<ControlConnection> what) {
        if (connection != null) {
            what.accept(connection);
            settle();
        }
    }

    /// Our own bug left the connection in nobody knows what state: it is forgotten without being asked.
    void forget() {
        unsent.clear();
        connectionSettled();
        release();
    }

    @Override
    public void send(byte[] datagram) {
        unsent.add(datagram);
    }

    @Override
    public void fellBack() {
        tunnel.notice("no answer to an SCCRQ of L2TPv3 and L2TPv2; L2TPv2 alone is tried");
    }

    @Override
    public void established(PeerIdentity peer) {
        connectionSettled();
        peerId = peer.id();
        lcce.router.learnPeerId(this, peerId);
        tunnel.established(this, peer);
    }

    @Override
    public void closed(Ending why) {
        closedByPeer = why.byPeer();
        if (inRouter) {
            if (unmanaged) {
                List.copyOf(tunnel.calls().all())
                        .forEach(session -> tunnel.calls().ended(session.localId(), why.ofCalls()));
            }
            connectionSettled();
            tunnel.closed(this, why);
        }
    }

    @Override
    public void released() {
        if (inRouter) {
            release();
            tunnel.released(this);
        }
    }

    @Override
    public CallAnswer callRequested(CallKind kind, SessionId peerSessionId, CallDetails details) {
        return tunnel.calls().requested(kind, peerSessionId, details);
    }

    @Override
    public void callProceeds(SessionId session, SessionId peerSessionId, CallDetails details) {
        tunnel.calls().proceeds(session, peerSessionId, details);
    }

    @Override
    public void callConnected(SessionId session, SessionId peerSessionId, CallKind kind, CallDetails details) {
        tunnel.calls().connected(session, peerSessionId, details);
    }

    @Override
    public void callEnded(SessionId session, Ending why) {
        tunnel.calls().ended(session, why);
    }

    @Override
    public void callErrors(SessionId session, CallErrors errors) {
        tunnel.calls().session(session).ifPresent(it -> it.lineReported(errors));
    }

    @Override
    public void circuitStatus(SessionId session, CircuitStatus status) {
        tunnel.calls().session(session).ifPresent(it -> Circuits.peerChanged(lcce, it, status));
    }

    @Override
    public void linkInformation(SessionId session, int sendAccm, int receiveAccm) {
        // Frames of our PPP are packets all the way: nothing is to be mapped.
        Accm accm = new Accm(Integer.toUnsignedLong(sendAccm), Integer.toUnsignedLong(receiveAccm));
        tunnel.calls().session(session).ifPresent(it -> it.lineReported(line -> line.with(accm)));
    }

    @Override
    public List<Avp.Unrecognised> addedAvps(MessageType message, SessionId about) {
        return lcce.addedAvps.of(
                message, lcce, tunnel, localId, about, tunnel.controlSettings().hostName());
    }

    @Override
    public void received(MessageType message, SessionId about, Datagram.Control octets) {
        ChannelTrace.avps(lcce, this, message, about, octets);
    }

    @Override
    public void peerFault(SessionId session, String what) {
        lcce.report(new Event.PeerFault(Optional.of(tunnel.ref()), path.peer(), what));
    }

    @Override
    public boolean traces(ControlTrace kind, SessionId session) {
        return lcce.tracing.wants(ChannelTrace.category(kind), tunnel, session);
    }

    @Override
    public void trace(ControlTrace kind, SessionId session, String line) {
        lcce.tracing.line(ChannelTrace.category(kind), tunnel, localId, session, line);
    }

    /// The peer answers from another port, or its NAT gave it another: a message that could only be the
    /// next one came from there (RFC 2661 §8.1).
    private void move(Path from) {
        path = path.withPeer(from.peer());
        tunnel.moved(this);
    }

    private void settle() {
        flush();
        if (connection == null) {
            lcce.timers.disarm(timer);
            return;
        }
        if (lingersSinceNs == Node.NEVER && connection.lingers()) {
            lingersSinceNs = lcce.nowNs();
        }
        long atNs = Math.min(connection.deadlineNs(), lingerEndNs());
        lcce.timers.arm(timer, atNs);
        ChannelTrace.timer(lcce, this, atNs);
    }

    private long lingerEndNs() {
        return lingersSinceNs == Node.NEVER || !lcce.stopping() ? Node.NEVER : lingersSinceNs + LINGER_NS;
    }

    private void flush() {
        boolean watched = lcce.tracing.wantsPackets(tunnel);
        lcce.remembrance.numbers(this, unsent.size());
        for (byte[] datagram : unsent) {
            if (watched) {
                lcce.report(new Event.Packet(tunnel.ref(), true, path, datagram));
            }
            lcce.say(new Output.SendDatagram(path, datagram));
        }
        unsent.clear();
    }

    private void enter() {
        inRouter = true;
        enteredAtNs = lcce.nowNs();
        lcce.router.add(this, openedByPeer);
        tunnel.use(this);
        ChannelTrace.id(lcce, this, "taken");
    }

    private void connectionSettled() {
        if (opening && inRouter) {
            opening = false;
            lcce.router.settled(this, openedByPeer);
        }
    }

    private void release() {
        if (inRouter) {
            inRouter = false;
            lcce.router.remove(this, peerId);
            ChannelTrace.id(lcce, this, "given back");
            lcce.timers.disarm(timer);
            connection = null;
        }
    }
}
