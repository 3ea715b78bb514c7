package org.prol2tp.protocol.control;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.control.Pseudowire.End;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.PseudowireAvp.AssignedCookie;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.PseudowireAvp.RemoteEndId;

/// The AVPs that the messages of a call have in L2TPv3 besides those of [CallMessages].
///
/// Source: RFC 3931 §6.6 to §6.11.
final class PseudowireMessages {
    private PseudowireMessages() {}

    /// Of ICRQ and OCRQ.
    static void request(Pseudowire pseudowire, List<Avp> avps) {
        avps.add(pseudowire.type());
        avps.add(new RemoteEndId(pseudowire.remoteEndId()));
        pseudowire.tieBreaker().ifPresent(avps::add);
        reply(pseudowire, avps);
    }

    /// Of ICRP and OCRP.
    static void reply(Pseudowire pseudowire, List<Avp> avps) {
        End local = pseudowire.local();
        avps.add(local.status());
        if (local.cookie().length() != 0) {
            avps.add(new AssignedCookie(local.cookie()));
        }
        if (!local.sublayer().equals(L2SpecificSublayer.NONE)) {
            avps.add(local.sublayer());
        }
        if (!local.sequencing().equals(DataSequencing.NONE)) {
            avps.add(local.sequencing());
        }
    }

    /// What an ICRQ or OCRQ tells; empty in L2TPv2.
    static Optional<Pseudowire> read(AvpSet request) {
        return request.find(PseudowireType.class)
                .map(type -> new Pseudowire(
                        type,
                        request.find(RemoteEndId.class).map(RemoteEndId::value).orElse(""),
                        request.find(TieBreaker.class),
                        End.SILENT,
                        end(request, End.SILENT)));
    }

    /// What was known, and what a further message of the peer tells.
    static Optional<Pseudowire> read(Optional<Pseudowire> known, AvpSet message) {
        return known.map(it -> it.withPeer(end(message, it.peer())));
    }

    private static End end(AvpSet avps, End known) {
        return End.of(
                avps.find(AssignedCookie.class).map(AssignedCookie::value).orElse(known.cookie()),
                avps.find(L2SpecificSublayer.class).orElse(known.sublayer()),
                avps.find(DataSequencing.class).orElse(known.sequencing()),
                avps.find(CircuitStatus.class).orElse(known.status()));
    }
}
