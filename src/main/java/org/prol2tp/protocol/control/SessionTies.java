package org.prol2tp.protocol.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.SessionId;

/// Sessions of L2TPv3 that this end asked for and that no reply has come to, by their circuit: where the
/// peer asks for the same one meanwhile, the tie breakers decide which stays. Only circuits that may have
/// one session are here.
///
/// Source: RFC 3931 §5.4.4, Remote End ID and Session Tie Breaker.
final class SessionTies {
    private record Circuit(boolean incoming, String remoteEndId) {}

    private record Claim(SessionId localId, OptionalLong value) {}

    private final Map<Circuit, Claim> claims = new HashMap<>(0);

    /// This end asks for a session.
    void asked(boolean incoming, SessionId localId, CallDetails call) {
        call.pseudowire()
                .filter(it -> it.tieBreaker().isPresent())
                .ifPresent(it -> claims.put(circuit(incoming, it), new Claim(localId, value(it))));
    }

    /// It got a reply, or ended.
    void settled(boolean incoming, SessionId localId, CallDetails call) {
        call.pseudowire().map(it -> circuit(incoming, it)).ifPresent(circuit -> {
            Claim claim = claims.get(circuit);
            if (claim != null && claim.localId().equals(localId)) {
                claims.remove(circuit);
            }
        });
    }

    /// Our session for the circuit that the peer asks for.
    Optional<SessionId> rival(boolean incoming, CallDetails asked) {
        return asked.pseudowire()
                .flatMap(it -> Optional.ofNullable(claims.get(circuit(incoming, it))))
                .map(Claim::localId);
    }

    /// Who wins.
    TieBreak judge(boolean incoming, CallDetails asked) {
        return asked.pseudowire()
                .map(it -> {
                    Claim ours = claims.get(circuit(incoming, it));
                    return ours == null ? TieBreak.NO_TIE : TieBreak.judge(ours.value(), value(it));
                })
                .orElse(TieBreak.NO_TIE);
    }

    private static Circuit circuit(boolean incoming, Pseudowire pseudowire) {
        return new Circuit(incoming, pseudowire.remoteEndId());
    }

    private static OptionalLong value(Pseudowire pseudowire) {
        return pseudowire.tieBreaker().map(TieBreaker::value).stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }
}
