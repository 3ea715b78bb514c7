package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.ppp.LinkEnd;
import org.prol2tp.protocol.wire.PppDisconnectCause;
import org.prol2tp.protocol.wire.PppDisconnectCause.Code;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;

/// What a CDN says when PPP ended the session.
///
/// Source: RFC 2661 §4.4.2, RFC 3145 §2, §3.
final class Disconnects {
    private static final int LCP = 0xc021;
    private static final int IPCP = 0x8021;

    private Disconnects() {}

    static Ending of(LinkEnd end) {
        return Ending.local(result(end.cause()), end.text()).because(cause(end));
    }

    /// Which authentication failed; empty if none did.
    ///
    /// @param user as whom we log in
    static Optional<String> failedAuthentication(LinkEnd end, Optional<String> user) {
        return switch (end.cause()) {
            case PEER_REFUSES_AUTHENTICATION, PEER_NOT_AUTHENTICATED ->
                Optional.of("PPP authentication failed: " + end.text());
            case NOT_AUTHENTICATED_BY_PEER ->
                Optional.of("PPP authentication as \"" + user.orElse("") + "\" failed: " + end.text());
            default -> Optional.empty();
        };
    }

    private static CdnResult result(LinkEnd.Cause cause) {
        return switch (cause) {
            case CLOSED_BY_PEER, ECHO_LOST, LOWER_LAYER_DOWN -> CdnResult.LOSS_OF_CARRIER;
            case NO_ANSWER -> CdnResult.TIMED_OUT;
            case NOT_NEGOTIABLE, LOOPED_BACK, NO_NETWORK_PROTOCOL, UNEXPECTED_MRRU, UNEXPECTED_SHORT_SEQUENCE ->
                CdnResult.NO_FRAMING;
            case BUNDLE_FULL -> CdnResult.NO_FACILITIES_NOW;
            case CLOSED_LOCALLY, PEER_REFUSES_AUTHENTICATION, PEER_NOT_AUTHENTICATED, NOT_AUTHENTICATED_BY_PEER ->
                CdnResult.ADMINISTRATIVE;
        };
    }

    private static PppDisconnectCause cause(LinkEnd end) {
        return switch (end.cause()) {
            case CLOSED_LOCALLY -> cause(Code.NORMAL, 0, PppDisconnectCause.SENDER, end);
            case CLOSED_BY_PEER -> cause(Code.NORMAL, 0, PppDisconnectCause.PEER, end);
            case LOWER_LAYER_DOWN -> cause(Code.NO_INFORMATION, 0, PppDisconnectCause.NEITHER, end);
            case NO_ANSWER -> cause(Code.LCP_TIMEOUT, LCP, PppDisconnectCause.SENDER, end);
            case NOT_NEGOTIABLE -> cause(Code.NO_INFORMATION, 0, PppDisconnectCause.NEITHER, end);
            case LOOPED_BACK -> cause(Code.LOOPED_BACK, LCP, PppDisconnectCause.NEITHER, end);
            case PEER_REFUSES_AUTHENTICATION -> cause(Code.AUTHENTICATION_PROTOCOL, LCP, PppDisconnectCause.PEER, end);
            case PEER_NOT_AUTHENTICATED -> cause(Code.AUTHENTICATION_FAILED, LCP, PppDisconnectCause.PEER, end);
            case NOT_AUTHENTICATED_BY_PEER -> cause(Code.AUTHENTICATION_FAILED, LCP, PppDisconnectCause.SENDER, end);
            case ECHO_LOST -> cause(Code.ECHO_TIMEOUT, LCP, PppDisconnectCause.PEER, end);
            case UNEXPECTED_MRRU -> cause(Code.UNEXPECTED_MRRU, LCP, PppDisconnectCause.PEER, end);
            case UNEXPECTED_SHORT_SEQUENCE -> cause(Code.UNEXPECTED_SHORT_SEQUENCE, LCP, PppDisconnectCause.PEER, end);
            case BUNDLE_FULL -> cause(Code.ADMINISTRATIVE, LCP, PppDisconnectCause.SENDER, end);
            case NO_NETWORK_PROTOCOL -> cause(Code.NO_NCP, IPCP, PppDisconnectCause.NEITHER, end);
        };
    }

    private static PppDisconnectCause cause(Code code, int controlProtocol, int direction, LinkEnd end) {
        return new PppDisconnectCause(code.number(), controlProtocol, direction, end.text());
    }
}
