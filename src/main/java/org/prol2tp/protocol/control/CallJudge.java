package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.ResultCode.ErrorCode;

/// Whether a call fits what the two ends of its connection said they can do: framing, bearer, speed.
///
/// A type with both bits leaves the choice to the other end, so one bit that fits is enough.
///
/// Source: RFC 2661 §4.4.3, §4.4.4, §6.9.
final class CallJudge {
    private CallJudge() {}

    /// A call that this end is to place, with no bit that the peer did not advertise.
    static CallDetails fitted(CallDetails call, PeerIdentity peer) {
        return call.withTypes(
                call.bearerType() & peer.bearerCapabilities(), call.framingType() & peer.framingCapabilities());
    }

    /// Why this end must not place the call; nothing is said to the peer then.
    static Optional<Ending> unplaceable(CallKind kind, CallDetails call, PeerIdentity peer) {
        if (kind == CallKind.OUTGOING_CALL_SENDER) {
            if (peer.bearerCapabilities() == 0) {
                return because("the peer advertised no bearer: it cannot place outgoing calls");
            }
            if (isUnfit(call.bearerType(), peer.bearerCapabilities())) {
                return because("the peer does not have the bearer that is asked for");
            }
        }
        return isUnfit(call.framingType(), peer.framingCapabilities())
                ? because("the peer does not have the framing that is asked for")
                : Optional.empty();
    }

    private static Optional<Ending> because(String message) {
        return Optional.of(Ending.unsaid(message));
    }

    /// Why a request of the peer is refused. The bearer of an incoming call is not looked at: it rings already.
    static Optional<Ending> refusal(CallKind kind, CallDetails call, ControlSettings settings) {
        if (kind != CallKind.OUTGOING_CALL_RECIPIENT) {
            return Optional.empty();
        }
        if (settings.bearerCapabilities() == 0 || isUnfit(call.bearerType(), settings.bearerCapabilities())) {
            return Optional.of(Ending.local(CdnResult.NO_FACILITIES, "no such bearer here"));
        }
        if (isUnfit(call.framingType(), settings.framingCapabilities())) {
            return Optional.of(Ending.local(CdnResult.NO_FACILITIES, "no such framing here"));
        }
        return call.maximumBps() != 0 && call.maximumBps() < call.minimumBps()
                ? Optional.of(outOfRange("maximum bps is below minimum bps"))
                : Optional.empty();
    }

    /// Why a call that the peer says is connected is not taken so. `call` holds what was asked for and what
    /// came of it.
    static Optional<Ending> disappointment(CallDetails call, ControlSettings settings) {
        if (isUnfit(call.framingType(), settings.framingCapabilities())) {
            return Optional.of(Ending.local(CdnResult.NO_FRAMING, "no such framing here"));
        }
        return call.txConnectSpeed() < call.minimumBps()
                ? Optional.of(outOfRange("connected at " + call.txConnectSpeed() + " bps, less than was asked for"))
                : Optional.empty();
    }

    private static Ending outOfRange(String message) {
        return new Ending(CdnResult.ERROR.number(), ErrorCode.OUT_OF_RANGE.number(), message, false);
    }

    private static boolean isUnfit(int type, int capabilities) {
        return type != 0 && (type & capabilities) == 0;
    }
}
