package org.prol2tp.protocol.control;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.control.ConnectionTable.Draining;
import org.prol2tp.protocol.control.ConnectionTable.Established;
import org.prol2tp.protocol.control.ConnectionTable.Idle;
import org.prol2tp.protocol.control.ConnectionTable.LocalClose;
import org.prol2tp.protocol.control.ConnectionTable.LocalOpen;
import org.prol2tp.protocol.control.ConnectionTable.TieLost;
import org.prol2tp.protocol.control.ConnectionTable.TransportDown;
import org.prol2tp.protocol.control.ConnectionTable.WaitCtlReply;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.CallAvp.AssignedSessionId;
import org.prol2tp.protocol.wire.CallStatusAvp.Accm;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Fault;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Reading;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// One control connection with its sessions, as the node uses it: made by [#initiate] or [#accept],
/// fed with datagrams and instants, it says through a [ControlOutbox] what to do. It does not know
/// addresses: the node finds it by its local id, and a retransmitted SCCRQ by (peer address,
/// [#peerId]).
///
/// Instants are nanoseconds of the node's clock and never go back. After each call ask [#deadlineNs].
/// After [ControlOutbox#released] no method may be called.
public final class ControlConnection {
    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    private static final int TIE_BREAKER_OCTETS = 8;

    private final ControlConnectionId localId;
    private final ControlCounters counters;
    private final Dialect dialect;
    private final ReliableChannel channel;
    private final MessageSender sender;
    private final Calls calls;
    private final ConnectionMachine machine;
    private final Reception reception;

    private ControlConnection(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            Dialect dialect,
            ControlConnectionId localId,
            long nowNs) {
        this.localId = localId;
        this.counters = counters;
        this.dialect = dialect;
        this.channel = new ReliableChannel(settings, counters, dialect::seal);
        this.sender = new MessageSender(settings, counters, random, channel, dialect, localId);
        this.calls = new Calls(settings, counters, sender, channel, localId.value());
        this.machine = new ConnectionMachine(settings, counters, dialect, localId, channel, sender, calls, nowNs);
        this.reception = new Reception(settings, counters, random, dialect, channel, sender, machine, calls);
    }

    /// Opens a connection: sends the SCCRQ (RFC 2661 §5.1). `localId` is not 0.
    public static ControlConnection initiate(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            ControlConnectionId localId,
            long nowNs,
            ControlOutbox out) {
        Dialect dialect = Dialect.opening(settings, random);
        ControlConnection connection = new ControlConnection(settings, counters, random, dialect, localId, nowNs);
        OptionalLong tieBreaker = settings.tieBreaker() ? OptionalLong.of(randomLong(random)) : OptionalLong.empty();
        WaitCtlReply sent = new WaitCtlReply(ConnectionJudge.challenge(settings, random), tieBreaker);
        connection.machine.step(new LocalOpen(sent), nowNs, out);
        connection.channel.transmit(nowNs, out);
        return connection;
    }

    /// A connection that both ends have by their settings alone: it is established, and has no sessions.
    /// HELLO tells whether the peer is there; `settings` speak L2TPv3.
    public static ControlConnection quiescent(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            ControlConnectionId localId,
            ControlConnectionId peerId,
            long nowNs) {
        Dialect dialect = Dialect.opening(settings, random);
        ControlConnection connection = new ControlConnection(settings, counters, random, dialect, localId, nowNs);
        connection.machine.beQuiescent(peerId);
        return connection;
    }

    /// Goes on with an established connection that another process of ours had; [#resumeCall]
    /// gives it its calls. The peer is asked what it has of ours ([ReliableChannel#resume]); one that does
    /// not answer is given up.
    public static ControlConnection resume(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            ControlConnectionId localId,
            PeerIdentity peer,
            Nonces nonces,
            SequenceNumbers numbers,
            long nowNs,
            ControlOutbox out) {
        Dialect dialect = Dialect.resumed(settings, peer.version(), nonces);
        ControlConnection connection = new ControlConnection(settings, counters, random, dialect, localId, nowNs);
        connection.machine.resume(peer, out);
        connection.channel.resume(numbers, connection.sender.hello(), nowNs, out);
        return connection;
    }

    /// One more call that was connected before [#resume]. The id is not 0, and no other call's.
    public void resumeCall(CallKind kind, SessionId callId, SessionId peerCallId) {
        calls.resume(kind, callId, peerCallId);
    }

    /// Whether the peer has acknowledged all that this end has to say.
    public boolean allAcknowledged() {
        return channel.idle();
    }

    /// For [#resume].
    public Nonces nonces() {
        return dialect.nonces();
    }

    /// Where its reliable channel stands.
    public SequenceNumbers numbers() {
        return channel.numbers();
    }

    private static long randomLong(RandomOctets random) {
        byte[] octets = new byte[TIE_BREAKER_OCTETS];
        random.fill(octets);
        long value = 0;
        for (byte octet : octets) {
            value = value << 8 | octet & 0xff;
        }
        return value;
    }

    /// Answers an SCCRQ, which the node knows to be new (not a retransmission, no tie lost by it):
    /// SCCRP, or if it is not acceptable a StopCCN and nothing is kept. Empty too if `datagram` is
    /// no sound SCCRQ.
    ///
    /// @param datagram the whole control message, from its first header octet
    public static Optional<ControlConnection> accept(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            ControlConnectionId localId,
            byte[] datagram,
            long nowNs,
            ControlOutbox out) {
        if (!(Datagram.decode(datagram) instanceof Datagram.Control message)
                || message.header().ns() != 0) {
            return Optional.empty();
        }
        Dialect dialect = Dialect.answering(message, settings, random);
        ControlConnection connection = new ControlConnection(settings, counters, random, dialect, localId, nowNs);
        connection.receive(datagram, nowNs, out);
        return connection.machine.state() instanceof Idle ? Optional.empty() : Optional.of(connection);
    }

    /// Refuses an SCCRQ for a reason of the node's own (limit, policy): sends a StopCCN and keeps
    /// nothing. A retransmitted SCCRQ is refused anew. Nothing happens if `datagram` is no sound
    /// SCCRQ.
    ///
    /// @param localId any id that is not 0; it need not stay reserved
    public static void refuse(
            ControlSettings settings,
            ControlCounters counters,
            ControlConnectionId localId,
            byte[] datagram,
            Ending why,
            ControlOutbox out) {
        if (!(Datagram.decode(datagram) instanceof Datagram.Control message)) {
            return;
        }
        Dialect dialect = Dialect.answering(message, settings, octets -> {});
        if (dialect.admit(datagram, message) instanceof Datagram.Control admitted
                && admitted.read(settings.secret().map(secret -> secret.keys(admitted.format())))
                        instanceof Reading.Accepted accepted
                && accepted.message() instanceof Message.Sccrq sccrq) {
            counters.tunnelSetupFailures++;
            MessageSender.refuse(counters, dialect, sccrq.assignedTunnelId(), localId, why, out);
        }
    }

    /// Handles a control datagram that carries this connection's id, or a retransmitted SCCRQ (id
    /// 0) of its peer. Total: any octets may come.
    public void receive(byte[] datagram, long nowNs, ControlOutbox out) {
        counters.datagramsReceived++;
        Datagram decoded = Datagram.decode(datagram);
        Datagram admitted = dialect.admit(datagram, decoded);
        if (dialect.unproven(decoded, admitted)) {
            counters.authenticationFailures++;
        }
        switch (admitted) {
            case Datagram.Zlb zlb -> {
                machine.heard(nowNs);
                counters.countAcknowledgementReceived(zlb);
                traceReceived("ZLB", zlb.header(), channel.receive(zlb, nowNs), out);
            }
            case Datagram.Control message -> {
                machine.heard(nowNs);
                traceReceived("message", message.header(), channel.receive(message, nowNs), out);
            }
            case Datagram.Data _ -> {
                // Not for this room.
            }
            case Fault fault -> {
                counters.countReceivedBad(0);
                out.peerFault(SessionId.NONE, fault.what());
            }
        }
        settle(nowNs, out);
    }

    /// The times of `settings` are this connection's from now on: HELLO, retransmission, limits of waits.
    /// All else stays as it began: the peer was told of it.
    public void adjust(ControlSettings settings, long nowNs) {
        ControlSettings adjusted = machine.settings().withTimesOf(settings);
        machine.adjust(adjusted, nowNs);
        calls.adjust(adjusted);
        channel.adjust(adjusted);
    }

    private void traceReceived(String what, ControlHeader header, ReliableChannel.Receipt receipt, ControlOutbox out) {
        if (out.traces(ControlTrace.XPRT, SessionId.NONE)) {
            String became = switch (receipt) {
                case TAKEN -> "";
                case NOTHING_NEW -> what.equals("ZLB") ? "" : ", a duplicate";
                case OUT_OF_RANGE -> ", discarded: out of range";
            };
            out.trace(
                    ControlTrace.XPRT,
                    SessionId.NONE,
                    "received " + what + " ns=" + header.ns() + " nr=" + header.nr() + became);
        }
    }

    /// Data came from the peer: it is alive, no HELLO is needed.
    public void heardFromPeer(long nowNs) {
        machine.heard(nowNs);
    }

    /// Does what is due at `nowNs`: acknowledges, retransmits, sends HELLO, gives up.
    public void timePassed(long nowNs, ControlOutbox out) {
        machine.fallBack(nowNs, out);
        channel.timePassed(nowNs, out);
        machine.timePassed(nowNs, out);
        calls.timePassed(nowNs, out);
        settle(nowNs, out);
    }

    /// When to call [#timePassed] at the latest; [#NEVER] if nothing is pending. Constant time.
    public long deadlineNs() {
        return Math.min(Math.min(channel.deadlineNs(), calls.deadlineNs()), machine.deadlineNs());
    }

    /// Delivers what is in order, then sends what may be sent.
    private void settle(long nowNs, ControlOutbox out) {
        while (!machine.released() && channel.hasDelivery()) {
            reception.read(channel.deliver(nowNs), nowNs, out);
        }
        calls.openWaiting(out);
        machine.endDraining(nowNs, out);
        if (!machine.released()) {
            machine.watchIdleness(nowNs);
            channel.transmit(nowNs, out);
        }
    }

    /// Places an incoming call (this end is the LAC) or an outgoing one (this end is the LNS).
    /// Before the connection is established the call waits for it (`WaitTunnel`); if the connection
    /// is over, the call ends at once. `callId` is not 0 and no other session's, else
    /// `IllegalArgumentException`.
    ///
    /// @param kind one of the two senders
    public void placeCall(CallKind kind, SessionId callId, CallDetails details, long nowNs, ControlOutbox out) {
        if (machine.state() instanceof Draining || machine.state() instanceof Idle) {
            out.callEnded(callId, Ending.unsaid("the tunnel is closed"));
            return;
        }
        calls.place(kind, callId, details, nowNs, out);
        settle(nowNs, out);
    }

    /// The answer to a call kept waiting by [CallAnswer.Later]. Nothing happens if the call is gone.
    public void answerCall(SessionId callId, long nowNs, ControlOutbox out) {
        calls.answer(callId, out);
        settle(nowNs, out);
    }

    /// The line that an outgoing call goes to has answered. Nothing happens if the call is gone.
    ///
    /// @param line the call with what the line is like
    public void answerCall(SessionId callId, CallDetails line, long nowNs, ControlOutbox out) {
        calls.answer(callId, line, out);
        settle(nowNs, out);
    }

    /// Ends a call in any state with a CDN; [ControlOutbox#callEnded] is said. Nothing happens if
    /// there is no such call.
    public void hangUp(SessionId callId, Ending why, long nowNs, ControlOutbox out) {
        calls.hangUp(callId, why, out);
        settle(nowNs, out);
    }

    /// Sends a WEN (LAC to LNS) for an established call; nothing happens in another state.
    public void sendCallErrors(SessionId callId, CallErrors errors, long nowNs, ControlOutbox out) {
        calls.sendIfConnected(callId, Message.Wen.of(errors, new AssignedSessionId(callId)), out);
        settle(nowNs, out);
    }

    /// Sends an SLI (LNS to LAC) for an established call of L2TPv2; nothing happens in another state.
    public void sendLinkInformation(SessionId callId, int sendAccm, int receiveAccm, long nowNs, ControlOutbox out) {
        if (version() == Version.V2) {
            Accm accm = new Accm(Integer.toUnsignedLong(sendAccm), Integer.toUnsignedLong(receiveAccm));
            calls.sendIfConnected(callId, Message.Sli.of(accm), out);
            settle(nowNs, out);
        }
    }

    /// Sends an SLI for an established call of L2TPv3 whose circuit became active or inactive (RFC 3931
    /// §5.4.5).
    public void sendCircuitStatus(SessionId callId, CircuitStatus status, long nowNs, ControlOutbox out) {
        if (version() == Version.V3) {
            Message sli = new Message.Sli(AvpSet.of(new AssignedSessionId(callId), status));
            calls.sendIfConnected(callId, sli, out);
            settle(nowNs, out);
        }
    }

    /// Closes the connection in any state: StopCCN, all calls ended, then draining. Nothing happens if it
    /// is closed.
    public void close(Ending why, long nowNs, ControlOutbox out) {
        machine.step(new LocalClose(why), nowNs, out);
        settle(nowNs, out);
    }

    /// Ends the connection without a word to the peer, as if it had never answered:
    /// [ControlOutbox#closed], unless it
    /// was said before, and [ControlOutbox#released] are said.
    public void abandon(Ending why, long nowNs, ControlOutbox out) {
        machine.step(new TransportDown(why), nowNs, out);
    }

    /// Whether it is over at both ends and only kept for what the peer may still send: copies of its
    /// StopCCN, a late SCCRP (RFC 2661 §5.8). A node that ends need not wait that long; [#abandon] then.
    public boolean lingers() {
        return machine.lingers();
    }

    /// While this end waits for the peer's SCCRP, the value of the tie breaker it sent. A peer's
    /// SCCRQ that comes in this time is judged with [TieBreak]; if this connection loses,
    /// [#loseTie].
    public OptionalLong tieBreaker() {
        return machine.state() instanceof WaitCtlReply waiting ? waiting.tieBreaker() : OptionalLong.empty();
    }

    /// The peer's SCCRQ won: this connection is discarded without a word to the peer (RFC 2661
    /// §4.4.3). Its waiting calls end.
    public void loseTie(long nowNs, ControlOutbox out) {
        machine.step(new TieLost(Ending.unsaid("the peer's tunnel won the tie")), nowNs, out);
    }

    /// Which version of L2TP it speaks; while this end offers both, that of the offer's header.
    public Version version() {
        return dialect.version();
    }

    public ControlConnectionId localId() {
        return localId;
    }

    /// [ControlConnectionId#NONE] until the peer told it.
    public ControlConnectionId peerId() {
        return sender.peerId();
    }

    /// Empty until the peer told it.
    public Optional<PeerIdentity> peer() {
        return machine.peer();
    }

    public boolean established() {
        return machine.state() instanceof Established;
    }

    /// `WaitCtlReply`, `WaitCtlConn`, `Established`, `Draining`; after all `Idle`.
    public String stateName() {
        return machine.state().title();
    }

    /// Sessions in any state.
    public int sessions() {
        return calls.size();
    }

    /// One session; empty if there is none with this id.
    public Optional<CallStatus> call(SessionId callId) {
        return calls.status(callId);
    }

    /// This datagram of ours, sent last, did not leave the machine. It is sent again as if it had been
    /// lost; an acknowledgement or HELLO that failed is counted besides.
    public void sendFailed(byte[] datagram) {
        switch (Datagram.decode(datagram)) {
            case Datagram.Zlb _ -> channel.counters().zlbSendFailures++;
            case Datagram.Control control -> {
                if (control.typeNumber() == MessageType.HELLO.number()) {
                    channel.counters().helloSendFailures++;
                }
            }
            case Datagram.Data _, Fault _ -> {
                // Not a connection's.
            }
        }
    }

    /// The reliable channel by the names of the operator's `show`: `ns`, `nr`, `peer_ns`,
    /// `peer_nr`, `cwnd`, `ssthresh`, …, in the order to show.
    public Map<String, Long> transport() {
        return channel.status();
    }
}
