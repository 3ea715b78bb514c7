package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;

/// The question to the world whether a call of the peer may be, while it is open. The call is taken
/// at once, so that the peer need not wait; its PPP is not begun before the answer.
final class CallPermission implements Timers.Wakeable {
    /// What was not answered in time.
    static final String NO_ANSWER = "no answer from authorisation";

    private final Lcce lcce;

    private final Session session;

    private final long question;

    private final Timers.Timer timer = new Timers.Timer(this);

    private boolean holds;

    /// Connects an outgoing call.
    private Runnable heldBack = () -> {};

    /// Asks.
    CallPermission(Lcce lcce, Session session) {
        this.lcce = lcce;
        this.session = session;
        question = lcce.nextQuestion();
        lcce.say(new Output.AskAaa(session.handle(), question, new AaaQuestion.Call(caller(session))));
        lcce.timers.arm(
                timer, lcce.nowNs() + lcce.settings.system().aaa().timeout().toNanos());
    }

    /// Who asks, for any question about this session.
    static AaaQuestion.Caller caller(Session session) {
        Tunnel tunnel = session.tunnel();
        return new AaaQuestion.Caller(
                session.ref(),
                tunnel.path().map(Path::peer).orElse(new Endpoint(IpAddress.ANY_IPV4, 0)),
                tunnel.peer().map(PeerIdentity::hostName).orElse(""),
                session.details().flatMap(CallDetails::calledNumber),
                session.details().flatMap(CallDetails::callingNumber),
                session.origin().pppProfileName());
    }

    boolean isAskedBy(long number) {
        return question == number;
    }

    /// The call is established, and has to wait.
    void hold() {
        holds = true;
    }

    /// The peer is to hear that its outgoing call is connected no sooner than it may be.
    void holdBack(Runnable connects) {
        heldBack = connects;
    }

    void answered(AaaAnswer answer) {
        withdraw();
        if (answer instanceof AaaAnswer.Refused(String message, CdnResult result)) {
            session.refused(result, message);
        } else {
            session.permitted(holds);
            lcce.afterwards(heldBack);
        }
    }

    /// The call ended.
    void withdraw() {
        lcce.timers.disarm(timer);
    }

    @Override
    public void wake(long nowNs) {
        answered(new AaaAnswer.Refused(NO_ANSWER));
    }

    @Override
    public Optional<Tunnel> tunnelConcerned() {
        return Optional.of(session.tunnel());
    }
}
