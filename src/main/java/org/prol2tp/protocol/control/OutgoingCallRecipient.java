package org.prol2tp.protocol.control;

import static org.prol2tp.protocol.control.CallStep.clear;
import static org.prol2tp.protocol.control.CallStep.forget;
import static org.prol2tp.protocol.control.CallStep.go;
import static org.prol2tp.protocol.control.CallStep.outOfPlace;

import org.prol2tp.protocol.control.CallStep.Action;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;

/// An outgoing call at the LAC: this end answers OCRQ with OCRP, dials, and sends OCCN once the called
/// line answers.
///
/// Source: RFC 2661 §7.5.1.
final class OutgoingCallRecipient {
    private OutgoingCallRecipient() {}

    sealed interface State extends CallState {
        @Override
        default CallKind kind() {
            return CallKind.OUTGOING_CALL_RECIPIENT;
        }
    }

    record Idle() implements State {}

    record WaitCsAnswer(SessionId peerId, CallDetails details) implements State {}

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
                    CallEvent.CdnReceived,
                    CallEvent.LocalClose,
                    CallEvent.Foreign {}

    private record Cell(State state, Event event) {}

    /// The table.
    static CallStep step(State state, Event event) {
        return switch (new Cell(state, event)) {
            case Cell(Idle _, CallEvent.RequestAcceptable request) ->
                go(new WaitCsAnswer(request.peerId(), request.details()), Action.SEND_OCRP);
            case Cell(Idle _, CallEvent.RequestNotAcceptable(var why)) -> clear(state, why);
            case Cell(Idle _, CallEvent.Foreign(var message))
            when message == MessageType.OCRP -> clear(state, outOfPlace(message, state));
            case Cell(Idle _, CallEvent.Foreign _) -> go(state);
            case Cell(Idle _, CallEvent.CdnReceived _) -> go(state);
            case Cell(Idle _, CallEvent.Answered _) -> go(state);
            case Cell(Idle _, CallEvent.LocalClose _) -> go(state);

            case Cell(WaitCsAnswer waiting, CallEvent.Answered _) ->
                go(new Established(waiting.peerId()), Action.SEND_OCCN, Action.CONNECT);
            case Cell(WaitCsAnswer _, CallEvent.RequestAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.OCRQ, state));
            case Cell(WaitCsAnswer _, CallEvent.RequestNotAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.OCRQ, state));
            case Cell(WaitCsAnswer _, CallEvent.Foreign(var message)) -> clear(new Idle(), outOfPlace(message, state));
            case Cell(WaitCsAnswer _, CallEvent.CdnReceived(var why)) -> forget(new Idle(), why);
            case Cell(WaitCsAnswer _, CallEvent.LocalClose(var why)) -> clear(new Idle(), why);

            case Cell(Established _, CallEvent.RequestAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.OCRQ, state));
            case Cell(Established _, CallEvent.RequestNotAcceptable _) ->
                clear(new Idle(), outOfPlace(MessageType.OCRQ, state));
            case Cell(Established _, CallEvent.Foreign(var message)) -> clear(new Idle(), outOfPlace(message, state));
            case Cell(Established _, CallEvent.CdnReceived(var why)) -> forget(new Idle(), why);
            case Cell(Established _, CallEvent.LocalClose(var why)) -> clear(new Idle(), why);
            case Cell(Established _, CallEvent.Answered _) -> go(state);
        };
    }
}
