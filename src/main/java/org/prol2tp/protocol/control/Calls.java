package org.prol2tp.protocol.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.SessionId;

/// The calls of one connection: finds the call that a message is about, lets its machine step,
/// carries out what the machine says.
///
/// A connected call costs its entry in a map, its id and its state; what was said of it is the
/// node's. Calls that are not connected yet stand in a second map in the order of their deadlines,
/// since all have the same time.
final class Calls {
    /// Messages that may wait in the channel before further calls wait for it in `WaitTunnel`
    /// instead: a rush of 50,000 calls is not 50,000 encoded messages.
    private static final int CHANNEL_BACKLOG = 64;

    private static final int LARGEST_ID = 0xffff;

    private final ControlCounters counters;
    private final MessageSender sender;
    private final ReliableChannel channel;
    private final int tunnelId;

    private final Map<Integer, Call> calls = new HashMap<>(4);
    private final Map<Integer, Call> unconnected = new LinkedHashMap<>(4);
    private final ArrayDeque<Call> waitingForTunnel = new ArrayDeque<>(2);
    private final SessionTies ties = new SessionTies();
    private ControlSettings settings;
    /// Who is at the other end, while calls can go ahead.
    private @Nullable PeerIdentity peer;

    private static final class Call {
        private final SessionId localId;
        private final long deadlineNs;
        private CallState state;

        private Call(SessionId localId, CallState state, long deadlineNs) {
            this.localId = localId;
            this.state = state;
            this.deadlineNs = deadlineNs;
        }
    }

    Calls(
            ControlSettings settings,
            ControlCounters counters,
            MessageSender sender,
            ReliableChannel channel,
            int tunnelId) {
        this.settings = settings;
        this.counters = counters;
        this.sender = sender;
        this.channel = channel;
        this.tunnelId = tunnelId;
    }

    /// For calls that come.
    void adjust(ControlSettings adjusted) {
        settings = adjusted;
    }

    // What the node does.

    void place(CallKind kind, SessionId localId, CallDetails details, long nowNs, ControlOutbox out) {
        CallState idle = switch (kind) {
            case INCOMING_CALL_SENDER -> new IncomingCallSender.Idle();
            case OUTGOING_CALL_SENDER -> new OutgoingCallSender.Idle();
            case INCOMING_CALL_RECIPIENT, OUTGOING_CALL_RECIPIENT ->
                throw new IllegalArgumentException("the peer places a call of kind " + kind);
        };
        step(add(localId, idle, nowNs), new CallEvent.LocalOpen(details), out);
        openWaiting(out);
    }

    /// A call that was connected in another process of ours.
    void resume(CallKind kind, SessionId localId, SessionId peerId) {
        CallState connected = switch (kind) {
            case INCOMING_CALL_SENDER -> new IncomingCallSender.Established(peerId);
            case INCOMING_CALL_RECIPIENT -> new IncomingCallRecipient.Established(peerId);
            case OUTGOING_CALL_SENDER -> new OutgoingCallSender.Established(peerId);
            case OUTGOING_CALL_RECIPIENT -> new OutgoingCallRecipient.Established(peerId);
        };
        calls.put(localId.value(), new Call(localId, connected, ControlConnection.NEVER));
    }

    void answer(SessionId localId, ControlOutbox out) {
        Call call = calls.get(localId.value());
        if (call != null) {
            step(call, new CallEvent.Answered(call.state.details()), out);
        }
    }

    /// The line that an outgoing call goes to has answered, and is like this.
    void answer(SessionId localId, CallDetails line, ControlOutbox out) {
        Call call = calls.get(localId.value());
        if (call != null) {
            step(call, new CallEvent.Answered(line), out);
        }
    }

    void hangUp(SessionId localId, Ending why, ControlOutbox out) {
        Call call = calls.get(localId.value());
        if (call != null) {
            step(call, new CallEvent.LocalClose(why), out);
        }
    }

    /// WEN and SLI: they mean something only for a connected call.
    void sendIfConnected(SessionId localId, Message message, ControlOutbox out) {
        Call call = calls.get(localId.value());
        if (call != null && call.state.connected()) {
            sender.send(message, call.state.peerId(), localId, false, out);
        }
    }

    // What the connection does.

    /// The connection is established: calls that waited for it go ahead, as far as the channel takes them.
    void tunnelOpened(PeerIdentity byPeer, ControlOutbox out) {
        peer = byPeer;
        openWaiting(out);
    }

    /// Lets waiting calls go ahead while the channel has room.
    void openWaiting(ControlOutbox out) {
        PeerIdentity other = peer;
        while (other != null && !waitingForTunnel.isEmpty() && channel.waiting() < CHANNEL_BACKLOG) {
            Call call = waitingForTunnel.removeFirst();
            if (calls.get(call.localId.value()) == call) {
                goAhead(call, other, out);
            }
        }
    }

    private void goAhead(Call call, PeerIdentity other, ControlOutbox out) {
        CallDetails wanted = call.state.details();
        Optional<Ending> obstacle = CallJudge.unplaceable(call.state.kind(), wanted, other)
                .or(() -> PseudowireJudge.unplaceable(wanted, other));
        step(
                call,
                obstacle.isPresent()
                        ? new CallEvent.LocalClose(obstacle.get())
                        : new CallEvent.TunnelOpened(CallJudge.fitted(wanted, other)),
                out);
    }

    /// The connection is over, and all calls with it, without a word to the peer.
    void endAll(Ending why, ControlOutbox out) {
        peer = null;
        waitingForTunnel.clear();
        for (Call call : new ArrayList<>(calls.values())) {
            forget(call, call.state.connected(), why, out);
        }
    }

    /// Ends calls that were not connected in time.
    void timePassed(long nowNs, ControlOutbox out) {
        while (nowNs >= deadlineNs()) {
            Call call = unconnected.values().iterator().next();
            step(call, new CallEvent.LocalClose(Ending.local(CdnResult.TIMED_OUT, "not connected in time")), out);
        }
    }

    long deadlineNs() {
        if (unconnected.isEmpty()) {
            return ControlConnection.NEVER;
        }
        return unconnected.values().iterator().next().deadlineNs;
    }

    int size() {
        return calls.size();
    }

    Optional<CallStatus> status(SessionId localId) {
        Call call = calls.get(localId.value());
        return call == null
                ? Optional.empty()
                : Optional.of(new CallStatus(localId, call.state.peerId(), call.state.kind(), call.state.title()));
    }

    // What the peer does.

    void receiveRequest(Message.Assigning request, long nowNs, ControlHeader header, ControlOutbox out) {
        Call addressed = calls.get(header.sessionId().value());
        if (addressed != null) {
            step(addressed, new CallEvent.Foreign(request.type()), out);
            return;
        }
        boolean incoming = request instanceof Message.Icrq;
        CallKind kind = incoming ? CallKind.INCOMING_CALL_RECIPIENT : CallKind.OUTGOING_CALL_RECIPIENT;
        SessionId peerId = request.assignedSessionId();
        CallDetails details = switch (request) {
            case Message.Icrq icrq -> CallMessages.details(icrq);
            case Message.Ocrq ocrq -> CallMessages.details(ocrq);
            case Message.Icrp _, Message.Ocrp _, Message.Cdn _ ->
                throw new IllegalArgumentException("no request: " + request.type());
        };
        switch (answer(kind, peerId, details, out)) {
            case CallAnswer.Accept(SessionId localId, Pseudowire.End local) -> {
                CallDetails taken = taken(details, local);
                Call call = add(localId, idle(incoming), nowNs);
                step(call, new CallEvent.RequestAcceptable(peerId, taken, false), out);
                if (!incoming) {
                    step(call, new CallEvent.Answered(taken), out);
                }
            }
            case CallAnswer.Later(SessionId localId, Pseudowire.End local) ->
                step(
                        add(localId, idle(incoming), nowNs),
                        new CallEvent.RequestAcceptable(peerId, taken(details, local), true),
                        out);
            case CallAnswer.Refuse(int result, int error, String message) -> {
                counters.sessionSetupFailures++;
                sendCdn(SessionId.NONE, peerId, new Ending(result, error, message, false), out);
            }
        }
    }

    private static CallDetails taken(CallDetails request, Pseudowire.End local) {
        return request.over(request.pseudowire().map(it -> it.withLocal(local)));
    }

    private CallAnswer answer(CallKind kind, SessionId peerId, CallDetails details, ControlOutbox out) {
        Optional<Ending> refusal = CallJudge.refusal(kind, details, settings)
                .or(() -> PseudowireJudge.refusal(details, settings))
                .or(() -> tie(kind.incoming(), details, out));
        return refusal.isPresent()
                ? CallAnswer.Refuse.because(refusal.get())
                : out.callRequested(kind, peerId, details);
    }

    /// Both ends ask for a session for one circuit: which of the two stays.
    ///
    /// @return why the peer's does not; empty: it does, and ours is over without a word
    private Optional<Ending> tie(boolean incoming, CallDetails asked, ControlOutbox out) {
        Optional<SessionId> rival = ties.rival(incoming, asked);
        Call ours = rival.map(id -> calls.get(id.value())).orElse(null);
        if (ours == null) {
            return Optional.empty();
        }
        TieBreak judgement = ties.judge(incoming, asked);
        if (judgement != TieBreak.LOCAL_WINS) {
            step(ours, new CallEvent.CdnReceived(Ending.unsaid("the peer's session won the tie")), out);
        }
        return judgement == TieBreak.PEER_WINS
                ? Optional.empty()
                : Optional.of(Ending.local(CdnResult.TIE_LOST, "the tie is lost"));
    }

    private static CallState idle(boolean incoming) {
        return incoming ? new IncomingCallRecipient.Idle() : new OutgoingCallRecipient.Idle();
    }

    void receiveReply(Message.Assigning reply, ControlHeader header, ControlOutbox out) {
        Call call = calls.get(header.sessionId().value());
        SessionId peerId = reply.assignedSessionId();
        if (call == null) {
            // §7.4.2 and §7.5.1, idle: the peer keeps a session that this end does not have.
            countUnknown(reply, header, out);
            sendCdn(
                    SessionId.NONE,
                    peerId,
                    new Ending(CdnResult.ERROR.number(), INVALID_SESSION_ID, "no such session", false),
                    out);
            return;
        }
        boolean icrp = reply instanceof Message.Icrp;
        if (icrp != call.state.kind().incoming()) {
            step(call, new CallEvent.Foreign(reply.type()), out);
            return;
        }
        CallDetails details = CallMessages.details(call.state.details(), reply);
        ties.settled(icrp, call.localId, details);
        Optional<Ending> disappointment = PseudowireJudge.disappointment(details);
        step(
                call,
                disappointment.isPresent()
                        ? new CallEvent.ReplyNotAcceptable(disappointment.get())
                        : new CallEvent.ReplyAcceptable(peerId, details),
                out);
    }

    private static final int INVALID_SESSION_ID = ResultCode.ErrorCode.INVALID_SESSION_ID.number();

    void receiveConnected(Message.Connected connected, ControlHeader header, ControlOutbox out) {
        Call call = calls.get(header.sessionId().value());
        if (call == null) {
            countUnknown(connected, header, out); // §7.4.2 and §7.5.2, idle
            return;
        }
        boolean iccn = connected instanceof Message.Iccn;
        if (iccn != call.state.kind().incoming()) {
            step(call, new CallEvent.Foreign(connected.type()), out);
            return;
        }
        CallDetails details = CallMessages.details(call.state.details(), connected);
        Optional<Ending> disappointment =
                CallJudge.disappointment(details, settings).or(() -> PseudowireJudge.disappointment(details));
        step(
                call,
                disappointment.isPresent()
                        ? new CallEvent.ConnectedNotAcceptable(disappointment.get())
                        : new CallEvent.ConnectedAcceptable(details),
                out);
    }

    void receiveCdn(SessionId assignedId, Ending why, ControlHeader header, ControlOutbox out) {
        Optional<Call> call = header.sessionId().equals(SessionId.NONE)
                ? unconnectedOfPeer(assignedId)
                : Optional.ofNullable(calls.get(header.sessionId().value()));
        if (call.isPresent()) {
            countMismatch(call.get().state.peerId(), assignedId);
            step(call.get(), new CallEvent.CdnReceived(why), out);
        } else {
            counters.unknownSessionIds++; // it crossed a CDN of ours
        }
    }

    /// Whose call it is the header says; the AVP should agree with it (RFC 2661 §6.12).
    private void countMismatch(SessionId told, SessionId assigned) {
        if (!told.equals(SessionId.NONE) && !assigned.equals(SessionId.NONE) && !assigned.equals(told)) {
            counters.mismatchedSessionIds++;
        }
    }

    /// A call by the peer's id, where the peer does not know ours yet: so it cannot be a connected one.
    private Optional<Call> unconnectedOfPeer(SessionId peerId) {
        for (Call call : unconnected.values()) {
            if (call.state.peerId().equals(peerId)) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /// WEN and SLI, whose meaning is the node's.
    ///
    /// @return whether there is such a connected call
    boolean connected(Message message, ControlHeader header, ControlOutbox out) {
        Call call = calls.get(header.sessionId().value());
        if (call == null) {
            countUnknown(message, header, out);
            return false;
        }
        return call.state.connected();
    }

    /// A faulty message, which the RFC answers by ending the session it is about.
    void receiveFaulty(SessionId assignedId, Ending why, ControlHeader header, ControlOutbox out) {
        Call call = calls.get(header.sessionId().value());
        if (call != null) {
            step(call, new CallEvent.LocalClose(why), out);
        } else if (!assignedId.equals(SessionId.NONE)) {
            sendCdn(SessionId.NONE, assignedId, why, out);
        } else {
            counters.unknownSessionIds++;
        }
    }

    private void countUnknown(Message message, ControlHeader header, ControlOutbox out) {
        counters.unknownSessionIds++;
        if (out.traces(ControlTrace.PROTOCOL, SessionId.NONE)) {
            out.trace(
                    ControlTrace.PROTOCOL,
                    SessionId.NONE,
                    message.type().rfcName() + " for unknown session " + header.sessionId());
        }
    }

    // How a call goes on.

    private Call add(SessionId localId, CallState idle, long nowNs) {
        long deadlineNs = settings.callTimeoutNs() == 0 ? ControlConnection.NEVER : nowNs + settings.callTimeoutNs();
        Call call = new Call(localId, idle, deadlineNs);
        if (localId.equals(SessionId.NONE) || calls.putIfAbsent(localId.value(), call) != null) {
            throw new IllegalArgumentException("session id " + localId + " is not free");
        }
        unconnected.put(localId.value(), call);
        return call;
    }

    private void step(Call call, CallEvent event, ControlOutbox out) {
        CallState before = call.state;
        CallStep step = CallMachines.step(before, event);
        if (out.traces(ControlTrace.FSM, call.localId)) {
            trace(call, event, step, out);
        }
        call.state = step.next();
        for (CallStep.Action action : step.actions()) {
            perform(call, before, event, action, step, out);
        }
    }

    private void perform(
            Call call, CallState before, CallEvent event, CallStep.Action action, CallStep step, ControlOutbox out) {
        SessionId id = call.localId;
        SessionId peer = call.state.peerId();
        switch (action) {
            case OPEN_TUNNEL -> waitingForTunnel.addLast(call);
            case SEND_ICRQ -> {
                ties.asked(true, id, call.state.details());
                sender.send(CallMessages.icrq(id, call.state.details()), SessionId.NONE, id, false, out);
            }
            case SEND_OCRQ -> {
                ties.asked(false, id, call.state.details());
                sender.send(CallMessages.ocrq(id, call.state.details()), SessionId.NONE, id, false, out);
            }
            case SEND_ICRP -> sender.send(CallMessages.icrp(id, call.state.details()), peer, id, true, out);
            case SEND_OCRP -> sender.send(CallMessages.ocrp(id, call.state.details()), peer, id, true, out);
            case SEND_ICCN -> sender.send(CallMessages.iccn(id, details(before, event)), peer, id, false, out);
            case SEND_OCCN -> sender.send(CallMessages.occn(id, details(before, event)), peer, id, false, out);
            case SEND_CDN -> sendCdn(id, before.peerId(), why(step), out);
            case CONNECT -> {
                unconnected.remove(id.value());
                out.callConnected(id, peer, call.state.kind(), details(before, event));
            }
            case PROCEED -> out.callProceeds(id, peer, call.state.details());
            case CLEAN_UP -> {
                ties.settled(before.kind().incoming(), id, before.details());
                forget(call, before.connected(), why(step), out);
            }
        }
    }

    /// What is known of a call once this event has connected it.
    private static CallDetails details(CallState before, CallEvent event) {
        if (event instanceof CallEvent.ConnectedAcceptable(CallDetails told)) {
            return told;
        }
        if (event instanceof CallEvent.ReplyAcceptable(SessionId ignored, CallDetails told)) {
            return told;
        }
        return event instanceof CallEvent.Answered(CallDetails line) ? line : before.details();
    }

    private static Ending why(CallStep step) {
        return step.why().orElseThrow(() -> new IllegalStateException("an ending without a reason"));
    }

    private void forget(Call call, boolean wasConnected, Ending why, ControlOutbox out) {
        calls.remove(call.localId.value());
        unconnected.remove(call.localId.value());
        if (!wasConnected) {
            counters.sessionSetupFailures++;
        }
        out.callEnded(call.localId, why);
    }

    /// @param localId ours; [SessionId#NONE] if the call never got one: the AVP must carry one that is not
    ///     0
    private void sendCdn(SessionId localId, SessionId peerId, Ending why, ControlOutbox out) {
        SessionId assigned = localId.equals(SessionId.NONE) ? freeId() : localId;
        sender.send(Message.Cdn.of(why.toResultCode(), assigned, why.details()), peerId, localId, true, out);
    }

    private SessionId freeId() {
        int id = LARGEST_ID;
        while (id > 1 && calls.containsKey(id)) {
            id--;
        }
        return new SessionId(id);
    }

    private void trace(Call call, CallEvent event, CallStep step, ControlOutbox out) {
        String machine =
                call.state.kind().label() + "(" + Integer.toUnsignedString(tunnelId) + "/" + call.localId + ")";
        char direction = call.state.kind().incoming() ? 'I' : 'O';
        out.trace(
                ControlTrace.FSM,
                call.localId,
                machine + " event " + event.label(direction) + " in state " + call.state.label());
        if (!step.next().getClass().equals(call.state.getClass())) {
            out.trace(
                    ControlTrace.FSM,
                    call.localId,
                    machine + " state change: " + call.state.label() + " --> "
                            + step.next().label());
        }
    }
}
