package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.CallProxy;
import org.prol2tp.protocol.node.TunnelParameters.PppProxy;
import org.prol2tp.protocol.ppp.Handover;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenticationKind;

/// What a LAC settled with the user before the LNS: from the settings to the message, and from there to PPP.
///
/// Source: RFC 2661 §4.4.5.
final class Proxies {
    private Proxies() {}

    /// What the LAC tells.
    static CallProxy told(ProxyParameters settings) {
        boolean proof = settings.authentication().isProof();
        boolean identified = proof && settings.authentication() != ProxyParameters.Authentication.TEXT;
        return new CallProxy(
                octets(settings.initialReceived()),
                octets(settings.lastSent()),
                octets(settings.lastReceived()),
                settings.authentication().number(),
                settings.name().filter(_ -> proof),
                octets(settings.challenge()
                        .filter(_ -> settings.authentication().isChallenge())),
                identified ? Optional.of(settings.identifier()) : Optional.empty(),
                settings.response().filter(_ -> proof).map(it -> Octets.of(it.octets())));
    }

    private static Optional<Octets> octets(Optional<OctetString> setting) {
        return setting.map(it -> Octets.of(it.octets()));
    }

    /// What the LAC of this call has done of PPP before, told by the peer or by our own settings.
    static Optional<Handover> handover(Optional<CallDetails> call, SessionOrigin origin, TunnelParameters tunnel) {
        return call.flatMap(CallDetails::proxy)
                .flatMap(told -> origin.type().isLac() ? atLac(told) : atLns(told, tunnel.allowPppProxy()));
    }

    /// What the LNS makes of it; empty: PPP begins at its beginning.
    private static Optional<Handover> atLns(CallProxy told, PppProxy allowed) {
        if (allowed == PppProxy.NO
                || told.lastSent().isEmpty()
                || told.lastReceived().isEmpty()) {
            return Optional.empty();
        }
        Optional<Handover.Proof> proof = allowed == PppProxy.LCP ? Optional.empty() : proof(told);
        return Optional.of(new Handover(
                told.lastSent().get().toArray(), told.lastReceived().get().toArray(), proof, false));
    }

    /// The user's end of the same, which is here too: PPP ends in our LAC.
    private static Optional<Handover> atLac(CallProxy told) {
        if (told.lastSent().isEmpty() || told.lastReceived().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Handover(
                told.lastReceived().get().toArray(),
                told.lastSent().get().toArray(),
                Optional.empty(),
                told.response().isPresent()));
    }

    /// Empty too where an AVP is missing that must be there, and for what cannot be verified: MS-CHAPv1.
    private static Optional<Handover.Proof> proof(CallProxy told) {
        int type = told.authenticationType();
        Handover.Kind kind;
        if (type == ProxyAuthenticationKind.TEXTUAL.number()) {
            kind = Handover.Kind.TEXT;
        } else if (type == ProxyAuthenticationKind.PPP_PAP.number()) {
            kind = Handover.Kind.PAP;
        } else if (type == ProxyAuthenticationKind.PPP_CHAP.number()) {
            kind = Handover.Kind.CHAP;
        } else {
            return Optional.empty();
        }
        boolean complete = told.name().isPresent()
                && told.response().isPresent()
                && (kind == Handover.Kind.TEXT || told.identifier().isPresent())
                && (kind != Handover.Kind.CHAP || told.challenge().isPresent());
        return complete
                ? Optional.of(new Handover.Proof(
                        kind,
                        told.name().get(),
                        told.identifier().orElse(0),
                        told.challenge().orElse(Octets.EMPTY).toArray(),
                        told.response().get().toArray()))
                : Optional.empty();
    }
}
