package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.ppp.Handover;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.SessionId;

/// A session: one call of a tunnel, with its PPP link. One that the peer asked for lives as long as the
/// call; a configured one has a call per try, and waits between them.
///
/// 1. As LNS it enters the data plane before ICRP is sent, as LAC before ICCN; of an outgoing call as LAC
///    before OCRP is sent, as LNS when OCRP comes: no frame of the peer comes too early.
/// 2. Frames that come before the call is established at this end wait, a few of them.
/// 3. The call is established: PPP begins, or where there is none the session is up.
/// 4. A network layer is open: the data plane makes the interface, and the session is up.
final class Session implements Timers.Wakeable {
    private final Lcce lcce;
    private final Tunnel tunnel;
    private final SessionHandle handle;
    private SessionOrigin origin;
    private SessionId localId = SessionId.NONE;
    /// Of the latest call.
    private SessionId lastId = SessionId.NONE;
    private SessionId peerId = SessionId.NONE;
    private @Nullable CallDetails details;
    private @Nullable PppEnd ppp;
    private @Nullable EarlyFrames early;
    private Timers.@Nullable Timer timer;
    private @Nullable NextCall nextCall;
    /// Of the call it has; null: the peer told nothing.
    private @Nullable LineReports line;
    private @Nullable String lastResult;
    private @Nullable CallPermission permission;
    private boolean inDataPlane;
    private boolean established;
    /// Of the settings or a command, and not wanted any more.
    private boolean leaving;

    private final SessionLife life;

    private Session(Lcce lcce, Tunnel tunnel, SessionOrigin origin) {
        this.lcce = lcce;
        this.tunnel = tunnel;
        this.origin = origin;
        handle = lcce.newSessionHandle();
        life = new SessionLife(lcce, this);
    }

    /// A session of the settings; its call is placed once the tunnel is up.
    static Session configured(Lcce lcce, Tunnel tunnel, Settings.ConfiguredSession configured) {
        Session session = new Session(lcce, tunnel, SessionOrigin.of(configured));
        lcce.add(session);
        lcce.report(new Event.SessionCreated(session.ref(), session.life().facts()));
        return session;
    }

    /// A session for a call that the peer asks for; [#take] follows.
    static Session ofPeer(Lcce lcce, Tunnel tunnel, SessionOrigin origin) {
        Session session = new Session(lcce, tunnel, origin);
        lcce.add(session);
        return session;
    }

    /// The call that the peer asks for is this session's: it is in the data plane before the peer hears so.
    void take(SessionId newLocalId, SessionId newPeerId, CallDetails asked) {
        identify(newLocalId);
        peerId = newPeerId;
        details = asked;
        life.rises();
        tunnel.calls().add(this);
        if (!isConfigured()) {
            lcce.report(new Event.SessionCreated(ref(), life.facts()));
        }
        enterDataPlane();
        lcce.remembrance.asked(this);
        if (lcce.settings.system().aaa().calls()) {
            permission = new CallPermission(lcce, this);
        }
    }

    /// The LAC dials for us: its frames may come at any time now.
    void proceeds(SessionId newPeerId, CallDetails callDetails) {
        peerId = newPeerId;
        details = callDetails;
        enterDataPlane();
        lcce.remembrance.asked(this);
    }

    SessionHandle handle() {
        return handle;
    }

    Tunnel tunnel() {
        return tunnel;
    }

    SessionOrigin origin() {
        return origin;
    }

    SessionId localId() {
        return localId;
    }

    SessionId peerId() {
        return peerId;
    }

    Event.SessionRef ref() {
        return new Event.SessionRef(tunnel.ref(), handle, lastId, origin.name());
    }

    boolean isConfigured() {
        return origin.configured().isPresent();
    }

    Optional<PppEnd> ppp() {
        return Optional.ofNullable(ppp);
    }

    Optional<CallDetails> details() {
        return Optional.ofNullable(details);
    }

    Optional<String> interfaceName() {
        return life.interfaceName();
    }

    /// The interface that it has as an Ethernet pseudowire, or is to have; empty if it is none.
    Optional<DataPlaneCommand.EthernetOptions> ethernet() {
        return Pseudowires.carriesEthernet(origin, details()) ? Optional.of(Pseudowires.port(this)) : Optional.empty();
    }

    /// The same, once it is to be there.
    Optional<DataPlaneCommand.EthernetOptions> port() {
        return established ? ethernet() : Optional.empty();
    }

    Optional<String> lastResult() {
        return Optional.ofNullable(lastResult);
    }

    SessionLife life() {
        return life;
    }

    /// The state of the call; ours: `Idle`, `Retry`.
    String stateName() {
        return tunnel.channel()
                .flatMap(channel -> channel.stateOf(localId))
                .orElseGet(() -> waitsForNextCall() ? "Retry" : "Idle");
    }

    Optional<LineReports> line() {
        return Optional.ofNullable(line);
    }

    /// An end of its pseudowire is another one.
    void change(Pseudowire changed) {
        details = details().map(it -> it.over(Optional.of(changed))).orElse(null);
        lcce.remembrance.session(this);
    }

    /// The peer tells of the line.
    void lineReported(UnaryOperator<LineReports> news) {
        line = news.apply(line().orElse(LineReports.NONE));
    }

    /// The peer's WEN.
    void lineReported(CallErrors errors) {
        lineReported(line -> line.with(errors));
        notice(LineReports.describe(errors));
    }

    void notice(String what) {
        lcce.report(new Event.SessionNotice(ref(), what));
    }

    /// Places the call of a configured session, unless it has one already, or the tunnel is not up, or the
    /// peer is to place it.
    void placeCall() {
        if (!origin.type().isPlacedHere() && !Unmanaged.is(tunnel)
                || !localId.equals(SessionId.NONE)
                || !tunnel.established()
                || leaving
                || lcce.stopping()) {
            return;
        }
        Optional<SessionId> id = tunnel.calls().isFull()
                ? Optional.empty()
                : tunnel.sessionIds().free(origin.parameters().sessionId());
        Optional<Channel> channel = tunnel.channel();
        if (id.isEmpty() || channel.isEmpty()) {
            if (tunnel.calls().isFull()) {
                lcce.counters.tooManySessions++;
            } else {
                lcce.counters.sessionResources++;
            }
            ended(Ending.unsaid("too many sessions"));
            return;
        }
        identify(id.get());
        life.dials();
        tunnel.calls().add(this);
        channel.get()
                .placeCall(
                        origin.type(),
                        localId,
                        origin.callDetails(handle.value(), tunnel.version(), localId, lcce.entropy));
    }

    /// The call is established at this end.
    void connected(SessionId newPeerId, CallDetails callDetails) {
        Optional<CallDetails> before = details();
        peerId = newPeerId;
        details = callDetails;
        if (inDataPlane) {
            origin.changes(handle, before, callDetails).forEach(lcce::program);
        } else {
            enterDataPlane();
        }
        lcce.remembrance.session(this);
        lcce.afterwards(this::begin);
    }

    /// Goes on with a call that was up in a node that is no more.
    void resume(Kept.OfSession kept, Kept.Network network) {
        identify(kept.session());
        peerId = kept.peer();
        details = kept.details();
        tunnel.calls().add(this);
        if (!isConfigured()) {
            lcce.report(new Event.SessionCreated(ref(), life.facts()));
        }
        enterDataPlane();
        established = true;
        life.resumes(network.interfaceName());
        switch (network) {
            case Kept.OfPpp up -> {
                PppEnd begun = new PppEnd(lcce, this);
                ppp = begun;
                begun.resume(up);
                setTimer();
            }
            case Kept.OfEthernet _ -> life.networkChanged(false);
        }
    }

    /// The world outside answered.
    void aaaAnswered(long question, AaaAnswer answer) {
        if (permission != null && permission.isAskedBy(question)) {
            permission.answered(answer);
        } else if (ppp != null) {
            ppp.aaaAnswered(question, answer);
            setTimer();
        }
    }

    /// Whoever let the user in sets other limits.
    void limit(Optional<Duration> lasts, Optional<Duration> idles) {
        if (ppp != null) {
            ppp.limit(lasts, idles);
            setTimer();
        }
    }

    /// Whoever negotiates PPP outside said something.
    void pppProviderSaid(long number, FromPppProvider what) {
        if (ppp != null) {
            ppp.providerSaid(number, what);
        }
    }

    /// An outgoing call is connected, once it may be. There is no line to wait for: what is called is our own PPP.
    void dial(Runnable answer) {
        Optional.ofNullable(permission).ifPresentOrElse(it -> it.holdBack(answer), () -> lcce.afterwards(answer));
    }

    /// @param now whether the call waits only for that
    void permitted(boolean now) {
        permission = null;
        if (now) {
            begin();
        }
    }

    void refused(CdnResult result, String why) {
        permission = null;
        notice("refused: " + why);
        hangUp(Ending.local(result, why));
    }

    /// The call is over. Its id is free already.
    void ended(Ending why) {
        long upNs = life.upNs();
        Event.SessionFacts facts = life.facts();
        if (ppp != null) {
            ppp.leaveBundle();
        }
        boolean wasDownBefore = life.ends(facts);
        if (permission != null) {
            permission.withdraw();
            permission = null;
        }
        if (ppp != null) {
            ppp.end();
            ppp = null;
        }
        if (inDataPlane) {
            lcce.program(new DataPlaneCommand.RemoveSession(handle));
        }
        lcce.remembrance.gone(this, why);
        lastResult = Endings.describe(why, MessageType.CDN);
        if (!wasDownBefore) {
            lcce.report(new Event.SessionDown(ref(), facts, Endings.translate(why), false));
        } else {
            notice("ended: " + lastResult);
        }
        inDataPlane = false;
        established = false;
        early = null;
        line = null;
        SessionTrace.id(lcce, this, lastId, "given back");
        localId = SessionId.NONE;
        peerId = SessionId.NONE;
        if (!isConfigured() || leaving) {
            gone(facts);
        } else if (tunnel.established() && (origin.type().isPlacedHere() || Unmanaged.is(tunnel)) && comesBack()) {
            disarm();
            nextCall = nextCall == null ? new NextCall(lcce, this) : nextCall;
            nextCall.after(upNs);
        } else {
            disarm();
        }
    }

    /// The session leaves the node.
    void gone() {
        gone(life.facts());
    }

    private void gone(Event.SessionFacts facts) {
        disarm();
        lcce.report(new Event.SessionDeleted(ref(), facts));
        lcce.remove(this);
    }

    /// Whether another call is placed when one has ended.
    boolean comesBack() {
        return isConfigured() && origin.parameters().persist() && !leaving && !lcce.stopping();
    }

    /// Ends the session for good.
    void leave(Ending why) {
        leaving = true;
        tunnel.remove(this);
        if (localId.equals(SessionId.NONE)) {
            gone();
        } else {
            hangUp(why);
        }
    }

    /// Other settings for it, which it takes over without being ended.
    void change(Settings.ConfiguredSession configured) {
        DataPlaneCommand.SequencingOptions before = origin.sequencing(details());
        int traced = origin.parameters().traceFlags();
        origin = SessionOrigin.of(configured);
        if (origin.parameters().traceFlags() != traced) {
            lcce.tracing.set(this, origin.parameters().traceFlags());
        }
        DataPlaneCommand.SequencingOptions after = origin.sequencing(details());
        if (inDataPlane && !after.equals(before)) {
            lcce.program(new DataPlaneCommand.SetSequencing(handle, after));
        }
        if (waitsForNextCall() && !origin.parameters().persist()) {
            disarm();
        } else if (!waitsForNextCall() && origin.parameters().persist()) {
            placeCall();
        }
    }

    /// Ends the call, if there is one.
    void hangUp(Ending why) {
        tunnel.channel().filter(_ -> !localId.equals(SessionId.NONE)).ifPresent(it -> it.hangUp(localId, why));
    }

    /// Another session needs what this one has.
    void giveWay(String why) {
        lcce.afterwards(() -> hangUp(Ending.local(CdnResult.ADMINISTRATIVE, why)));
    }

    /// A PPP frame came.
    void received(byte[] frame) {
        if (ppp != null) {
            ppp.received(frame);
            setTimer();
        } else if (!established && !origin.parameters().noPpp()) {
            early = early == null ? new EarlyFrames() : early;
            if (!early.keep(frame)) {
                SessionTrace.earlyFrameDropped(lcce, this);
            }
        }
    }

    /// The data plane failed us.
    void dataPlaneFailed(String reason) {
        notice(reason);
        hangUp(Ending.local(CdnResult.NO_FACILITIES_NOW, reason));
    }

    @Override
    public void wake(long nowNs) {
        if (ppp == null) {
            return;
        }
        ppp.timePassed();
        life.reportUp();
        setTimer();
    }

    @Override
    public Optional<Tunnel> tunnelConcerned() {
        return Optional.of(tunnel);
    }

    /// After PPP was told something: its next instant.
    void setTimer() {
        long atNs = ppp == null ? Node.NEVER : ppp.deadlineNs();
        if (timer == null) {
            if (atNs == Node.NEVER) {
                return;
            }
            timer = new Timers.Timer(this);
        }
        lcce.timers.arm(timer, atNs);
    }

    private void identify(SessionId id) {
        disarm();
        localId = id;
        lastId = id;
        SessionTrace.id(lcce, this, lastId, "taken");
    }

    private void enterDataPlane() {
        inDataPlane = true;
        lcce.program(origin.entry(handle, tunnel.handle(), localId, peerId, details()));
    }

    private void begin() {
        if (!inDataPlane || established) {
            return;
        }
        if (permission != null) {
            permission.hold();
            return;
        }
        established = true;
        if (!Pseudowires.carriesPpp(details())) {
            life.networkChanged(false);
            return;
        }
        if (origin.parameters().noPpp()) {
            life.reportUp();
            return;
        }
        PppEnd begun = new PppEnd(lcce, this);
        ppp = begun;
        Optional<Handover> before = Proxies.handover(details(), origin, tunnel.parameters());
        details = details().map(CallDetails::withoutProxy).orElse(null);
        before.ifPresentOrElse(begun::open, begun::open);
        if (early != null) {
            early.frames().forEach(begun::received);
            early = null;
        }
        setTimer();
    }

    private boolean waitsForNextCall() {
        return nextCall != null && nextCall.isWaitedFor();
    }

    private void disarm() {
        if (nextCall != null) {
            nextCall.stopWaiting();
        }
        if (timer != null) {
            lcce.timers.disarm(timer);
        }
    }
}
