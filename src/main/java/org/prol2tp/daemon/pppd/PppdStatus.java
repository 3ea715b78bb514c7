package org.prol2tp.daemon.pppd;

import org.prol2tp.protocol.ppp.LinkEnd;

/// What pppd's exit status means.
///
/// Source: pppd(8), EXIT STATUS.
///
/// @param words one line for the log and the peer
record PppdStatus(LinkEnd.Cause cause, String words) {
    private static final String UNKNOWN = "it ended with a status that pppd(8) does not know";

    /// @param status 0..255, or the negated number of the signal that ended it
    static PppdStatus of(int status) {
        return status < 0
                ? new PppdStatus(LinkEnd.Cause.CLOSED_LOCALLY, "it was ended by signal " + -status)
                : ofExit(status);
    }

    private static PppdStatus ofExit(int status) {
        return switch (status) {
            case 0 -> new PppdStatus(LinkEnd.Cause.CLOSED_BY_PEER, "the peer closed the link");
            case 1 -> local("a fatal error");
            case 2 -> local("an error in its options");
            case 3 -> local("it is not run as root");
            case 4 -> local("the kernel has no PPP for it");
            case 5 -> local("it was told to end");
            case 6 -> local("the line is locked");
            case 7 -> local("the session's socket cannot be opened");
            case 8 -> local("its connect script failed");
            case 9 -> local("its pty command failed");
            case 10 -> new PppdStatus(LinkEnd.Cause.NOT_NEGOTIABLE, "no network protocol came up");
            case 11 -> new PppdStatus(LinkEnd.Cause.PEER_NOT_AUTHENTICATED, "the peer did not authenticate itself");
            case 12 -> local("the link carried nothing for too long");
            case 13 -> local("the link may last no longer");
            case 14 -> local("the peer calls back");
            case 15 -> new PppdStatus(LinkEnd.Cause.ECHO_LOST, "the peer does not answer echo requests");
            case 16 -> new PppdStatus(LinkEnd.Cause.LOWER_LAYER_DOWN, "the session went from the kernel");
            case 17 -> new PppdStatus(LinkEnd.Cause.LOOPED_BACK, "the link is looped back");
            case 18 -> local("its init script failed");
            case 19 ->
                new PppdStatus(
                        LinkEnd.Cause.NOT_AUTHENTICATED_BY_PEER, "we failed to authenticate ourselves to the peer");
            default -> local(UNKNOWN);
        };
    }

    private static PppdStatus local(String words) {
        return new PppdStatus(LinkEnd.Cause.CLOSED_LOCALLY, words);
    }
}
