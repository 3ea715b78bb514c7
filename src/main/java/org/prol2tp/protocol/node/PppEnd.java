package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.node.Addresses.Lease;
import org.prol2tp.protocol.ppp.AddressQuestion;
import org.prol2tp.protocol.ppp.Framing;
import org.prol2tp.protocol.ppp.Handover;
import org.prol2tp.protocol.ppp.Link;
import org.prol2tp.protocol.ppp.LinkEnd;
import org.prol2tp.protocol.ppp.LinkOutbox;
import org.prol2tp.protocol.ppp.Negotiator;
import org.prol2tp.protocol.ppp.NetworkLayer;
import org.prol2tp.protocol.ppp.Phase;
import org.prol2tp.protocol.ppp.SecretQuestion;
import org.prol2tp.protocol.ppp.Verdict;

/// This end of a session's PPP link: answers its questions, and keeps what it negotiated.
final class PppEnd implements LinkOutbox {
    /// How long a session whose IPv6 is open is not yet reported up because its IPv4 is still negotiated.
    private static final long IPV4_GRACE_NS = 1_000_000_000L;

    private final Lcce lcce;
    private final Session session;
    private final Negotiator link;

    /// Characters of a text from outside that goes to the peer.
    private static final int MAX_MESSAGE = 128;

    /// When the session has lasted long enough; [Node#NEVER]: no limit.
    private long endNs;
    private @Nullable Lease lease;
    private AaaAnswer.Grant grant = AaaAnswer.Grant.NONE;
    private @Nullable OpenQuestion asked;

    /// Whose `lease` is.
    private String leaseUser = "";
    private NetworkLayer.@Nullable Ipv4 ipv4;
    private NetworkLayer.@Nullable Ipv6 ipv6;
    private @Nullable Framing framing;
    private String peerName = "";
    private long graceEndNs = Node.NEVER;
    private boolean over;
    private @Nullable String closing;

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
    void resume(Kept.Network network) {
        network.lease().ifPresent(it -> {
            Lease again = new Lease(it.address(), it.pool(), it.usersOwn());
            lcce.addresses.takeAgain(session, again);
            lease = again;
            leaseUser = network.link().peerName();
        });
        link.resume(network.link(), lcce.nowNs(), this);
    }

    /// What [#resume] needs; empty: no network layer is open, or it is not for us to say.
    Optional<Kept.Network> network(String interfaceName) {
        return link.snapshot()
                .filter(_ -> isOpen())
                .map(it -> new Kept.Network(
                        it,
                        interfaceName,
                        lease().map(has -> new Kept.Lease(has.address(), has.pool(), has.usersOwn()))));
    }

    /// The address the peer has of us.
    Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    void received(byte[] frame) {
        if (!over) {
            countFrame();
            link.receive(frame, lcce.nowNs(), this);
        }
    }

    private void close(String why) {
        closing = why;
        link.close(why, lcce.nowNs(), this);
    }

    /// Why we end the link; empty if it is not we.
    Optional<String> closing() {
        return Optional.ofNullable(closing);
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
        if (lcce.nowNs() >= graceEndNs) {
            graceEndNs = Node.NEVER;
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
        if (lease != null) {
            lcce.addresses.giveBack(session, lease);
            lcce.tracing.address(session, lease.pool(), lease.address(), "given back");
            lease = null;
        }
    }

    long deadlineNs() {
        if (over) {
            return Node.NEVER;
        }
        long atNs = Math.min(link.deadlineNs(), asked == null ? graceEndNs : Math.min(graceEndNs, asked.byNs()));
        long looksNs = idle == null ? Node.NEVER : idle.deadlineNs();
        return link.phase() == Phase.TERMINATE ? atNs : Math.min(Math.min(atNs, looksNs), endNs);
    }

    Phase phase() {
        return link.phase();
    }

    /// Whether a network layer is open.
    boolean isOpen() {
        return ipv4 != null || ipv6 != null;
    }

    /// Whether IPv4 is wanted, not open, and has not had its time yet.
    boolean mayStillWaitForIpv4() {
        return ipv4 == null && graceEndNs != Node.NEVER;
    }

    DataPlaneCommand.InterfaceOptions interfaceOptions() {
        PeerRoutes routes = new PeerRoutes(ppp(), grant);
        DataPlaneCommand.InterfaceOptions options = new DataPlaneCommand.InterfaceOptions(
                session.origin()
                        .parameters()
                        .interfaceName()
                        .or(() -> Optional.of(session.tunnel().interfaceName(session.localId(), "l2tp"))),
                mtu(),
                Optional.ofNullable(ipv4)
                        .map(it -> new DataPlaneCommand.Ipv4Addresses(
                                IpAddress.ofIpv4(it.local()), IpAddress.ofIpv4(it.peer()))),
                Optional.ofNullable(ipv6).map(it -> new DataPlaneCommand.Ipv6Identifiers(it.local(), it.peer())),
                new DataPlaneCommand.PppFraming(
                        framing != null && framing.compressAddressControl(),
                        framing != null && framing.compressProtocol()),
                routes.ofSession(),
                ppp().sharedInterface()
                        .map(name -> routes.shared(
                                name, session.tunnel().parameters().mtu(), lcce.addresses)),
                ppp().mssClamp());
        return options.withProxyArp(ppp().proxyArp());
    }

    int mtu() {
        int limit = session.tunnel().pathMtu().inside(ppp().mtu(), PathMtu.PPP, session.details());
        return framing == null ? limit : Math.min(limit, framing.mtu());
    }

    /// The user at the other end, else the one that we are.
    Optional<String> userName() {
        return peerName.isEmpty() ? session.origin().parameters().userName() : Optional.of(peerName);
    }

    Optional<IpAddress> localAddress() {
        return Optional.ofNullable(ipv4).map(it -> IpAddress.ofIpv4(it.local()));
    }

    Optional<IpAddress> peerAddress() {
        return Optional.ofNullable(ipv4).map(it -> IpAddress.ofIpv4(it.peer()));
    }

    /// The address that the session has from this pool, if it has one.
    Optional<IpAddress> leaseOf(String pool) {
        return Optional.ofNullable(lease)
                .filter(it -> it.pool().filter(pool::equals).isPresent())
                .map(Lease::address);
    }

    /// What the peer told us.
    List<IpAddress> dnsServers() {
        List<IpAddress> servers = new ArrayList<>(2);
        if (ipv4 != null && ipv4.primaryDns() != 0) {
            servers.add(IpAddress.ofIpv4(ipv4.primaryDns()));
        }
        if (ipv4 != null && ipv4.secondaryDns() != 0) {
            servers.add(IpAddress.ofIpv4(ipv4.secondaryDns()));
        }
        return servers;
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
        switch (layer) {
            case NetworkLayer.Ipv4 it -> {
                ipv4 = it;
                graceEndNs = Node.NEVER;
            }
            case NetworkLayer.Ipv6 it -> {
                ipv6 = it;
                if (ipv4 == null && ppp().ipv4()) {
                    graceEndNs = lcce.nowNs() + IPV4_GRACE_NS;
                }
            }
        }
        session.life().networkChanged(false);
    }

    @Override
    public void networkDown(NetworkLayer.Kind kind) {
        session.life().losesNetwork();
        switch (kind) {
            case IPV4 -> ipv4 = null;
            case IPV6 -> {
                ipv6 = null;
                graceEndNs = Node.NEVER;
            }
        }
        if (!over) {
            session.life().networkChanged(true);
        }
    }

    @Override
    public void linkDown(LinkEnd end) {
        if (over) {
            return;
        }
        over = true;
        switch (end.cause()) {
            case PEER_REFUSES_AUTHENTICATION, PEER_NOT_AUTHENTICATED -> {
                lcce.counters.pppAuthenticationFailures++;
                session.notice("PPP authentication failed: " + end.text());
            }
            case NOT_AUTHENTICATED_BY_PEER -> {
                lcce.counters.pppAuthenticationFailures++;
                String user = session.origin().parameters().userName().orElse("");
                session.notice("PPP authentication as \"" + user + "\" failed: " + end.text());
            }
            default -> {}
        }
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
            case AaaAnswer.Refused(String message) ->
                link.answerJudged(question.ticket(), new Verdict.Refused(cut(message)), lcce.nowNs(), this);
        }
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }

    private void take(AaaAnswer.Grant given) {
        grant = given;
        given.idleTimeout().ifPresent(timeout -> idle = watch(timeout));
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
        Optional<Secret> secret = secret(question);
        link.answerSecret(question.ticket(), secret.map(Secret::octets), lcce.nowNs(), this);
    }

    @Override
    public void addressFor(AddressQuestion question) {
        if (!question.peerName().equals(leaseUser)) {
            giveLeaseBack();
        }
        if (lease == null) {
            leaseUser = question.peerName();
            List<IpAddress> usersOwn = lcce.users
                    .find(question.peerName(), localName())
                    .filter(_ -> !question.peerName().isEmpty())
                    .map(Settings.UserSecret::addresses)
                    .orElse(List.of());
            lease = lcce.addresses.take(session, usersOwn, grant, ppp()).orElse(null);
        }
        if (lease != null) {
            lcce.tracing.address(session, lease.pool(), lease.address(), "taken");
            grantServers();
            link.answerAddress(question.ticket(), 0, lease.address().ipv4Bits(), lcce.nowNs(), this);
            return;
        }
        lcce.counters.pppResources++;
        session.notice("no address is left for the peer");
        link.answerAddress(question.ticket(), 0, 0, lcce.nowNs(), this);
    }

    private void grantServers() {
        List<IpAddress> servers = grant.dnsServers();
        if (!servers.isEmpty()) {
            link.nameServers(
                    servers.getFirst().ipv4Bits(),
                    servers.size() < 2 ? 0 : servers.get(1).ipv4Bits());
        }
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

    private Optional<Secret> secret(SecretQuestion question) {
        return switch (question.purpose()) {
            case VERIFY_PEER ->
                lcce.users
                        .find(question.peerName(), question.localName().isEmpty() ? localName() : question.localName())
                        .map(Settings.UserSecret::secret);
            case PROVE_OURSELVES ->
                session.origin()
                        .parameters()
                        .userPassword()
                        .or(() -> lcce.users
                                .find(question.localName(), question.peerName())
                                .map(Settings.UserSecret::secret));
        };
    }
}
