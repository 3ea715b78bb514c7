package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.control.ConnectionTable.Action;
import org.prol2tp.protocol.control.ConnectionTable.Drained;
import org.prol2tp.protocol.control.ConnectionTable.Draining;
import org.prol2tp.protocol.control.ConnectionTable.Established;
import org.prol2tp.protocol.control.ConnectionTable.Event;
import org.prol2tp.protocol.control.ConnectionTable.Idle;
import org.prol2tp.protocol.control.ConnectionTable.LocalClose;
import org.prol2tp.protocol.control.ConnectionTable.State;
import org.prol2tp.protocol.control.ConnectionTable.Step;
import org.prol2tp.protocol.control.ConnectionTable.StopCcnReceived;
import org.prol2tp.protocol.control.ConnectionTable.TransportDown;
import org.prol2tp.protocol.control.ConnectionTable.WaitCtlConn;
import org.prol2tp.protocol.control.ConnectionTable.WaitCtlReply;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// One control connection as a machine: its state, what is known of the peer, what it waits for,
/// and how the actions of [ConnectionTable] are carried out.
final class ConnectionMachine {
    private static final long NEVER = ControlConnection.NEVER;

    private final ControlCounters counters;
    private final Dialect dialect;
    private final ControlConnectionId localId;
    private final ReliableChannel channel;
    private final MessageSender sender;
    private final Calls calls;

    private ControlSettings settings;
    private State state = new Idle();
    private Optional<PeerIdentity> peer = Optional.empty();
    private Optional<Octets> peerChallenge = Optional.empty();
    /// A StopCCN that waits until the peer's id is known.
    private Optional<Ending> unsaidStop = Optional.empty();
    /// The peer's StopCCN, where it says that our SCCRQ has lost a tie: its own is awaited.
    private Optional<Ending> tieRejected = Optional.empty();

    private boolean stopCcnReceived;
    private boolean released;
    private long lastHeardNs;
    /// End of the wait for what the state waits for: the peer's answer, or the end of draining.
    private long stateDeadlineNs = NEVER;
    private long idleDeadlineNs = NEVER;

    ConnectionMachine(
            ControlSettings settings,
            ControlCounters counters,
            Dialect dialect,
            ControlConnectionId localId,
            ReliableChannel channel,
            MessageSender sender,
            Calls calls,
            long nowNs) {
        this.settings = settings;
        this.counters = counters;
        this.dialect = dialect;
        this.localId = localId;
        this.channel = channel;
        this.sender = sender;
        this.calls = calls;
        this.lastHeardNs = nowNs;
    }

    State state() {
        return state;
    }

    ControlSettings settings() {
        return settings;
    }

    Optional<PeerIdentity> peer() {
        return peer;
    }

    /// Whether the node was told to forget the connection.
    boolean released() {
        return released;
    }

    /// The times are these from now on. Another limit of idleness counts from now.
    void adjust(ControlSettings adjusted, long nowNs) {
        if (adjusted.idleTimeoutNs() != settings.idleTimeoutNs()) {
            idleDeadlineNs = NEVER;
        }
        settings = adjusted;
        watchIdleness(nowNs);
    }

    /// Established without a word: both ends were told.
    void beQuiescent(ControlConnectionId peerId) {
        state = new Established();
        sender.peerKnown(peerId, ReliableChannel.DEFAULT_WINDOW);
    }

    /// Established by another process of ours.
    void resume(PeerIdentity with, ControlOutbox out) {
        state = new Established();
        peer = Optional.of(with);
        sender.peerKnown(with.id(), with.receiveWindow());
        calls.tunnelOpened(with, out);
    }

    /// The peer is alive.
    void heard(long nowNs) {
        lastHeardNs = nowNs;
    }

    /// The peer's SCCRQ or SCCRP, before it is judged: also a refusal must reach it.
    void peerKnown(Message.Opening opening, ControlOutbox out) {
        boolean first = state instanceof Idle || state instanceof WaitCtlReply;
        if (!first && unsaidStop.isEmpty()) {
            return;
        }
        PeerIdentity identity = ConnectionMessages.peer(opening);
        peer = Optional.of(identity);
        peerChallenge = opening.challenge();
        sender.peerKnown(identity.id(), identity.receiveWindow());
        if (unsaidStop.isPresent()) {
            Ending why = unsaidStop.get();
            unsaidStop = Optional.empty();
            sendStopCcn(state, why, out);
        }
    }

    /// The peer's StopCCN. It may be the first that is heard of the peer: what it calls itself is needed to
    /// acknowledge it.
    ///
    /// @param assignedId [ControlConnectionId#NONE] if the message did not tell
    void peerStopped(ControlConnectionId assignedId, Ending why, long nowNs, ControlOutbox out) {
        if (isTieRejected(why)) {
            awaitWinner(assignedId, why, nowNs);
            return;
        }
        boolean first = !stopCcnReceived;
        stopCcnReceived = true;
        unsaidStop = Optional.empty();
        if (peer.isEmpty() && !assignedId.equals(ControlConnectionId.NONE)) {
            sender.peerKnown(assignedId, ReliableChannel.DEFAULT_WINDOW);
        }
        channel.stopSending();
        if (state instanceof Draining && first) { // a peer that goes on sending new ones gets no more time
            stateDeadlineNs = nowNs + channel.fullCycleNs();
        }
        step(new StopCcnReceived(why), nowNs, out);
    }

    /// In L2TPv3 the winner of a tie says so, perhaps before its SCCRQ is here (RFC 3931 §5.4.3).
    private boolean isTieRejected(Ending stop) {
        return state instanceof WaitCtlReply sent
                && sent.tieBreaker().isPresent()
                && dialect.version() == Version.V3
                && stop.result() == StopCcnResult.ALREADY_EXISTS.number();
    }

    /// Its SCCRQ, which takes the place of ours, has as long as ours would have had. If none comes, the StopCCN was a
    /// refusal.
    private void awaitWinner(ControlConnectionId assignedId, Ending why, long nowNs) {
        if (tieRejected.isPresent()) {
            return;
        }
        tieRejected = Optional.of(why);
        if (!assignedId.equals(ControlConnectionId.NONE)) {
            sender.peerKnown(assignedId, ReliableChannel.DEFAULT_WINDOW);
        }
        channel.stopSending();
        stateDeadlineNs = nowNs + channel.fullCycleNs();
    }

    void step(Event event, long nowNs, ControlOutbox out) {
        State before = state;
        Step step = ConnectionTable.step(before, event);
        if (out.traces(ControlTrace.FSM, SessionId.NONE)) {
            trace(event, step, out);
        }
        state = step.next();
        counters.openChallenges.moved(before, state, dialect.nonce());
        for (Action action : step.actions()) {
            perform(action, before, step, nowNs, out);
        }
    }

    private void perform(Action action, State before, Step step, long nowNs, ControlOutbox out) {
        switch (action) {
            case SEND_SCCRQ -> {
                send(sccrq((WaitCtlReply) state), out);
                stateDeadlineNs = establishDeadline(nowNs);
            }
            case SEND_SCCRP -> {
                Optional<ChallengeAuthentication> challenge = ((WaitCtlConn) state).challenge();
                send(ConnectionMessages.sccrp(settings, localId, challenge, peerChallenge, dialect.nonce()), out);
                stateDeadlineNs = establishDeadline(nowNs);
            }
            case SEND_SCCCN -> send(ConnectionMessages.scccn(settings, peerChallenge), out);
            case SEND_STOPCCN -> sendStopCcn(before, why(step), out);
            case OPEN_SESSIONS -> openSessions(before, out);
            case CLEAN_UP -> {
                boolean failed = !(before instanceof Established);
                if (failed) {
                    counters.tunnelSetupFailures++;
                }
                calls.endAll(why(step).ofCalls(), out);
                idleDeadlineNs = NEVER;
                stateDeadlineNs = stopCcnReceived || unsaidStop.isPresent() ? nowNs + channel.fullCycleNs() : NEVER;
                out.closed(why(step));
            }
            case RELEASE -> {
                released = true;
                out.released();
            }
        }
    }

    private Message.Sccrq sccrq(WaitCtlReply sent) {
        return ConnectionMessages.sccrq(settings, localId, sent.challenge(), sent.tieBreaker(), dialect.nonce());
    }

    /// Before the channel retransmits: a peer that has L2TPv2 alone should have answered an SCCRQ of both
    /// versions in that, and may not even have been able to read it. In the second half of the
    /// retransmissions the SCCRQ is one of L2TPv2.
    void fallBack(long nowNs, ControlOutbox out) {
        int most = settings.maxRetries();
        if (state instanceof WaitCtlReply sent
                && dialect.offersBoth()
                && most > 0
                && channel.retransmissionIsDue(most / 2 + 1, nowNs)) {
            dialect.fallBack();
            sender.sendInstead(sccrq(sent), out);
            out.fellBack();
        }
    }

    private static Ending why(Step step) {
        return step.why().orElseThrow(() -> new IllegalStateException("an ending without a reason"));
    }

    private long establishDeadline(long nowNs) {
        return settings.establishTimeoutNs() == 0 ? NEVER : nowNs + settings.establishTimeoutNs();
    }

    private void send(Message message, ControlOutbox out) {
        sender.send(message, SessionId.NONE, SessionId.NONE, false, out);
    }

    /// Ends all sessions at once, so that what waits to be sent about them is void.
    private void sendStopCcn(State before, Ending why, ControlOutbox out) {
        if (before instanceof Idle) {
            if (!sender.peerId().equals(ControlConnectionId.NONE)) {
                out.peerFault(SessionId.NONE, "SCCRQ refused: " + why.message());
                counters.tunnelSetupFailures++;
                sender.refuse(sender.peerId(), why, out);
            }
            return;
        }
        channel.forgetUnsent();
        if (sender.peerId().equals(ControlConnectionId.NONE)) {
            unsaidStop = Optional.of(why);
        } else {
            send(Message.StopCcn.of(localId, why.toResultCode()), out);
        }
    }

    private void openSessions(State before, ControlOutbox out) {
        PeerIdentity identity = peer.orElseThrow(() -> new IllegalStateException("established with nobody"));
        if (!(before instanceof Established)) {
            stateDeadlineNs = NEVER;
            out.established(identity);
        }
        calls.tunnelOpened(identity, out);
    }

    private void trace(Event event, Step step, ControlOutbox out) {
        String machine = "CCE(" + localId + ")";
        out.trace(ControlTrace.FSM, SessionId.NONE, machine + " event " + event.label() + " in state " + state.label());
        if (!step.next().getClass().equals(state.getClass())) {
            out.trace(
                    ControlTrace.FSM,
                    SessionId.NONE,
                    machine + " state change: " + state.label() + " --> "
                            + step.next().label());
        }
    }

    /// Whether it is over, and nothing of this end waits for an acknowledgement any more: both ends have
    /// said StopCCN, or the peer never said what it is called.
    boolean lingers() {
        return state instanceof Draining && (stopCcnReceived || unsaidStop.isPresent());
    }

    /// Ends draining once the peer has acknowledged our StopCCN. After a StopCCN of the peer there
    /// is more to do: it may repeat it for a full cycle, if our acknowledgement is lost.
    void endDraining(long nowNs, ControlOutbox out) {
        if (state instanceof Draining && !stopCcnReceived && unsaidStop.isEmpty() && channel.idle()) {
            channel.acknowledgeNow(out);
            step(new Drained(), nowNs, out);
        }
    }

    /// Does what is due at `nowNs`, but for what the channel and the calls have to do.
    void timePassed(long nowNs, ControlOutbox out) {
        if (channel.gaveUp()) {
            step(new TransportDown(Ending.unsaid("the peer does not answer")), nowNs, out);
            return;
        }
        if (nowNs >= stateDeadlineNs) {
            stateDeadlineNs = NEVER;
            step(tooLate(), nowNs, out);
        }
        if (nowNs >= idleDeadlineNs) {
            idleDeadlineNs = NEVER;
            step(new LocalClose(Ending.IDLE), nowNs, out);
        }
        if (nowNs >= helloDeadlineNs()) {
            channel.counters().hellosSent++;
            send(Message.Hello.of(), out);
        }
    }

    private Event tooLate() {
        if (state instanceof Draining) {
            return new Drained();
        }
        return state instanceof WaitCtlReply && tieRejected.isPresent()
                ? new StopCcnReceived(tieRejected.get())
                : new LocalClose(Ending.local(StopCcnResult.CLEARED, "not established in time"));
    }

    /// A HELLO asks whether the peer is there; an unacknowledged message asks the same.
    private long helloDeadlineNs() {
        return state instanceof Established && settings.helloTimeoutNs() != 0 && channel.idle()
                ? lastHeardNs + helloTimeoutNs()
                : NEVER;
    }

    /// In L2TPv3 up to an eighth less than is set, each connection by its own: those with one peer must not
    /// all ask at once (RFC 3931 §4.4).
    private long helloTimeoutNs() {
        long mostNs = settings.helloTimeoutNs();
        long jitterNs = Integer.toUnsignedLong(localId.value() * 0x9e3779b9) % (mostNs / 8 + 1);
        return dialect.version() == Version.V3 ? mostNs - jitterNs : mostNs;
    }

    /// Starts and stops the wait for a first or next session.
    void watchIdleness(long nowNs) {
        if (settings.idleTimeoutNs() == 0 || calls.size() > 0 || !(state instanceof Established)) {
            idleDeadlineNs = NEVER;
        } else if (idleDeadlineNs == NEVER) {
            idleDeadlineNs = nowNs + settings.idleTimeoutNs();
        }
    }

    /// When [#timePassed] has something to do.
    long deadlineNs() {
        return Math.min(helloDeadlineNs(), Math.min(stateDeadlineNs, idleDeadlineNs));
    }
}
