package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;

/// The circuits at the two ends of a session of L2TPv3: of an Ethernet session, the interfaces. Each end tells the
/// other when its own becomes active or inactive, and the interface at the other end has a carrier or has none.
///
/// Source: RFC 3931 §5.4.5, RFC 4719 §2.3.
final class Circuits {
    private Circuits() {}

    /// The peer's SLI.
    static void peerChanged(Lcce lcce, Session session, CircuitStatus status) {
        pseudowire(session)
                .filter(it -> it.peer().status().active() != status.active())
                .ifPresent(it -> {
                    Pseudowire changed = it.withPeer(it.peer().with(status));
                    session.change(changed);
                    lcce.program(new DataPlaneCommand.SetPseudowire(session.handle(), Pseudowires.options(changed)));
                    report(lcce, session, changed);
                });
    }

    /// Our interface was set up or down.
    static void localChanged(Lcce lcce, Session session, boolean active) {
        pseudowire(session).filter(it -> it.local().status().active() != active).ifPresent(it -> {
            CircuitStatus status = active ? CircuitStatus.ACTIVE : CircuitStatus.INACTIVE;
            Pseudowire changed = it.withLocal(it.local().with(status));
            session.change(changed);
            session.tunnel().channel().ifPresent(channel -> channel.sendCircuitStatus(session.localId(), status));
            report(lcce, session, changed);
        });
    }

    private static Optional<Pseudowire> pseudowire(Session session) {
        return session.details().flatMap(CallDetails::pseudowire);
    }

    private static void report(Lcce lcce, Session session, Pseudowire now) {
        lcce.report(new Event.SessionCircuit(
                session.ref(),
                session.life().facts(),
                now.local().status().active(),
                now.peer().status().active()));
    }
}
