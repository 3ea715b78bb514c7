package org.prol2tp.protocol.control;

import java.util.Optional;
import java.util.stream.Stream;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.CallAvp.Q931CauseCode;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.PppDisconnectCause;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;

/// Why a connection or a call ended.
///
/// @param result the Result Code AVP's result; 0: none was exchanged (the peer does not answer)
/// @param error the Result Code AVP's error, 0: none
/// @param message for people
/// @param byPeer whether the peer said so
/// @param disconnectCause of a call: what PPP ended of, for the peer's log (RFC 3145)
/// @param switchCause of a call: what the switch said, where the line is one of ISDN
public record Ending(
        int result,
        int error,
        String message,
        boolean byPeer,
        Optional<PppDisconnectCause> disconnectCause,
        Optional<Q931CauseCode> switchCause) {
    public Ending(int result, int error, String message, boolean byPeer) {
        this(result, error, message, byPeer, Optional.empty(), Optional.empty());
    }

    /// The connection had no sessions for as long as it may have none: not a failure.
    public static final Ending IDLE = local(StopCcnResult.CLEARED, "no sessions");

    /// What a Result Code AVP of the peer said.
    static Ending byPeer(ResultCode code, MessageType carrier) {
        return new Ending(code.result(), code.error(), code.describe(carrier), true);
    }

    /// What a CDN of the peer said.
    static Ending byPeer(Message.Cdn cdn) {
        StringBuilder text = new StringBuilder(cdn.resultCode().describe(MessageType.CDN));
        cdn.q931CauseCode().ifPresent(cause -> text.append("; ").append(cause.describe()));
        cdn.pppDisconnectCause().ifPresent(cause -> text.append("; ").append(cause.describe()));
        return new Ending(
                cdn.resultCode().result(),
                cdn.resultCode().error(),
                text.toString(),
                true,
                cdn.pppDisconnectCause(),
                cdn.q931CauseCode());
    }

    /// What the end of a connection is to its calls, of which nothing was said.
    public Ending ofCalls() {
        return new Ending(0, 0, "tunnel closed: " + message, byPeer);
    }

    /// The AVPs of a CDN beside the result: why in more detail.
    Avp[] details() {
        return Stream.concat(switchCause.stream(), disconnectCause.stream()).toArray(Avp[]::new);
    }

    /// The same, because PPP ended so.
    public Ending because(PppDisconnectCause cause) {
        return new Ending(result, error, message, byPeer, Optional.of(cause), switchCause);
    }

    /// The same, because the switch says so.
    public Ending because(Q931CauseCode cause) {
        return new Ending(result, error, message, byPeer, disconnectCause, Optional.of(cause));
    }

    /// As the AVP that tells the peer.
    ResultCode toResultCode() {
        return new ResultCode(result, error, message);
    }

    /// A local ending of a connection, without an error code.
    public static Ending local(StopCcnResult result, String message) {
        return new Ending(result.number(), 0, message, false);
    }

    /// A local ending of a call, without an error code.
    public static Ending local(CdnResult result, String message) {
        return new Ending(result.number(), 0, message, false);
    }

    /// An ending that no Result Code AVP told: the peer does not answer, or the connection it was in ended.
    public static Ending unsaid(String message) {
        return new Ending(0, 0, message, false);
    }
}
