package org.prol2tp.protocol.control;

import java.util.Locale;
import org.prol2tp.protocol.wire.SessionId;

/// Where a call stands. Which machine drives it is said by the type.
sealed interface CallState
        permits IncomingCallSender.State,
                IncomingCallRecipient.State,
                OutgoingCallSender.State,
                OutgoingCallRecipient.State {
    CallKind kind();

    /// [SessionId#NONE] until the peer told it.
    default SessionId peerId() {
        return SessionId.NONE;
    }

    /// What is known of the call, until it is connected.
    default CallDetails details() {
        return CallDetails.UNKNOWN;
    }

    /// Whether data may flow.
    default boolean connected() {
        return false;
    }

    /// As traces print it: `IDLE`, `WAITREPLY`, …
    default String label() {
        return title().toUpperCase(Locale.ROOT);
    }

    /// As `show` prints it: the RFC's name as a Java word.
    default String title() {
        return getClass().getSimpleName();
    }
}
