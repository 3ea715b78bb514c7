package org.prol2tp.protocol.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/// PPP of a session by somebody outside the node: frames of its control protocols go to him and come from him, and he
/// says when the network layers are open. Each call has a number, so that what is said of an earlier one is known.
final class ForeignPpp implements Negotiator {
    /// Octets of a frame that is sent for him: what goes into a datagram.
    private static final int MAX_FRAME_OCTETS = 65_000;

    /// Octets: what IPv4 asks of every link (RFC 791), and what LCP can say.
    private static final int LEAST_MTU = 68;

    private static final int MOST_MTU = 65_535;

    /// What interfaces are called that have no name of their own, and how their names end.
    private static final String NUMBERED = "l2tp";

    private static final String NUMBERS = "%d";

    private final Lcce lcce;

    private final Session session;

    private final long number;

    private Phase phase = Phase.DEAD;

    private boolean ipv4Up;

    private boolean ipv6Up;

    /// The answer to our question, until it is passed on.
    private @Nullable Secret secret;

    private Optional<IpAddress> peerAddress = Optional.empty();

    private boolean addressMissing;

    ForeignPpp(Lcce lcce, Session session) {
        this.lcce = lcce;
        this.session = session;
        number = lcce.nextQuestion();
    }

    @Override
    public void open(long nowNs, LinkOutbox out) {
        enter(Phase.ESTABLISH, out);
        boolean told = lcce.settings.system().pppTerms();
        Optional<PppTerms> terms = told ? Optional.of(terms(out)) : Optional.empty();
        if (told && addressMissing) {
            end(new LinkEnd(LinkEnd.Cause.CLOSED_LOCALLY, "no address is left"), out);
            return;
        }
        tell(new ToPppProvider.Opened(
                session.ref(),
                session.life().facts(),
                session.origin().client(),
                Math.min(inside(), session.origin().ppp().mtu()),
                terms));
    }

    /// What a LAC has negotiated before is of no use to him: he begins anew.
    @Override
    public void open(Handover handover, long nowNs, LinkOutbox out) {
        out.notice("what the LAC has negotiated is left aside: it begins anew");
        open(nowNs, out);
    }

    private int inside() {
        return session.tunnel().pathMtu().inside();
    }

    /// The questions are answered before they return.
    private PppTerms terms(LinkOutbox out) {
        SessionOrigin origin = session.origin();
        PppParameters ppp = origin.ppp();
        SessionParameters parameters = origin.parameters();
        Optional<String> userName = origin.client() ? parameters.userName().or(ppp::localName) : parameters.userName();
        if (userName.isPresent()) {
            out.secretFor(new SecretQuestion(
                    0,
                    SecretQuestion.Purpose.PROVE_OURSELVES,
                    ppp.remoteName().orElse(""),
                    userName.get(),
                    Optional.empty()));
        }
        peerAddress = ppp.peerAddress();
        if (!origin.client() && ppp.ipv4() && lcce.addresses.mayAssign(ppp)) {
            out.addressFor(new AddressQuestion(0, ""));
        }
        PppTerms terms = new PppTerms(
                ppp,
                Math.min(inside(), ppp.mru()),
                ppp.localName().orElse(lcce.settings.system().hostName()),
                userName,
                Optional.ofNullable(secret),
                peerAddress,
                parameters
                        .interfaceName()
                        .or(() -> Optional.of(session.tunnel().interfaceName(session.localId(), NUMBERED)))
                        .filter(it -> !it.endsWith(NUMBERS)),
                out.traces());
        secret = null;
        return terms;
    }

    @Override
    public void receive(byte[] frame, long nowNs, LinkOutbox out) {
        if (phase != Phase.DEAD) {
            tell(new ToPppProvider.Frame(frame));
        }
    }

    /// He said something, of this call or of one before.
    void said(long ofNumber, FromPppProvider word, LinkOutbox out) {
        if (ofNumber != number || phase == Phase.DEAD) {
            return;
        }
        switch (word) {
            case FromPppProvider.Send(byte[] frame) -> {
                if (frame.length > 0 && frame.length <= MAX_FRAME_OCTETS) {
                    out.send(frame);
                }
            }
            case FromPppProvider.Up up -> networksAre(up, out);
            case FromPppProvider.Ended(LinkEnd.Cause cause, String reason) -> end(new LinkEnd(cause, reason), out);
        }
    }

    private void networksAre(FromPppProvider.Up up, LinkOutbox out) {
        if (up.mtu() < LEAST_MTU || up.mtu() > MOST_MTU) {
            end(new LinkEnd(LinkEnd.Cause.CLOSED_LOCALLY, "the PPP provider names an MTU of " + up.mtu()), out);
            return;
        }
        Framing framing = new Framing(
                up.mtu(),
                up.mtu(),
                up.framing().compressAddressControl(),
                up.framing().compressProtocol());
        if (phase != Phase.NETWORK) {
            enter(Phase.NETWORK, out);
        }
        out.authenticated(up.userName());
        if (ipv4Up && up.ipv4().isEmpty()) {
            out.networkDown(NetworkLayer.Kind.IPV4);
        }
        if (ipv6Up && up.ipv6().isEmpty()) {
            out.networkDown(NetworkLayer.Kind.IPV6);
        }
        ipv4Up = up.ipv4().isPresent();
        ipv6Up = up.ipv6().isPresent();
        up.ipv4()
                .ifPresent(it -> out.networkUp(
                        new NetworkLayer.Ipv4(it.local().ipv4Bits(), it.peer().ipv4Bits(), 0, 0, 0, 0), framing));
        up.ipv6().ifPresent(it -> out.networkUp(new NetworkLayer.Ipv6(it.local(), it.peer()), framing));
    }

    @Override
    public void close(String reason, long nowNs, LinkOutbox out) {
        end(new LinkEnd(LinkEnd.Cause.CLOSED_LOCALLY, reason), out);
    }

    private void end(LinkEnd why, LinkOutbox out) {
        if (phase != Phase.DEAD) {
            tell(new ToPppProvider.Closed());
            enter(Phase.DEAD, out);
            out.linkDown(why);
        }
    }

    @Override
    public void lowerLayerDown(long nowNs, LinkOutbox out) {
        end(new LinkEnd(LinkEnd.Cause.LOWER_LAYER_DOWN, "the lower layer went down"), out);
    }

    private void enter(Phase next, LinkOutbox out) {
        phase = next;
        out.phaseChanged(next);
    }

    private void tell(ToPppProvider what) {
        lcce.say(new Output.TellPppProvider(session.handle(), number, what));
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public long deadlineNs() {
        return Link.NEVER;
    }

    @Override
    public void timePassed(long nowNs, LinkOutbox out) {
        // His times are his own.
    }

    @Override
    public void answerSecret(int ticket, Optional<byte[]> secret, long nowNs, LinkOutbox out) {
        this.secret = secret.map(Secret::new).orElse(null);
    }

    @Override
    public void answerJudged(int ticket, Verdict verdict, long nowNs, LinkOutbox out) {
        // Nothing was asked.
    }

    @Override
    public void answerAddress(int ticket, int localAddress, int peerAddress, long nowNs, LinkOutbox out) {
        addressMissing = peerAddress == 0;
        this.peerAddress = addressMissing ? Optional.empty() : Optional.of(IpAddress.ofIpv4(peerAddress));
    }
}
