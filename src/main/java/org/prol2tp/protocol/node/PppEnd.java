package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.node.Addresses.Lease;
import org.prol2tp.protocol.ppp.AddressQuestion;
import org.prol2tp.protocol.ppp.BundleRole;
import org.prol2tp.protocol.ppp.Framing;
import org.prol2tp.protocol.ppp.Handover;
import org.prol2tp.protocol.ppp.Link;
import org.prol2tp.protocol.ppp.LinkEnd;
import org.prol2tp.protocol.ppp.LinkOutbox;
import org.prol2tp.protocol.ppp.Multilink;
import org.prol2tp.protocol.ppp.Negotiator;
import org.prol2tp.protocol.ppp.NetworkLayer;
import org.prol2tp.protocol.ppp.Phase;
import org.prol2tp.protocol.ppp.SecretQuestion;
import org.prol2tp.protocol.ppp.Verdict;

/// This end of a session's PPP link: answers its questions, and keeps what it negotiated.
final class PppEnd implements LinkOutbox {
    private final Lcce lcce;
    private final Session session;
    private final Negotiator link;

    /// When the session has lasted long enough; [Node#NEVER]: no limit.
    private long endNs;
    private PppNetwork network = new PppNetwork();

    /// What it belongs to, if it does multilink.
    private @Nullable Bundle bundle;
    private AaaAnswer.Grant grant = AaaAnswer.Grant.NONE;
    private @Nullable OpenQuestion asked;

    private @Nullable Framing framing;
    private String peerName = "";
    private boolean over;
    private @Nullable LinkEnd ended;

    /// Where it may not be idle for ever.
    private @Nullable IdleWatch idle;

    /// A question to the world outside.
    private record OpenQuestion(long number, SecretQuestion about, long byNs) {}

    PppEnd(Lcce lcce, Session session) {
        this.lcce = lcce;
        this.session = session;
        link = lcce.settings.system().pppProvided()
                ? new ForeignPpp(lcce, session)
                : new Link(session.tunnel().callsOfPeer().linkSettings(session.origin()), lcce.randomness);
        long limitNs = ppp().maxConnectTime().toNanos();
        endNs = limitNs == 0 ? Node.NEVER : lcce.nowNs() + limitNs;
        idle = watch(ppp().idleTimeout());
    }

    private @Nullable IdleWatch watch(Duration timeout) {
        return timeout.isZero() ? null : new IdleWatch(timeout.toNanos(), lcce.nowNs());
    }

    void open() {
        link.open(lcce.nowNs(), this);
    }

    /// LCP was negotiated by somebody else.
    void open(Handover handover) {
        link.open(handover, lcce.nowNs(), this);
    }

    /// A link that was up in a node that is no more.
    void resume(Kept.OfPpp kept) {
        String user = kept.link().peerName();
        kept.lease()
                .map(it -> new Lease(it.address(), it.pool(), it.usersOwn()))
                .ifPresent(it -> network.takeLeaseAgain(lcce, session, it, user));
        link.resume(kept.link(), lcce.nowNs(), this);
    }

    /// What [#resume] needs; empty: no network layer is open, or it is not for us to say.
    Optional<Kept.Network> network(String interfaceName) {
        return link.snapshot()
                .filter(_ -> isOpen())
                .map(it -> new Kept.OfPpp(
                        it,
                        interfaceName,
                        lease().map(has -> new Kept.Lease(has.address(), has.pool(), has.usersOwn()))));
    }

    /// The address the peer has of us.
    Optional<Lease> lease() {
        return isMember() ? Optional.empty() : network.lease();
    }

    void received(byte[] frame) {
        if (!over) {
            countFrame();
            link.receive(frame, lcce.nowNs(), this);
        }
    }

    private void close(String why) {
        link.close(why, lcce.nowNs(), this);
    }

    /// Why the link ends; empty if it does not.
    Optional<LinkEnd> ending() {
        return Optional.ofNullable(ended).or(link::ending);
    }

    private void countFrame() {
        if (idle != null) {
            idle.frame();
        }
    }

    /// So many packets and control frames by now. A session whose network is not up yet has other limits.
    void trafficCounted(long packets) {
        if (!over && idle != null && idle.isIdle(packets, lcce.nowNs()) && link.phase() == Phase.NETWORK) {
            close("the session carried nothing for too long");
            session.setTimer();
        }
    }

    /// Whoever negotiates PPP outside said something.
    void providerSaid(long number, FromPppProvider what) {
        if (!over && link instanceof ForeignPpp foreign) {
            foreign.said(number, what, this);
        }
    }

    void timePassed() {
        if (over) {
            return;
        }
        if (lcce.nowNs() >= endNs && link.phase() != Phase.TERMINATE) {
            close("the session may last no longer");
        }
        if (idle != null && idle.takeLook(lcce.nowNs())) {
            lcce.say(new Output.CountTraffic(session.handle()));
        }
        if (lcce.nowNs() >= network.graceEndNs) {
            network.graceEndNs = Node.NEVER;
        }
        if (asked != null && lcce.nowNs() >= asked.byNs()) {
            aaaAnswered(asked.number(), new AaaAnswer.Refused(CallPermission.NO_ANSWER));
        }
        link.timePassed(lcce.nowNs(), this);
    }

    /// No frame can flow any more; what was taken for the link goes back.
    void end() {
        if (!over) {
            over = true;
            link.lowerLayerDown(lcce.nowNs(), this);
        }
        giveLeaseBack();
    }

    private void giveLeaseBack() {
        if (!isMember()) {
            network.giveLeaseBack(lcce, session);
        }
    }

    long deadlineNs() {
        if (over) {
            return Node.NEVER;
        }
        long atNs = Math.min(link.deadlineNs(), network.graceEndNs);
        atNs = asked == null ? atNs : Math.min(atNs, asked.byNs());
        long looksNs = idle == null ? Node.NEVER : idle.deadlineNs();
        return link.phase() == Phase.TERMINATE ? atNs : Math.min(Math.min(atNs, looksNs), endNs);
    }

    Phase phase() {
        return link.phase();
    }

    /// Whether a network layer is open.
    boolean isOpen() {
        return network.isOpen();
    }

    /// Whether IPv4 is wanted, not open, and has not had its time yet.
    boolean mayStillWaitForIpv4() {
        return network.mayStillWaitForIpv4();
    }

    DataPlaneCommand.InterfaceOptions interfaceOptions() {
        return network.interfaceOptions(lcce, session, mtu(), framing(), grant, bundle != null);
    }

    private DataPlaneCommand.PppFraming framing() {
        return new DataPlaneCommand.PppFraming(
                framing != null && framing.compressAddressControl(), framing != null && framing.compressProtocol());
    }

    /// Of the network interface: a bundle cuts what is too long for a link.
    int mtu() {
        return bundle == null
                ? linkMtu()
                : Math.min(ppp().mtu(), bundle.settled().peerMrru());
    }

    /// What fits into a frame, octets.
    private int linkMtu() {
        int limit = session.tunnel().pathMtu().inside(ppp().mtu(), PathMtu.PPP, session.details());
        return framing == null ? limit : Math.min(limit, framing.mtu());
    }

    /// The user at the other end, else the one that we are.
    Optional<String> userName() {
        return peerName.isEmpty() ? session.origin().parameters().userName() : Optional.of(peerName);
    }

    Optional<IpAddress> localAddress() {
        return network.ipv4().map(DataPlaneCommand.Ipv4Addresses::local);
    }

    Optional<IpAddress> peerAddress() {
        return network.ipv4().map(DataPlaneCommand.Ipv4Addresses::peer);
    }

    /// The address that the session has from this pool, if it has one.
    Optional<IpAddress> leaseOf(String pool) {
        return lease().filter(it -> it.pool().filter(pool::equals).isPresent()).map(Lease::address);
    }

    /// What the peer told us.
    List<IpAddress> dnsServers() {
        return network.dnsServers();
    }

    @Override
    public void send(byte[] frame) {
        if (!over) {
            SessionTrace.packet(lcce, session, true, frame);
            countFrame();
            lcce.say(new Output.SendPppFrame(session.handle(), frame));
        }
    }

    @Override
    public void phaseChanged(Phase phase) {
        if (traces()) {
            trace("phase " + phase);
        }
    }

    @Override
    public void charactersMapped(int inSent, int inReceived) {
        if (session.origin().mapsCharacters(session.details())) {
            lcce.afterwards(() -> session.tunnel()
                    .channel()
                    .ifPresent(it -> it.sendLinkInformation(session.localId(), inSent, inReceived)));
        }
    }

    @Override
    public void authenticated(String name) {
        peerName = name;
    }

    @Override
    public void networkUp(NetworkLayer layer, Framing settled) {
        framing = settled;
        network.up(layer, lcce.nowNs(), ppp().ipv4());
        session.life().networkChanged(false);
    }

    @Override
    public void networkDown(NetworkLayer.Kind kind) {
        session.life().losesNetwork();
        network.down(kind);
        if (!over) {
            session.life().networkChanged(true);
        }
    }

    // --- multilink

    @Override
    public BundleRole bundle(Multilink settled) {
        Bundle.Key key = Bundle.Key.of(session, peerName, settled.peer());
        return lcce.bundles.join(this, key, settled);
    }

    /// The link belongs to it now.
    void joined(Bundle joined) {
        bundle = joined;
        framing = link instanceof Link own ? own.framing() : framing;
        if (isMember()) {
            network.giveLeaseBack(lcce, session);
            network = joined.first().network;
            lcce.afterwards(session.life()::reportUp);
        }
        tellBundle();
        if (traces()) {
            trace("multilink: " + joined.describe(this));
        }
    }

    /// The data plane is told what the link belongs to, and what it carries, if it does multilink.
    void tellBundle() {
        if (bundle != null) {
            lcce.program(bundle.join(session, framing(), linkMtu()));
        }
    }

    /// Whether another link has the network layers and the interface.
    boolean isMember() {
        return bundle != null && !bundle.isFirst(this);
    }

    /// The session that has them.
    Session first() {
        return bundle == null ? session : bundle.first().session;
    }

    /// The other sessions that use the same interface.
    List<Session> others() {
        return bundle == null
                ? List.of()
                : bundle.othersThan(this).map(it -> it.session).toList();
    }

    Optional<Bundle> bundle() {
        return Optional.ofNullable(bundle);
    }

    @Override
    public void leavesBundle() {
        Event.SessionFacts facts = session.life().facts();
        boolean survives = bundle != null && bundle.links().size() > 1;
        leaveBundle();
        if (survives && !over) {
            session.life().leftBundle(facts);
        }
    }

    /// Before the session ends, or its link begins anew: what the others need, the next one gets.
    void leaveBundle() {
        Bundle left = bundle;
        if (left == null) {
            return;
        }
        boolean wasMember = isMember();
        Optional<PppEnd> heir = lcce.bundles.leave(this, left);
        bundle = null;
        if (wasMember) {
            network = new PppNetwork();
        }
        heir.ifPresent(it -> it.inherit(this));
        lcce.program(new DataPlaneCommand.LeaveBundle(session.handle()));
    }

    private void inherit(PppEnd from) {
        if (link instanceof Link own && from.link instanceof Link before && !own.inherit(before)) {
            lcce.afterwards(() -> session.hangUp(Disconnects.of(LinkEnd.NO_NETWORK_LEFT)));
        }
        from.network = new PppNetwork();
        grant = from.grant;
        network.lease().ifPresent(lease -> lcce.addresses.pass(lease, session));
        lcce.program(new DataPlaneCommand.PassInterface(from.session.handle(), session.handle()));
        session.life().inherit(from.session.life());
        lcce.afterwards(session::setTimer);
    }

    @Override
    public void frameOfBundle(byte[] frame) {
        if (isMember()) {
            first().received(frame);
        }
    }

    @Override
    public void linkDown(LinkEnd end) {
        if (over) {
            return;
        }
        over = true;
        ended = end;
        Disconnects.failedAuthentication(end, session.origin().parameters().userName())
                .ifPresent(what -> {
                    lcce.counters.pppAuthenticationFailures++;
                    session.notice(what);
                });
        lcce.afterwards(() -> session.hangUp(Disconnects.of(end)));
    }

    @Override
    public void secretFor(SecretQuestion question) {
        if (question.proof().isPresent()
                && (ppp().useRadius() || lcce.settings.system().aaa().users())) {
            long byNs = lcce.nowNs() + lcce.settings.system().aaa().timeout().toNanos();
            asked = new OpenQuestion(lcce.nextQuestion(), question, byNs);
            AaaQuestion.User user = new AaaQuestion.User(
                    CallPermission.caller(session),
                    question.peerName(),
                    question.localName().isEmpty() ? localName() : question.localName(),
                    Translation.proof(question.proof().get()),
                    Translation.servers(ppp()));
            lcce.say(new Output.AskAaa(session.handle(), asked.number(), user));
        } else {
            answerFromSettings(question);
        }
    }

    /// The world outside answered.
    void aaaAnswered(long number, AaaAnswer answer) {
        OpenQuestion open = asked;
        if (over || open == null || open.number() != number) {
            return;
        }
        asked = null;
        SecretQuestion question = open.about();
        switch (answer) {
            case AaaAnswer.Passed _ -> answerFromSettings(question);
            case AaaAnswer.Accepted(AaaAnswer.Grant given, String message) -> {
                take(given);
                link.answerJudged(question.ticket(), new Verdict.Accepted(message), lcce.nowNs(), this);
            }
            case AaaAnswer.SecretFound(Secret secret, AaaAnswer.Grant given) -> {
                take(given);
                link.answerSecret(question.ticket(), Optional.of(secret.octets()), lcce.nowNs(), this);
            }
            case AaaAnswer.AsksOn(byte[] request, byte[] state) ->
                link.answerJudged(question.ticket(), new Verdict.AsksOn(request, state), lcce.nowNs(), this);
            case AaaAnswer.Refused(String message, var result) ->
                link.answerJudged(question.ticket(), Translation.refusal(message), lcce.nowNs(), this);
        }
    }

    private void take(AaaAnswer.Grant given) {
        grant = given;
        if (link.phase() != Phase.NETWORK) { // else it is challenged again, and may be idle already
            given.idleTimeout().ifPresent(timeout -> idle = watch(timeout));
        }
        given.sessionTimeout().ifPresent(limit -> endNs = Math.min(endNs, lcce.nowNs() + limit.toNanos()));
    }

    /// Other limits than the user was let in with, counted from when the session came up; zero: none.
    void limit(Optional<Duration> lasts, Optional<Duration> idles) {
        idles.ifPresent(timeout -> idle = watch(timeout));
        long profileNs = ppp().maxConnectTime().isZero()
                ? Node.NEVER
                : ppp().maxConnectTime().toNanos();
        lasts.map(it -> Math.min(profileNs, it.isZero() ? Node.NEVER : it.toNanos()))
                .ifPresent(ns -> endNs =
                        ns == Node.NEVER ? ns : lcce.nowNs() - session.life().upNs() + ns);
    }

    private void answerFromSettings(SecretQuestion question) {
        Optional<Secret> secret = lcce.users.secret(
                question, localName(), session.origin().parameters().userPassword());
        link.answerSecret(question.ticket(), secret.map(Secret::octets), lcce.nowNs(), this);
    }

    @Override
    public void addressFor(AddressQuestion question) {
        Lease lease = network.lease(lcce, session, question.peerName(), localName(), grant);
        if (lease != null) {
            lcce.tracing.address(session, lease.pool(), lease.address(), "taken");
            PppNetwork.nameServers(link, grant);
            link.answerAddress(question.ticket(), 0, lease.address().ipv4Bits(), lcce.nowNs(), this);
            return;
        }
        lcce.counters.pppResources++;
        session.notice("no address is left for the peer");
        link.answerAddress(question.ticket(), 0, 0, lcce.nowNs(), this);
    }

    @Override
    public void notice(String text) {
        session.notice("PPP: " + text);
    }

    @Override
    public boolean traces() {
        return lcce.tracing.wants(TraceCategory.PPP, session);
    }

    @Override
    public void trace(String text) {
        lcce.tracing.line(TraceCategory.PPP, session, text);
    }

    private PppParameters ppp() {
        return session.origin().ppp();
    }

    private String localName() {
        return ppp().localName().orElse(lcce.settings.system().hostName());
    }
}
