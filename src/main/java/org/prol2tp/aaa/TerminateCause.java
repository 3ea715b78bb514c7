package org.prol2tp.aaa;

import org.prol2tp.protocol.node.Event;

/// Acct-Terminate-Cause: RFC 2866 §5.10.
final class TerminateCause {
    static final int USER_REQUEST = 1;
    static final int LOST_CARRIER = 2;
    static final int IDLE_TIMEOUT = 4;
    static final int SESSION_TIMEOUT = 5;
    static final int ADMIN_RESET = 6;
    static final int ADMIN_REBOOT = 7;
    static final int NAS_ERROR = 9;
    static final int NAS_REQUEST = 10;

    /// Results of CDN, RFC 2661 §4.4.2.
    private static final int LOSS_OF_CARRIER = 1;

    private static final int GENERAL_ERROR = 2;
    private static final int ADMINISTRATIVE = 3;

    private TerminateCause() {}

    static int of(Event.Ending why) {
        String text = why.message();
        if (text.contains("may last no longer")) {
            return SESSION_TIMEOUT;
        }
        if (text.contains("carried nothing")) {
            return IDLE_TIMEOUT;
        }
        if (text.contains("shutting down")) {
            return ADMIN_REBOOT;
        }
        if (text.contains("the peer closes the link")) {
            return USER_REQUEST;
        }
        return switch (why.result()) {
            case LOSS_OF_CARRIER -> LOST_CARRIER;
            case GENERAL_ERROR -> NAS_ERROR;
            case ADMINISTRATIVE -> why.byPeer() ? USER_REQUEST : ADMIN_RESET;
            default -> why.byPeer() ? USER_REQUEST : NAS_REQUEST;
        };
    }
}
