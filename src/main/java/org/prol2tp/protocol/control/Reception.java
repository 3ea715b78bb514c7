package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.control.ConnectionTable.Established;
import org.prol2tp.protocol.control.ConnectionTable.Idle;
import org.prol2tp.protocol.control.ConnectionTable.LocalClose;
import org.prol2tp.protocol.control.ConnectionTable.State;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Fault;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Reading;
import org.prol2tp.protocol.wire.SessionId;

/// What becomes of the messages of one connection: reads their AVPs, hands them to the machine or
/// the call they are for, and carries out the remedy where one is faulty.
final class Reception {
    private final ControlSettings settings;
    private final ControlCounters counters;
    private final RandomOctets random;
    private final Dialect dialect;
    private final ReliableChannel channel;
    private final MessageSender sender;
    private final ConnectionMachine machine;
    private final Calls calls;

    Reception(
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random,
            Dialect dialect,
            ReliableChannel channel,
            MessageSender sender,
            ConnectionMachine machine,
            Calls calls) {
        this.settings = settings;
        this.counters = counters;
        this.random = random;
        this.dialect = dialect;
        this.channel = channel;
        this.sender = sender;
        this.machine = machine;
        this.calls = calls;
    }

    /// Reads a message whose turn has come, and handles it.
    void read(Datagram.Control message, long nowNs, ControlOutbox out) {
        switch (message.read(settings.secret().map(secret -> secret.keys(message.format())))) {
            case Reading.Accepted(Message read, SessionId session, var ignored) -> {
                ControlHeader header = message.header().about(session);
                counters.countReceived(read.type().number());
                if (!ignored.isEmpty()) {
                    ignored.forEach(this::countIgnored);
                }
                MessageTrace.received(read, ignored, message.avps(), session, sender.peerId(), out);
                out.received(read.type(), header.sessionId(), message);
                handle(read, header, nowNs, out);
            }
            case Fault fault -> {
                countFaulty(fault, message);
                remedy(fault, message.header().about(fault.session()), nowNs, out);
            }
        }
    }

    private void countFaulty(Fault fault, Datagram.Control message) {
        counters.countReceivedBad(fault.messageType().map(MessageType::number).orElseGet(() -> message.typeNumber()));
        if (fault.messageType().isEmpty() && !(fault.remedy() instanceof Fault.Remedy.Ignore)) {
            counters.illegalMessages++;
        }
    }

    private void countIgnored(Avp avp) {
        counters.ignoredAvps++;
        if (avp instanceof Avp.Unrecognised unknown && unknown.vendorId() != 0) {
            counters.vendorAvps++;
        }
    }

    private void handle(Message message, ControlHeader header, long nowNs, ControlOutbox out) {
        switch (message) {
            case Message.Sccrq sccrq -> {
                machine.peerKnown(sccrq, out);
                machine.step(ConnectionJudge.sccrq(sccrq, dialect, settings, counters, random), nowNs, out);
            }
            case Message.Sccrp sccrp -> {
                State waiting = machine.state();
                machine.peerKnown(sccrp, out);
                machine.step(ConnectionJudge.sccrp(sccrp, dialect, waiting, settings, counters), nowNs, out);
            }
            case Message.Scccn scccn ->
                machine.step(ConnectionJudge.scccn(scccn, dialect, machine.state(), counters), nowNs, out);
            case Message.StopCcn stopCcn ->
                machine.peerStopped(
                        stopCcn.assignedTunnelId(),
                        Ending.byPeer(stopCcn.resultCode(), MessageType.STOP_CCN),
                        nowNs,
                        out);
            case Message.Hello _ -> channel.counters().hellosReceived++;
            case Message.Icrq icrq -> {
                if (established(icrq)) {
                    calls.receiveRequest(icrq, nowNs, header, out);
                }
            }
            case Message.Ocrq ocrq -> {
                if (established(ocrq)) {
                    calls.receiveRequest(ocrq, nowNs, header, out);
                }
            }
            case Message.Icrp icrp -> {
                if (established(icrp)) {
                    calls.receiveReply(icrp, header, out);
                }
            }
            case Message.Ocrp ocrp -> {
                if (established(ocrp)) {
                    calls.receiveReply(ocrp, header, out);
                }
            }
            case Message.Iccn iccn -> {
                if (established(iccn)) {
                    calls.receiveConnected(iccn, header, out);
                }
            }
            case Message.Occn occn -> {
                if (established(occn)) {
                    calls.receiveConnected(occn, header, out);
                }
            }
            case Message.Cdn cdn -> {
                if (established(cdn)) {
                    calls.receiveCdn(cdn.assignedSessionId(), Ending.byPeer(cdn), header, out);
                }
            }
            case Message.Wen wen -> {
                if (established(wen) && calls.connected(wen, header, out)) {
                    out.callErrors(header.sessionId(), wen.callErrors());
                }
            }
            case Message.Sli sli -> {
                if (established(sli) && calls.connected(sli, header, out)) {
                    sli.circuitStatus().ifPresent(status -> out.circuitStatus(header.sessionId(), status));
                    sli.accm()
                            .ifPresent(accm ->
                                    out.linkInformation(header.sessionId(), (int) accm.send(), (int) accm.receive()));
                }
            }
        }
    }

    /// Session messages mean something only while the connection is established. Before, the peer
    /// has not proven itself; after, its sessions are gone.
    private boolean established(Message message) {
        if (machine.state() instanceof Established) {
            return true;
        }
        counters.recountAsBad(message.type().number());
        return false;
    }

    /// What the RFC demands where a message is not as it should be.
    ///
    /// Source: RFC 2661 §4.2, §7.1.
    private void remedy(Fault fault, ControlHeader header, long nowNs, ControlOutbox out) {
        MessageTrace.faulty(fault, header.sessionId(), sender.peerId(), out);
        out.peerFault(header.sessionId(), fault.what());
        switch (fault.remedy()) {
            case Fault.Remedy.Discard _ -> {
                // Counted, that is all.
            }
            case Fault.Remedy.Ignore _ -> counters.unsupportedMessages++;
            case Fault.Remedy.ClearSession(var result) -> {
                Ending why = new Ending(result.result(), result.error(), result.message(), false);
                if (fault.messageType().equals(Optional.of(MessageType.CDN))) {
                    calls.receiveCdn(fault.assignedSessionId(), faultyEnd(fault), header, out);
                } else if (machine.state() instanceof Established) {
                    calls.receiveFaulty(fault.assignedSessionId(), why, header, out);
                }
            }
            case Fault.Remedy.ClearConnection(var result) -> {
                Ending why = new Ending(result.result(), result.error(), result.message(), false);
                if (fault.messageType().equals(Optional.of(MessageType.STOP_CCN))) {
                    machine.peerStopped(fault.assignedTunnelId(), faultyEnd(fault), nowNs, out);
                } else if (machine.state() instanceof Idle) {
                    refuseFaulty(fault, why, out);
                } else {
                    learnPeer(fault);
                    machine.step(new LocalClose(why), nowNs, out);
                }
            }
        }
    }

    /// A faulty SCCRP may be the first that is heard of the peer: the StopCCN that answers it must find it.
    private void learnPeer(Fault fault) {
        if (sender.peerId().equals(ControlConnectionId.NONE)
                && !fault.assignedTunnelId().equals(ControlConnectionId.NONE)) {
            sender.peerKnown(fault.assignedTunnelId(), ReliableChannel.DEFAULT_WINDOW);
        }
    }

    /// The peer ends something, only it does not say well why.
    private static Ending faultyEnd(Fault fault) {
        return new Ending(0, 0, fault.what(), true);
    }

    private void refuseFaulty(Fault fault, Ending why, ControlOutbox out) {
        if (fault.messageType().equals(Optional.of(MessageType.SCCRQ))
                && !fault.assignedTunnelId().equals(ControlConnectionId.NONE)) {
            counters.tunnelSetupFailures++;
            sender.refuse(fault.assignedTunnelId(), why, out);
        }
    }
}
