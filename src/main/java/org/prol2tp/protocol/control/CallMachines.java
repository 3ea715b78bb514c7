package org.prol2tp.protocol.control;

import org.prol2tp.protocol.wire.MessageType;

/// The four machines of calls as one: a state tells which of them it is of.
final class CallMachines {
    private CallMachines() {}

    static CallStep step(CallState before, CallEvent event) {
        return switch (before) {
            case IncomingCallSender.State state
            when event instanceof IncomingCallSender.Event it -> IncomingCallSender.step(state, it);
            case IncomingCallRecipient.State state
            when event instanceof IncomingCallRecipient.Event it -> IncomingCallRecipient.step(state, it);
            case OutgoingCallSender.State state
            when event instanceof OutgoingCallSender.Event it -> OutgoingCallSender.step(state, it);
            case OutgoingCallRecipient.State state
            when event instanceof OutgoingCallRecipient.Event it -> OutgoingCallRecipient.step(state, it);
            case CallState _ -> foreign(before, event);
        };
    }

    /// A message that the machine of this call has no line for, though it fits the call's
    /// direction: a reply to a recipient, a connected to a LAC, …
    private static CallStep foreign(CallState state, CallEvent event) {
        boolean incoming = state.kind().incoming();
        CallEvent.Foreign message;
        switch (event) {
            case CallEvent.ReplyAcceptable _, CallEvent.ReplyNotAcceptable _ ->
                message = new CallEvent.Foreign(incoming ? MessageType.ICRP : MessageType.OCRP);
            case CallEvent.ConnectedAcceptable _, CallEvent.ConnectedNotAcceptable _ ->
                message = new CallEvent.Foreign(incoming ? MessageType.ICCN : MessageType.OCCN);
            case CallEvent.RequestAcceptable _, CallEvent.RequestNotAcceptable _ ->
                message = new CallEvent.Foreign(incoming ? MessageType.ICRQ : MessageType.OCRQ);
            case CallEvent.Foreign it -> message = it;
            case CallEvent.LocalOpen _,
                    CallEvent.TunnelOpened _,
                    CallEvent.LocalClose _,
                    CallEvent.CdnReceived _,
                    CallEvent.Answered _ -> {
                return CallStep.go(state);
            }
        }
        return switch (state) {
            case IncomingCallSender.State it -> IncomingCallSender.step(it, message);
            case IncomingCallRecipient.State it -> IncomingCallRecipient.step(it, message);
            case OutgoingCallSender.State it -> OutgoingCallSender.step(it, message);
            case OutgoingCallRecipient.State it -> OutgoingCallRecipient.step(it, message);
        };
    }
}
