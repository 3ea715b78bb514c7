package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.ControlSettings;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// A tunnel as the operator knows it: its sessions, its place in the data plane, and the [Channel] it
/// has now, if any. One that the peer opened lives as long as its channel; a configured one has a
/// channel per try.
final class Tunnel {
    private final Lcce lcce;
    private final TunnelHandle handle;

    private final TunnelCalls calls;

    private final List<Session> configuredSessions = new ArrayList<>(0);

    private final SessionIds sessionIds;

    private final Optional<Redial> redial;
    private TunnelOrigin origin;

    private @Nullable Channel channel;

    /// Closed for good.
    private boolean leaving;

    /// Closed because it had no sessions, and none that will come back: not a failure.
    private boolean wentIdle;

    /// Of a configured tunnel without a channel: of the last one.
    private Event.@Nullable TunnelFacts lastFacts;

    /// Its own and those that drain.
    private int channels;

    private final PathMtu pathMtu;

    /// Of the latest channel.
    private ControlConnectionId lastId = ControlConnectionId.NONE;

    private @Nullable PeerIdentity peer;

    private final CallsOfPeer callsOfPeer;

    private boolean established;

    private final long createdAtNs;

    private long establishedAtNs;

    private Optional<String> lastResult = Optional.empty();

    /// Its own mask.
    private int traceFlags;

    /// What its followers want to see.
    private int followers;

    Tunnel(Lcce lcce, TunnelOrigin origin) {
        this.lcce = lcce;
        this.origin = origin;
        handle = lcce.newTunnelHandle();
        createdAtNs = lcce.nowNs();
        calls = new TunnelCalls(lcce, this);
        callsOfPeer = new CallsOfPeer(lcce, this);
        sessionIds = new SessionIds(lcce, this);
        pathMtu = new PathMtu(this);
        traceFlags = lcce.tracing.ofNew(origin);
        redial = origin.configured().map(_ -> new Redial(lcce, this));
    }

    /// A tunnel of the settings or of a command enters the node and is opened.
    static Tunnel open(Lcce lcce, Settings.ConfiguredTunnel configured) {
        Tunnel tunnel = new Tunnel(lcce, TunnelOrigin.of(configured));
        tunnel.enter();
        if (lcce.settings.system().denyLocalTunnelCreates()) {
            tunnel.notice("not opened: deny_local_tunnel_creates is set");
        } else {
            tunnel.redial().ifPresent(Redial::open);
        }
        return tunnel;
    }

    /// Enters the node, with the sessions the settings give it.
    void enter() {
        lcce.add(this);
        keepId(true);
        lcce.report(new Event.TunnelCreated(ref(), facts(), path().map(Path::peer)));
        origin.configured().ifPresent(it -> {
            for (Settings.ConfiguredSession session : it.sessions()) {
                configuredSessions.add(Session.configured(lcce, this, session));
            }
        });
    }

    TunnelHandle handle() {
        return handle;
    }

    TunnelOrigin origin() {
        return origin;
    }

    TunnelParameters parameters() {
        return origin.parameters();
    }

    ControlSettings controlSettings() {
        return lcce.controlSettings(origin);
    }

    /// Its own mask, see [Tracing#of(Tunnel)].
    int traceFlags() {
        return traceFlags;
    }

    void trace(int mask) {
        traceFlags = mask;
    }

    /// What its followers want to see, see [Tracing].
    int followers() {
        return followers;
    }

    void followed(int mask) {
        followers = mask;
    }

    Optional<Redial> redial() {
        return redial;
    }

    Optional<Channel> channel() {
        return Optional.ofNullable(channel);
    }

    Optional<Path> path() {
        return channel().map(Channel::path);
    }

    Optional<PeerIdentity> peer() {
        return Optional.ofNullable(peer);
    }

    /// Channels that are not released: the one it uses, and those that drain.
    int channelCount() {
        return channels;
    }

    /// Of the channel it has now.
    ControlConnectionId localId() {
        return channel == null ? ControlConnectionId.NONE : channel.localId();
    }

    /// The peer's id of the channel it has now.
    ControlConnectionId peerId() {
        return channel == null ? ControlConnectionId.NONE : channel.peerId();
    }

    Event.TunnelRef ref() {
        return new Event.TunnelRef(handle, lastId, origin.name());
    }

    private Event.TunnelFacts facts() {
        if (channel == null && lastFacts != null) {
            return lastFacts;
        }
        return new Event.TunnelFacts(
                version(),
                encapsulation(),
                origin.profileName(),
                path().map(Path::localAddress).filter(address -> !address.isAny()),
                path().map(path -> path.peer().address()));
    }

    /// In what its datagrams go, or are to go: directly over IP there are no ports.
    Encapsulation encapsulation() {
        return path().map(it -> it.peer().port() == 0 ? Encapsulation.IP : Encapsulation.UDP)
                .orElseGet(() -> parameters().encapsulation());
    }

    boolean established() {
        return established;
    }

    long ageNs() {
        return lcce.nowNs() - createdAtNs;
    }

    long upNs() {
        return established ? lcce.nowNs() - establishedAtNs : 0;
    }

    Optional<String> lastResult() {
        return lastResult;
    }

    /// Whether it goes as soon as its channels are done.
    boolean isLeaving() {
        return leaving || lcce.stopping();
    }

    /// Whether it is opened again after it closed.
    boolean comesBack() {
        return !isLeaving() && !wentIdle && parameters().persist();
    }

    /// `WaitCtlReply`, …, `Established`, `Draining`; ours: `Retry`, `Idle` (waits for its transport, or for
    /// nothing any more).
    String stateName() {
        if (leaving && channel == null) {
            return "Draining";
        }
        return channel()
                .flatMap(Channel::stateName)
                .orElseGet(() -> redial.isPresent() && redial.get().waits() ? "Retry" : "Idle");
    }

    /// Those with a call, and the configured ones that wait for one.
    Collection<Session> sessions() {
        List<Session> all = new ArrayList<>(configuredSessions);
        calls.all().stream().filter(session -> !session.isConfigured()).forEach(all::add);
        return all;
    }

    /// Those of the settings and of commands.
    List<Session> configuredSessions() {
        return configuredSessions;
    }

    /// Its sessions that have a call.
    TunnelCalls calls() {
        return calls;
    }

    void trace(TraceCategory category, Session session, String line) {
        lcce.report(new Event.Trace(category, Optional.of(ref()), Optional.of(session.ref()), line, true));
    }

    void notice(String what) {
        lcce.report(new Event.TunnelNotice(ref(), what));
    }

    /// `newChannel` is the tunnel's from now on. If it had another one, that one's end is of no interest.
    void use(Channel newChannel) {
        pathMtu.forget();
        channel = newChannel;
        channels++;
        lastId = newChannel.localId();
    }

    /// It did not come as far as a channel.
    void notOpened(String reason) {
        lastResult = Optional.of(reason);
        notice("not opened: " + reason);
    }

    void established(Channel by, PeerIdentity identity) {
        peer = identity;
        wentIdle = false;
        established = true;
        establishedAtNs = lcce.nowNs();
        lcce.program(new DataPlaneCommand.AddTunnel(
                handle,
                by.localId(),
                by.peerId(),
                by.path(),
                new DataPlaneCommand.DataOptions(
                        parameters().lengthField(),
                        parameters().useUdpChecksums(),
                        parameters().ecn() && (identity.propagatesEcn() || Unmanaged.is(this)),
                        parameters().unfinishedChecksums())));
        lcce.remembrance.tunnel(this, by, identity);
        lcce.report(new Event.TunnelUp(ref(), facts(), by.peerId(), by.path().peer(), identity.hostName()));
        for (Session session : configuredSessions) {
            lcce.afterwards(session::placeCall);
        }
    }

    PathMtu pathMtu() {
        return pathMtu;
    }

    void moved(Channel by) {
        if (established && by == channel) {
            lcce.program(new DataPlaneCommand.MoveTunnel(handle, by.path()));
            peer().ifPresent(it -> lcce.remembrance.tunnel(this, by, it));
        }
        notice("the peer moved to " + by.path().peer());
    }

    /// The channel carries nothing any more; it may have to be kept for the peer's retransmissions.
    void closed(Channel by, Ending why) {
        if (by != channel) {
            return;
        }
        long upNs = upNs();
        if (established) {
            lcce.program(new DataPlaneCommand.RemoveTunnel(handle));
            lcce.remembrance.gone(this, by);
        }
        established = false;
        lastResult = Optional.of(Endings.describe(why, MessageType.STOP_CCN));
        wentIdle = why.equals(Ending.IDLE) && configuredSessions.stream().noneMatch(Session::comesBack);
        leaving |= wentIdle && !origin.isOfFile();
        lcce.report(new Event.TunnelDown(ref(), facts(), Endings.translate(why)));
        if (redial.isEmpty()) { // it is kept for a while, and no calls come
            callsOfPeer.forget();
        }
        redial.ifPresent(it -> {
            lastFacts = facts();
            channel = null;
            it.failed(upNs);
        });
    }

    /// Nothing is left of the channel.
    void released(Channel by) {
        channels--;
        if (redial.isPresent()) {
            redial.get().released();
        } else if (by == channel) {
            gone();
        }
    }

    /// The id that the settings give the tunnel is nobody else's.
    private void keepId(boolean kept) {
        if (redial.isPresent() && parameters().tunnelId() != 0 && !leaving) {
            lcce.router.keep(parameters().tunnelId(), kept);
        }
    }

    /// Other settings for it, which it takes over without being closed.
    void change(Settings.ConfiguredTunnel configured) {
        TunnelParameters before = parameters();
        origin = TunnelOrigin.of(configured);
        callsOfPeer.forget();
        TunnelParameters after = parameters();
        if (after.traceFlags() != before.traceFlags()) {
            lcce.tracing.set(this, after.traceFlags());
        }
        channel().ifPresent(it -> it.adjust(controlSettings()));
        if (established && after.useUdpChecksums() != before.useUdpChecksums()) {
            path().ifPresent(it ->
                    lcce.program(new DataPlaneCommand.SetUdpChecksums(handle, it, after.useUdpChecksums())));
        }
        if (after.mtu() != before.mtu()) {
            calls.all().forEach(it -> it.life().mtuChanged());
        }
        redial.ifPresent(it -> {
            if (!comesBack()) {
                it.stopWaiting();
            } else {
                openIfClosed(it);
            }
        });
    }

    /// A session of the settings or of a command is new in it. A tunnel that closed for want of one is
    /// opened.
    Session addSession(Settings.ConfiguredSession configured) {
        Session session = Session.configured(lcce, this, configured);
        configuredSessions.add(session);
        sessionIds.keep(session, true);
        if (established) {
            session.placeCall();
        } else if (wentIdle) {
            wentIdle = false;
            redial.ifPresent(this::openIfClosed);
        }
        return session;
    }

    /// Connections of before may still drain.
    private void openIfClosed(Redial tries) {
        if (channel == null && !tries.isTrying() && !lcce.settings.system().denyLocalTunnelCreates()) {
            tries.open();
        }
    }

    void remove(Session session) {
        configuredSessions.remove(session);
        sessionIds.keep(session, false);
    }

    /// Closes it for good.
    void leave(Ending why) {
        keepId(false);
        leaving = true;
        redial.ifPresent(Redial::cancel);
        channel().ifPresent(it -> it.close(why));
        if (channels == 0 && lcce.tunnel(handle) == this) {
            gone();
        }
    }

    /// The tunnel leaves the node.
    void gone() {
        keepId(false);
        lcce.report(new Event.TunnelDeleted(ref(), facts()));
        configuredSessions.forEach(Session::gone);
        configuredSessions.clear();
        lcce.remove(this);
    }

    /// Our own bug: everything of this tunnel goes, without a word to the peer.
    void forget(String why) {
        Ending ending = Ending.unsaid(why);
        for (Session session : List.copyOf(calls.all())) {
            calls.ended(session.localId(), ending);
        }
        for (Channel lost : lcce.router.channels()) {
            if (lost.tunnel() == this) {
                lost.forget();
                closed(lost, ending);
                released(lost);
            }
        }
    }

    /// What the calls of the peer share.
    CallsOfPeer callsOfPeer() {
        return callsOfPeer;
    }

    SessionIds sessionIds() {
        return sessionIds;
    }

    /// What the name of the interface of a session is to be: its beginning and the two ids, or the
    /// beginning and `%d` for a number that the data plane chooses. Ids of L2TPv3 are too long for that:
    /// there it is the session's alone, which is no other session's.
    String interfaceName(SessionId session, String usualBeginning) {
        boolean byIds = lcce.settings.system().autonameInterfaces();
        String beginning = parameters().interfaceName().orElse(byIds ? "l2tp" : usualBeginning);
        if (!byIds) {
            return beginning + "%d";
        }
        return version() == Version.V2
                ? beginning + lastId + "-" + session
                : beginning + "-" + Integer.toHexString(session.value());
    }

    /// Which version of L2TP its channel speaks.
    Version version() {
        return channel == null ? Version.V2 : channel.version();
    }

    /// The configured session that waits for such a call of the peer.
    Optional<Session> waitingFor(SessionType type, CallDetails asked) {
        for (int i = 0; i < configuredSessions.size(); i++) { // most tunnels have none: no iterator, no stream
            if (Admission.waits(configuredSessions.get(i), type, asked)) {
                return Optional.of(configuredSessions.get(i));
            }
        }
        return Optional.empty();
    }
}
