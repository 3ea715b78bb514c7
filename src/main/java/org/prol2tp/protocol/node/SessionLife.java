package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;

/// How far a session has come with the call it has, and since when: with which interface, whether it is up,
/// and the events that tell so.
final class SessionLife {
    private final Lcce lcce;

    private final Session session;

    /// Of a link of a bundle that is not its first, it is never there: that of the first is.
    private SessionInterface device = new SessionInterface();

    private final long createdAtNs;

    private long upSinceNs;

    private boolean up;

    /// With this call.
    private boolean wasUp;

    /// Asked for by the peer, and neither up nor over yet.
    private boolean rising;

    SessionLife(Lcce lcce, Session session) {
        this.lcce = lcce;
        this.session = session;
        createdAtNs = lcce.nowNs();
    }

    long ageNs() {
        return lcce.nowNs() - createdAtNs;
    }

    /// 0 while it is not up.
    long upNs() {
        return up ? lcce.nowNs() - upSinceNs : 0;
    }

    boolean isUp() {
        return up;
    }

    Optional<String> interfaceName() {
        return device().name();
    }

    private SessionInterface device() {
        return session.ppp().map(it -> it.first().life().device).orElse(device);
    }

    /// What events tell of the session; while it goes down, what it had when it was up.
    Event.SessionFacts facts() {
        return device.factsWhileUp()
                .orElseGet(() -> session.origin()
                        .facts(
                                session.ethernet(),
                                session.ppp(),
                                device().name(),
                                session.tunnel().parameters().mtu()));
    }

    /// It goes on with an interface of this name, if nothing says otherwise.
    void resumes(String name) {
        device.resumes(name);
    }

    /// What its interface was called before this node went on with it.
    Optional<String> nameBefore() {
        return device.nameBefore();
    }

    /// We place a call.
    void dials() {
        wasUp = false;
        device.forgetFacts();
    }

    /// The peer asks for a call: it is among those that the limit of rising sessions is for.
    void rises() {
        wasUp = false;
        device.forgetFacts();
        rising = true;
        lcce.countRisingSessions(1);
    }

    /// The device is there.
    void interfaceActivated(String name) {
        Optional<PppEnd> ppp = session.ppp();
        boolean isPort = session.port().isPresent();
        device.activated(name, isPort || ppp.isPresent() && ppp.get().isOpen());
        if (isPort || ppp.isPresent()) {
            reportUp();
            ppp.ifPresent(it -> it.others().forEach(other -> other.life().reportUp()));
        }
        if (up) {
            lcce.remembrance.session(session);
        }
    }

    /// Reports that the session is up, if that is so and news.
    void reportUp() {
        Optional<PppEnd> ppp = session.ppp();
        boolean ready = ppp.isEmpty()
                ? session.port().isEmpty() || device.isReady()
                : device().isReady() && ppp.get().isOpen() && !ppp.get().mayStillWaitForIpv4();
        if (up || !ready) {
            return;
        }
        up = true;
        wasUp = true;
        upSinceNs = lcce.nowNs();
        stopRising();
        device.forgetFacts();
        lcce.report(new Event.SessionUp(
                session.ref(),
                facts(),
                session.tunnel().peerId(),
                session.peerId(),
                ppp.map(PppEnd::dnsServers).orElse(List.of())));
    }

    /// The tunnel's MTU, which bounds the interface's, is another one.
    void mtuChanged() {
        if (session.port().isPresent() || session.ppp().map(PppEnd::isOpen).orElse(false)) {
            networkChanged(false);
        }
    }

    /// A network layer is about to close: what the session has now is told when it is down.
    void losesNetwork() {
        rememberFacts();
        session.ppp().ifPresent(it -> it.others().forEach(other -> other.life().rememberFacts()));
    }

    private void rememberFacts() {
        if (up) {
            device.remember(facts());
        }
    }

    /// A network layer opened or closed.
    ///
    /// @param less one closed: the interface that was told of it must go, even if another one is still
    ///     open
    void networkChanged(boolean less) {
        if (device.outdate(less)) {
            lcce.afterwards(this::renewInterface);
        }
    }

    private void renewInterface() {
        Optional<PppEnd> ppp = session.ppp();
        ppp.ifPresent(PppEnd::tellBundle);
        if (ppp.map(PppEnd::isMember).orElse(false)) {
            return;
        }
        SessionHandle handle = session.handle();
        Optional<DataPlaneCommand> wanted = ppp.isPresent()
                ? ppp.filter(PppEnd::isOpen)
                        .map(it -> new DataPlaneCommand.ActivateInterface(handle, it.interfaceOptions()))
                : session.port().map(it -> new DataPlaneCommand.ActivateEthernet(handle, it));
        device.renew(lcce, handle, ppp.isPresent() || wanted.isPresent(), wanted);
        reportDown();
        ppp.ifPresent(it -> it.others().forEach(other -> other.life().reportDown()));
    }

    /// Reports that the session is down, if no network layer is open and that is news.
    private void reportDown() {
        Optional<PppEnd> ppp = session.ppp();
        if (up && ppp.isPresent() && !ppp.get().isOpen()) {
            ppp.get()
                    .ending()
                    .map(end -> Endings.translate(Disconnects.of(end)))
                    .ifPresentOrElse(
                            why -> reportDown(facts(), why, false),
                            () -> goesOnDown(facts(), "PPP: no network layer is open"));
        }
    }

    /// The call is not over.
    private void goesOnDown(Event.SessionFacts facts, String why) {
        reportDown(facts, new Event.Ending(0, 0, why, false), true);
    }

    private void reportDown(Event.SessionFacts facts, Event.Ending why, boolean callGoesOn) {
        up = false;
        lcce.remembrance.session(session);
        lcce.report(new Event.SessionDown(session.ref(), facts, why, callGoesOn));
    }

    /// Its link is none of the bundle any more, which lives on, and the session too.
    ///
    /// @param facts what it had
    void leftBundle(Event.SessionFacts facts) {
        if (up) {
            goesOnDown(facts, "PPP: the link leaves its bundle");
        }
    }

    /// The interface of `from` is this session's.
    void inherit(SessionLife from) {
        device = from.device;
        from.device = new SessionInterface();
        device.asksAnew();
        networkChanged(false);
    }

    /// The call is over. Until there is another one the session is told with what it had.
    ///
    /// @param had what it had before its link left its bundle
    /// @return whether it was up once and went down before
    boolean ends(Event.SessionFacts had) {
        boolean wentDown = wasUp && !up;
        if (session.isConfigured()) {
            device.remember(had);
        }
        up = false;
        stopRising();
        device.gone();
        return wentDown;
    }

    private void stopRising() {
        if (rising) {
            rising = false;
            lcce.countRisingSessions(-1);
        }
    }
}
