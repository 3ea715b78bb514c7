package org.prol2tp.protocol.control;

import static org.prol2tp.protocol.control.CallStep.clear;
import static org.prol2tp.protocol.control.CallStep.forget;
import static org.prol2tp.protocol.control.CallStep.go;
import static org.prol2tp.protocol.control.CallStep.outOfPlace;

import org.prol2tp.protocol.control.CallStep.Action;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;

/// An incoming call at the LAC: this end sends ICRQ and ICCN.
///
/// Source: RFC 2661 §7.4.1.
final class IncomingCallSender {
    private IncomingCallSender() {}

    sealed interface State extends CallState {
        @Override
        default CallKind kind() {
            return CallKind.INCOMING_CALL_SENDER;
        }
    }

    record Idle() implements State {}

    record WaitTunnel(CallDetails details) implements State {}

    record WaitReply(CallDetails details) implements State {}

    record Established(SessionId peerId) implements State {
        @Override
        public boolean connected() {
            return true;
        }
    }

    sealed interface Event extends CallEvent
            permits CallEvent.LocalOpen,
                    CallEvent.TunnelOpened,
                    CallEvent.ReplyAcceptable,
                    CallEvent.ReplyNotAcceptable,
                    CallEvent.CdnReceived,
                    CallEvent.LocalClose,
                    CallEvent.Foreign {}

    private record Cell(State state, Event event) {}

    /// The table.
    static CallStep step(State state, Event event) {
        return switch (new Cell(state, event)) {
            case Cell(Idle _, CallEvent.LocalOpen(var details)) -> go(new WaitTunnel(details), Action.OPEN_TUNNEL);
            case Cell(Idle _, CallEvent.TunnelOpened _) -> go(state);
            case Cell(Idle _, CallEvent.ReplyAcceptable _) -> go(state);
            case Cell(Idle _, CallEvent.ReplyNotAcceptable _) -> go(state);
            case Cell(Idle _, CallEvent.CdnReceived _) -> go(state);
            case Cell(Idle _, CallEvent.LocalClose _) -> go(state);
            case Cell(Idle _, CallEvent.Foreign _) -> go(state);

            case Cell(WaitTunnel _, CallEvent.TunnelOpened(var fitted)) -> go(new WaitReply(fitted), Action.SEND_ICRQ);
            case Cell(WaitTunnel _, CallEvent.LocalClose(var why)) -> forget(new Idle(), why);
            case Cell(WaitTunnel _, CallEvent.LocalOpen _) -> go(state);
            case Cell(WaitTunnel _, CallEvent.ReplyAcceptable _) -> go(state);
            case Cell(WaitTunnel _, CallEvent.ReplyNotAcceptable _) -> go(state);
            case Cell(WaitTunnel _, CallEvent.CdnReceived _) -> go(state);
            case Cell(WaitTunnel _, CallEvent.Foreign _) -> go(state);

            case Cell(WaitReply _, CallEvent.ReplyAcceptable(var peerId, var details)) ->
                go(new Established(peerId), Action.SEND_ICCN, Action.CONNECT);
            case Cell(WaitReply _, CallEvent.ReplyNotAcceptable(var why)) -> clear(new Idle(), why);
            case Cell(WaitReply _, CallEvent.CdnReceived(var why)) -> forget(new Idle(), why);
            case Cell(WaitReply _, CallEvent.LocalClose(var why)) -> clear(new Idle(), why);
            case Cell(WaitReply _, CallEvent.Foreign(var message))
            when message == MessageType.ICCN -> forget(new Idle(), outOfPlace(message, state));
            case Cell(WaitReply _, CallEvent.Foreign(var message)) -> clear(new Idle(), outOfPlace(message, state));
            case Cell(WaitReply _, CallEvent.LocalOpen _) -> go(state);
            case Cell(WaitReply _, CallEvent.TunnelOpened _) -> go(state);

            case Cell(Established _, CallEvent.CdnReceived(var why)) -> forget(new Idle(), why);
            case Cell(Established _, CallEvent.LocalClose(var why)) -> clear(new Idle(), why);
            case Cell(Established _, CallEvent.ReplyAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICRP, state));
            case Cell(Established _, CallEvent.ReplyNotAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICRP, state));
            case Cell(Established _, CallEvent.Foreign(var message)) -> clear(new Idle(), outOfPlace(message, state));
            case Cell(Established _, CallEvent.LocalOpen _) -> go(state);
            case Cell(Established _, CallEvent.TunnelOpened _) -> go(state);
        };
    }
}
