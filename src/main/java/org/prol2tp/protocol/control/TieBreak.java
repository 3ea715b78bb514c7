package org.prol2tp.protocol.control;

import java.util.OptionalLong;

/// Two ends open a tunnel to each other at once: which of the two tunnels stays.
///
/// Source: RFC 2661 §4.4.3, Tie Breaker; RFC 3931 §5.4.3, Control Connection Tie Breaker.
public enum TieBreak {
    /// Neither sent a tie breaker: there is no tie, both tunnels may stay.
    NO_TIE,
    /// Ours stays: the peer's SCCRQ is discarded, in L2TPv2 silently, in L2TPv3 with a StopCCN.
    LOCAL_WINS,
    /// The peer's stays: discard ours silently, then accept the peer's SCCRQ.
    PEER_WINS,
    /// Equal values: both discard; who still wants a tunnel starts anew with a new value.
    BOTH_LOSE;

    /// Judges by the values sent, 64 bits unsigned; empty: none was sent. The lower value wins;
    /// whoever sent one wins over who sent none.
    public static TieBreak judge(OptionalLong local, OptionalLong peer) {
        if (local.isEmpty()) {
            return peer.isEmpty() ? NO_TIE : PEER_WINS;
        }
        if (peer.isEmpty()) {
            return LOCAL_WINS;
        }
        int order = Long.compareUnsigned(local.getAsLong(), peer.getAsLong());
        if (order == 0) {
            return BOTH_LOSE;
        }
        return order < 0 ? LOCAL_WINS : PEER_WINS;
    }
}
