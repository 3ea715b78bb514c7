package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.control.Pseudowire.End;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;

/// Whether a session of L2TPv3 is one that both ends can carry.
///
/// Source: RFC 3931 §5.4.4.
final class PseudowireJudge {
    private PseudowireJudge() {}

    /// Why this end must not ask for the session; nothing is said to the peer then.
    static Optional<Ending> unplaceable(CallDetails call, PeerIdentity peer) {
        return call.pseudowire()
                .filter(it -> !peer.pseudowireTypes().contains(it.type().number()))
                .map(it -> Ending.unsaid(
                        "the peer has no pseudowires of type " + it.type().number()));
    }

    /// Why a request of the peer is refused.
    static Optional<Ending> refusal(CallDetails call, ControlSettings settings) {
        if (call.pseudowire().isEmpty()) {
            return Optional.empty();
        }
        Pseudowire pseudowire = call.pseudowire().get();
        if (!settings.pseudowireTypes().contains(pseudowire.type().number())) {
            return Optional.of(Ending.local(
                    CdnResult.UNSUPPORTED_PSEUDOWIRE,
                    "no pseudowires of type " + pseudowire.type().number() + " here"));
        }
        return disappointment(call);
    }

    /// Why what the peer says of its end cannot be.
    static Optional<Ending> disappointment(CallDetails call) {
        return call.pseudowire().map(Pseudowire::peer).flatMap(PseudowireJudge::flaw);
    }

    private static Optional<Ending> flaw(End peer) {
        boolean none = peer.sublayer().equals(L2SpecificSublayer.NONE);
        if (!none && !peer.sublayer().equals(L2SpecificSublayer.DEFAULT)) {
            return Optional.of(Ending.local(
                    CdnResult.NO_FACILITIES,
                    "no L2-specific sublayer " + peer.sublayer().number() + " here"));
        }
        return none && !peer.sequencing().equals(DataSequencing.NONE)
                ? Optional.of(Ending.local(CdnResult.NO_SUBLAYER, "sequencing without an L2-specific sublayer"))
                : Optional.empty();
    }
}
