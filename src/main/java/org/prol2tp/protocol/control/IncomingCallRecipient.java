package org.prol2tp.protocol.control;

import static org.prol2tp.protocol.control.CallStep.clear;
import static org.prol2tp.protocol.control.CallStep.forget;
import static org.prol2tp.protocol.control.CallStep.go;
import static org.prol2tp.protocol.control.CallStep.outOfPlace;

import org.prol2tp.protocol.control.CallStep.Action;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;

/// An incoming call at the LNS: this end answers ICRQ with ICRP and waits for ICCN.
///
/// `WaitAnswer` is ours: the RFC has no word for an LNS that must ask somebody before it answers.
///
/// Source: RFC 2661 §7.4.2.
final class IncomingCallRecipient {
    private IncomingCallRecipient() {}

    sealed interface State extends CallState {
        @Override
        default CallKind kind() {
            return CallKind.INCOMING_CALL_RECIPIENT;
        }
    }

    record Idle() implements State {}

    record WaitAnswer(SessionId peerId, CallDetails details) implements State {}

    record WaitConnect(SessionId peerId, CallDetails details) implements State {}

    record Established(SessionId peerId) implements State {
        @Override
        public boolean connected() {
            return true;
        }
    }

    sealed interface Event extends CallEvent
            permits CallEvent.RequestAcceptable,
                    CallEvent.RequestNotAcceptable,
                    CallEvent.Answered,
                    CallEvent.ConnectedAcceptable,
                    CallEvent.ConnectedNotAcceptable,
                    CallEvent.CdnReceived,
                    CallEvent.LocalClose,
                    CallEvent.Foreign {}

    private record Cell(State state, Event event) {}

    /// The table.
    static CallStep step(State state, Event event) {
        return switch (new Cell(state, event)) {
            case Cell(Idle _, CallEvent.RequestAcceptable(var peerId, var details, var later)) ->
                later ? go(new WaitAnswer(peerId, details)) : go(new WaitConnect(peerId, details), Action.SEND_ICRP);
            case Cell(Idle _, CallEvent.RequestNotAcceptable(var why)) -> clear(state, why);
            case Cell(Idle _, CallEvent.Foreign(var message))
            when message == MessageType.ICRP -> clear(state, outOfPlace(message, state));
            case Cell(Idle _, CallEvent.Foreign _) -> go(state);
            case Cell(Idle _, CallEvent.ConnectedAcceptable _) -> go(state);
            case Cell(Idle _, CallEvent.ConnectedNotAcceptable _) -> go(state);
            case Cell(Idle _, CallEvent.CdnReceived _) -> go(state);
            case Cell(Idle _, CallEvent.Answered _) -> go(state);
            case Cell(Idle _, CallEvent.LocalClose _) -> go(state);

            case Cell(WaitAnswer(var peerId, var details), CallEvent.Answered _) ->
                go(new WaitConnect(peerId, details), Action.SEND_ICRP);
            case Cell(WaitAnswer _, CallEvent.LocalClose(var why)) -> clear(new Idle(), why);
            case Cell(WaitAnswer _, CallEvent.CdnReceived(var why)) -> forget(new Idle(), why);
            case Cell(WaitAnswer _, CallEvent.ConnectedAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICCN, state));
            case Cell(WaitAnswer _, CallEvent.ConnectedNotAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICCN, state));
            case Cell(WaitAnswer _, CallEvent.RequestAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICRQ, state));
            case Cell(WaitAnswer _, CallEvent.RequestNotAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICRQ, state));
            case Cell(WaitAnswer _, CallEvent.Foreign(var message)) -> clear(new Idle(), outOfPlace(message, state));

            case Cell(WaitConnect waiting, CallEvent.ConnectedAcceptable _) ->
                go(new Established(waiting.peerId()), Action.CONNECT);
            case Cell(WaitConnect _, CallEvent.ConnectedNotAcceptable(var why)) -> clear(new Idle(), why);
            case Cell(WaitConnect _, CallEvent.RequestAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICRQ, state));
            case Cell(WaitConnect _, CallEvent.RequestNotAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICRQ, state));
            case Cell(WaitConnect _, CallEvent.Foreign(var message)) -> clear(new Idle(), outOfPlace(message, state));
            case Cell(WaitConnect _, CallEvent.CdnReceived(var why)) -> forget(new Idle(), why);
            case Cell(WaitConnect _, CallEvent.LocalClose(var why)) -> clear(new Idle(), why);
            case Cell(WaitConnect _, CallEvent.Answered _) -> go(state);

            case Cell(Established _, CallEvent.RequestAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICRQ, state));
            case Cell(Established _, CallEvent.RequestNotAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICRQ, state));
            case Cell(Established _, CallEvent.ConnectedAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICCN, state));
            case Cell(Established _, CallEvent.ConnectedNotAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.ICCN, state));
            case Cell(Established _, CallEvent.Foreign(var message)) -> clear(new Idle(), outOfPlace(message, state));
            case Cell(Established _, CallEvent.CdnReceived(var why)) -> forget(new Idle(), why);
            case Cell(Established _, CallEvent.LocalClose(var why)) -> clear(new Idle(), why);
            case Cell(Established _, CallEvent.Answered _) -> go(state);
        };
    }
}
