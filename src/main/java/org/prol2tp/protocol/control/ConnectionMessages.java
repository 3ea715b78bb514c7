package org.prol2tp.protocol.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.ControlConnectionAvp.BearerCapabilities;
import org.prol2tp.protocol.wire.ControlConnectionAvp.Challenge;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ChallengeResponse;
import org.prol2tp.protocol.wire.ControlConnectionAvp.FirmwareRevision;
import org.prol2tp.protocol.wire.ControlConnectionAvp.FramingCapabilities;
import org.prol2tp.protocol.wire.ControlConnectionAvp.PseudowireCapabilitiesList;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ReceiveWindowSize;
import org.prol2tp.protocol.wire.ControlConnectionAvp.RouterId;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.ControlConnectionAvp.VendorName;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.EcnAvp.EcnCapability;
import org.prol2tp.protocol.wire.GeneralAvp.ControlMessageAuthenticationNonce;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Message.Opening;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.Version;

/// What this end says of itself when a connection opens, and what it reads of the peer.
///
/// Source: RFC 2661 §6.1, §6.2, §6.3.
final class ConnectionMessages {
    private static final Avp[] NONE = {};

    /// What stands for the Protocol Version AVP that L2TPv3 does not have.
    private static final int L2TPV3 = 0x0300;

    private static final long ANY_BEARER = 3;

    private ConnectionMessages() {}

    static Message.Sccrq sccrq(
            ControlSettings settings,
            ControlConnectionId localId,
            Optional<ChallengeAuthentication> challenge,
            OptionalLong tieBreaker,
            Optional<Octets> nonce) {
        List<Avp> optional = common(settings, challenge, nonce);
        tieBreaker.ifPresent(value -> optional.add(new TieBreaker(value)));
        return Message.Sccrq.of(
                settings.hostName(),
                new FramingCapabilities(settings.framingCapabilities()),
                localId,
                optional.toArray(NONE));
    }

    static Message.Sccrp sccrp(
            ControlSettings settings,
            ControlConnectionId localId,
            Optional<ChallengeAuthentication> challenge,
            Optional<Octets> peerChallenge,
            Optional<Octets> nonce) {
        List<Avp> optional = common(settings, challenge, nonce);
        response(settings, MessageType.SCCRP, peerChallenge).ifPresent(optional::add);
        return Message.Sccrp.of(
                settings.hostName(),
                new FramingCapabilities(settings.framingCapabilities()),
                localId,
                optional.toArray(NONE));
    }

    static Message.Scccn scccn(ControlSettings settings, Optional<Octets> peerChallenge) {
        return response(settings, MessageType.SCCCN, peerChallenge)
                .map(Message.Scccn::of)
                .orElseGet(Message.Scccn::of);
    }

    private static List<Avp> common(
            ControlSettings settings, Optional<ChallengeAuthentication> challenge, Optional<Octets> nonce) {
        List<Avp> avps = new ArrayList<>();
        if (settings.bearerCapabilities() != 0) {
            avps.add(new BearerCapabilities(settings.bearerCapabilities()));
        }
        avps.add(new FirmwareRevision(settings.firmwareRevision()));
        if (!settings.vendorName().isEmpty()) {
            avps.add(new VendorName(settings.vendorName()));
        }
        avps.add(new ReceiveWindowSize(settings.receiveWindow()));
        challenge.ifPresent(ours -> avps.add(new Challenge(ours.octets())));
        if (settings.propagatesEcn()) {
            avps.add(new EcnCapability(true));
        }
        if (settings.version().speaks(Version.V3)) {
            avps.add(new RouterId(settings.routerId()));
            avps.add(new PseudowireCapabilitiesList(settings.pseudowireTypes()));
            nonce.ifPresent(ours -> avps.add(new ControlMessageAuthenticationNonce(ours)));
        }
        return avps;
    }

    /// A challenge is answered wherever there is a secret; what the peer makes of no answer is its own
    /// decision.
    private static Optional<ChallengeResponse> response(
            ControlSettings settings, MessageType carrier, Optional<Octets> peerChallenge) {
        if (settings.secret().isEmpty() || peerChallenge.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ChallengeResponse(
                ChallengeAuthentication.response(carrier, settings.secret().get(), peerChallenge.get())));
    }

    /// What an SCCRQ or SCCRP tells of its sender.
    static PeerIdentity peer(Opening opening) {
        return new PeerIdentity(
                opening.assignedTunnelId(),
                opening.hostName(),
                opening.vendorName(),
                opening.firmwareRevision().orElse(0),
                opening.protocolVersion()
                        .map(it -> it.version() << 8 | it.revision())
                        .orElse(L2TPV3),
                (int) opening.framingCapabilities()
                        .map(FramingCapabilities::bits)
                        .orElse(FramingCapabilities.ANY.bits())
                        .longValue(),
                bearerCapabilities(opening),
                opening.receiveWindowSize(),
                opening.avps().find(RouterId.class).map(RouterId::value),
                opening.avps()
                        .find(PseudowireCapabilitiesList.class)
                        .map(PseudowireCapabilitiesList::types)
                        .orElse(List.of()),
                opening.avps()
                        .find(EcnCapability.class)
                        .map(EcnCapability::propagates)
                        .orElse(false));
    }

    /// In L2TPv3 nobody says, and nothing is ruled out.
    private static int bearerCapabilities(Opening opening) {
        long whereNoneIsSaid = opening.protocolVersion().isPresent() ? 0 : ANY_BEARER;
        return opening.bearerCapabilities()
                .map(BearerCapabilities::bits)
                .orElse(whereNoneIsSaid)
                .intValue();
    }
}
