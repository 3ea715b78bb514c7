package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.control.CallAnswer;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.SessionId;

/// Whether a call that the peer asks for is taken, and by which session: a configured one that waits for
/// such a call, or a new one of the tunnel's session profile.
///
/// A call to be dialled is only taken where the settings say so: its caller then is the server of PPP,
/// which asks us for a name and gives us an address.
final class Admission {
    private Admission() {}

    static CallAnswer answer(Lcce lcce, Tunnel tunnel, SessionType type, SessionId peerId, CallDetails request) {
        if (lcce.stopping()) {
            return refuse(CdnResult.NO_FACILITIES_NOW, "shutting down");
        }
        Optional<Session> waiting = tunnel.waitingFor(type, request);
        if (waiting.isEmpty()
                && !takes(tunnel.origin().roles(), tunnel.callsOfPeer().origin(type), type)) {
            return refuse(CdnResult.NO_FACILITIES, "no such calls here");
        }
        SessionOrigin origin = waiting.map(Session::origin)
                .orElseGet(() -> tunnel.callsOfPeer().origin(type));
        CallDetails asked = request.over(
                request.pseudowire().map(it -> it.withLocal(Pseudowires.end(origin.parameters(), lcce.entropy))));
        Pseudowire.End local = asked.pseudowire().map(Pseudowire::local).orElse(Pseudowire.End.SILENT);
        Optional<CallDetails> line = type == SessionType.LAOC ? origin.line(asked) : Optional.of(asked);
        if (line.isEmpty()) {
            return refuse(CdnResult.NO_FACILITIES, "no line is that fast");
        }
        if (!isDestination(origin, asked)) {
            return refuse(CdnResult.INVALID_DESTINATION, "another number is called here");
        }
        if (tunnel.calls().isFull()) {
            lcce.counters.tooManySessions++;
            return refuse(CdnResult.NO_FACILITIES_NOW, "too many sessions");
        }
        Optional<SessionId> id = lcce.risingSessions() >= Limits.RISING_SESSIONS
                ? Optional.empty()
                : tunnel.sessionIds().free(origin.parameters().sessionId());
        if (id.isEmpty()) {
            lcce.counters.sessionResources++;
            return refuse(CdnResult.NO_FACILITIES_NOW, "too many sessions");
        }
        Session session = waiting.orElseGet(() -> Session.ofPeer(lcce, tunnel, origin));
        session.take(id.get(), peerId, asked);
        if (type != SessionType.LAOC) {
            return new CallAnswer.Accept(id.get(), local);
        }
        session.dial(() -> tunnel.channel().ifPresent(channel -> channel.answerCall(id.get(), line.get())));
        return new CallAnswer.Later(id.get(), local);
    }

    /// Whether a configured session has no call and waits for the peer to place such a one, or is as well served by it.
    static boolean waits(Session session, SessionType type, CallDetails asked) {
        if (!session.localId().equals(SessionId.NONE)) {
            return false;
        }
        if (session.origin().type() != type) {
            return isOtherEnd(session.origin(), type, asked);
        }
        SessionParameters parameters = session.origin().parameters();
        Optional<String> number = parameters.calledNumber();
        Optional<String> circuit = parameters.v3().remoteEndId();
        Optional<String> askedCircuit = asked.pseudowire().map(Pseudowire::remoteEndId);
        return (number.isEmpty() || number.equals(asked.calledNumber()))
                && (circuit.isEmpty() || askedCircuit.isEmpty() || circuit.equals(askedCircuit));
    }

    /// Whether both ends are to place the call for one circuit. It may have one session only (RFC 3931 §5.4.4), and for
    /// Ethernet it is the same whoever placed it.
    private static boolean isOtherEnd(SessionOrigin origin, SessionType type, CallDetails asked) {
        SessionParameters parameters = origin.parameters();
        SessionType mirrored = type == SessionType.LNIC ? SessionType.LAIC : SessionType.LNOC;
        return origin.type() == mirrored
                && parameters.pseudowireType() != SessionParameters.PseudowireType.PPP
                && asked.pseudowire()
                        .filter(it -> it.type().equals(Pseudowires.type(parameters.pseudowireType()))
                                && parameters.v3().remoteEndId().equals(Optional.of(it.remoteEndId())))
                        .isPresent();
    }

    /// Whether calls of this type are taken without a session that waits for them: an incoming one unless the settings
    /// say otherwise, an outgoing one only if they say so.
    private static boolean takes(Settings.RolesAllowed roles, SessionOrigin origin, SessionType type) {
        boolean roleAllowed =
                roles == Settings.RolesAllowed.BOTH || type.isLac() == (roles == Settings.RolesAllowed.LAC);
        Optional<SessionType> only = origin.parameters().type().filter(it -> !it.isPlacedHere());
        return roleAllowed
                && only.map(it -> it == type).orElse(type == SessionType.LNIC || roles == Settings.RolesAllowed.LAC);
    }

    /// A called number in the settings of an outgoing call is the only one that is dialled.
    private static boolean isDestination(SessionOrigin origin, CallDetails asked) {
        Optional<String> only = origin.parameters().calledNumber();
        return origin.type() != SessionType.LAOC || only.isEmpty() || only.equals(asked.calledNumber());
    }

    private static CallAnswer refuse(CdnResult result, String why) {
        return new CallAnswer.Refuse(result.number(), 0, why);
    }
}
