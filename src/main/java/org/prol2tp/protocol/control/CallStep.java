package org.prol2tp.protocol.control;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;

/// What an event does to a call: the next state, what to do, and why the call ends if it does.
record CallStep(CallState next, List<Action> actions, Optional<Ending> why) {
    enum Action {
        /// Wait for the control connection.
        OPEN_TUNNEL,
        SEND_ICRQ,
        SEND_ICRP,
        SEND_ICCN,
        SEND_OCRQ,
        SEND_OCRP,
        SEND_OCCN,
        SEND_CDN,
        /// Tell the node the peer's id: data may come before the call is connected.
        PROCEED,
        /// Tell the node that data may flow.
        CONNECT,
        /// Forget the call, tell the node that it is over.
        CLEAN_UP
    }

    static CallStep go(CallState next, Action... actions) {
        return new CallStep(next, List.of(actions), Optional.empty());
    }

    /// CDN, then forget.
    static CallStep clear(CallState idle, Ending why) {
        return new CallStep(idle, List.of(Action.SEND_CDN, Action.CLEAN_UP), Optional.of(why));
    }

    /// Forget without a word.
    static CallStep forget(CallState idle, Ending why) {
        return new CallStep(idle, List.of(Action.CLEAN_UP), Optional.of(why));
    }

    /// Why a CDN answers a message that the state does not allow. The RFC has no result for it but the
    /// general one.
    static Ending outOfPlace(MessageType message, CallState state) {
        return new Ending(CdnResult.ERROR.number(), 0, message.rfcName() + " in state " + state.title(), false);
    }
}
