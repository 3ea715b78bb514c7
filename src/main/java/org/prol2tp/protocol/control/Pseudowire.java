package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// What the two ends of a session of L2TPv3 tell each other besides [CallDetails].
///
/// @param remoteEndId for which circuit of the recipient the session is
/// @param tieBreaker of who asks, where the circuit may have one session only
/// @param local what this end says
/// @param peer what the peer says; [End#SILENT] until it does
///
/// Source: RFC 3931 §5.4.4, §5.4.5.
public record Pseudowire(
        PseudowireType type, String remoteEndId, Optional<TieBreaker> tieBreaker, End local, End peer) {
    /// What one end wants to receive, and how its circuit is.
    ///
    /// @param cookie what data messages to it must carry: 0, 4 or 8 octets
    /// @param sublayer what they have before the frame
    /// @param sequencing which of them must have sequence numbers
    public record End(Octets cookie, L2SpecificSublayer sublayer, DataSequencing sequencing, CircuitStatus status) {
        /// An end that says nothing, or has nothing to say.
        public static final End SILENT =
                new End(Octets.EMPTY, L2SpecificSublayer.NONE, DataSequencing.NONE, CircuitStatus.NEW_ACTIVE);

        /// The same with the circuit like this.
        public End with(CircuitStatus other) {
            return new End(cookie, sublayer, sequencing, other);
        }
    }

    /// The same with this end.
    public Pseudowire withLocal(End end) {
        return new Pseudowire(type, remoteEndId, tieBreaker, end, peer);
    }

    /// The same with the peer's end.
    public Pseudowire withPeer(End end) {
        return new Pseudowire(type, remoteEndId, tieBreaker, local, end);
    }
}
