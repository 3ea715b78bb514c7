package org.prol2tp.protocol.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

        /// Those without a cookie, which very many sessions have in common.
        private static final Map<End, End> USUAL = usual();

        /// An end like this; the same object for all that have no cookie.
        public static End of(
                Octets cookie, L2SpecificSublayer sublayer, DataSequencing sequencing, CircuitStatus status) {
            End end = new End(cookie, sublayer, sequencing, status);
            return cookie.length() > 0 ? end : USUAL.getOrDefault(end, end);
        }

        private static Map<End, End> usual() {
            Map<End, End> usual = new HashMap<>();
            usual.put(SILENT, SILENT);
            for (L2SpecificSublayer sublayer : List.of(L2SpecificSublayer.NONE, L2SpecificSublayer.DEFAULT)) {
                for (DataSequencing sequencing :
                        List.of(DataSequencing.NONE, DataSequencing.NON_IP, DataSequencing.ALL)) {
                    for (CircuitStatus status : List.of(CircuitStatus.NEW_ACTIVE, CircuitStatus.ACTIVE)) {
                        End end = new End(Octets.EMPTY, sublayer, sequencing, status);
                        usual.putIfAbsent(end, end);
                    }
                }
            }
            return Map.copyOf(usual);
        }

        /// The same with the circuit like this.
        public End with(CircuitStatus other) {
            return of(cookie, sublayer, sequencing, other);
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
