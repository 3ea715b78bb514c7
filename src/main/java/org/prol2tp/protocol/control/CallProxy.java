package org.prol2tp.protocol.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.ProxyAvp.InitialReceivedLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.LastReceivedLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.LastSentLcpConfreq;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenChallenge;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenId;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenName;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenResponse;
import org.prol2tp.protocol.wire.ProxyAvp.ProxyAuthenType;

/// What the LAC has settled with the user in PPP: LCP options, and how the user proved itself. In ICCN.
///
/// @param initialReceived options of the user's first Configure-Request
/// @param lastSent options of the LAC's last Configure-Request
/// @param lastReceived options of the user's last Configure-Request
/// @param authenticationType Proxy Authen Type AVP; 0: not sent
/// @param identifier of challenge or request, 0..255
/// @param response to the challenge, or the password; a secret
///
/// Source: RFC 2661 §4.4.5.
public record CallProxy(
        Optional<Octets> initialReceived,
        Optional<Octets> lastSent,
        Optional<Octets> lastReceived,
        int authenticationType,
        Optional<String> name,
        Optional<Octets> challenge,
        Optional<Integer> identifier,
        Optional<Octets> response) {
    List<Avp> avps() {
        List<Avp> avps = new ArrayList<>();
        initialReceived.ifPresent(options -> avps.add(new InitialReceivedLcpConfreq(options)));
        lastSent.ifPresent(options -> avps.add(new LastSentLcpConfreq(options)));
        lastReceived.ifPresent(options -> avps.add(new LastReceivedLcpConfreq(options)));
        if (authenticationType != 0) {
            avps.add(new ProxyAuthenType(authenticationType));
        }
        name.ifPresent(value -> avps.add(new ProxyAuthenName(value)));
        challenge.ifPresent(value -> avps.add(new ProxyAuthenChallenge(value)));
        identifier.ifPresent(value -> avps.add(new ProxyAuthenId(value)));
        response.ifPresent(value -> avps.add(new ProxyAuthenResponse(value)));
        return avps;
    }

    /// Empty if the message has none of these AVPs.
    static Optional<CallProxy> of(AvpSet avps) {
        CallProxy proxy = new CallProxy(
                avps.find(InitialReceivedLcpConfreq.class).map(InitialReceivedLcpConfreq::options),
                avps.find(LastSentLcpConfreq.class).map(LastSentLcpConfreq::options),
                avps.find(LastReceivedLcpConfreq.class).map(LastReceivedLcpConfreq::options),
                avps.find(ProxyAuthenType.class).map(ProxyAuthenType::number).orElse(0),
                avps.find(ProxyAuthenName.class).map(ProxyAuthenName::value),
                avps.find(ProxyAuthenChallenge.class).map(ProxyAuthenChallenge::value),
                avps.find(ProxyAuthenId.class).map(ProxyAuthenId::value),
                avps.find(ProxyAuthenResponse.class).map(ProxyAuthenResponse::value));
        return proxy.avps().isEmpty() ? Optional.empty() : Optional.of(proxy);
    }
}
