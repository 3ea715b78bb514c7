package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// Where a session comes from, and with it all that is set for it. One object for all calls of a peer
/// that get the same profiles.
///
/// @param configured the session of the settings; empty for one that the peer asked for
record SessionOrigin(
        SessionType type,
        Optional<ConfiguredSession> configured,
        SessionParameters parameters,
        PppParameters ppp,
        EthernetParameters ethernet,
        Optional<String> profileName,
        Optional<String> pppProfileName,
        Optional<String> ethernetProfileName) {

    /// The netmask of a PPP interface.
    private static final IpAddress POINT_TO_POINT = IpAddress.ofIpv4(-1);

    static SessionOrigin of(ConfiguredSession configured) {
        return new SessionOrigin(
                configured.parameters().type().orElse(SessionType.LAIC),
                Optional.of(configured),
                configured.parameters(),
                configured.ppp(),
                configured.ethernet(),
                configured.profileName(),
                configured.parameters().pppProfileName(),
                configured.parameters().ethernetProfileName());
    }

    /// Of a call of this type that the peer places in a tunnel of this origin.
    static SessionOrigin of(SessionType type, TunnelOrigin tunnel, Lcce lcce) {
        SessionParameters parameters = lcce.sessionProfile(tunnel.sessionProfileName());
        String pppProfile = chosen(parameters.pppProfileName(), tunnel.pppProfileName());
        String ethernetProfile = chosen(parameters.ethernetProfileName(), tunnel.ethernetProfileName());
        return new SessionOrigin(
                type,
                Optional.empty(),
                parameters,
                lcce.pppProfile(pppProfile),
                lcce.ethernetProfile(ethernetProfile),
                Optional.of(tunnel.sessionProfileName()),
                Optional.of(pppProfile),
                Optional.of(ethernetProfile));
    }

    /// `default` counts as none.
    private static String chosen(Optional<String> ofSession, String ofTunnel) {
        return ofSession.filter(name -> !name.equals(Settings.DEFAULT_PROFILE)).orElse(ofTunnel);
    }

    /// Whether the config file has it.
    boolean isOfFile() {
        return configured
                .filter(it -> it.statement().source() == Statement.Source.FILE)
                .isPresent();
    }

    /// The configured name.
    Optional<String> name() {
        return configured.map(ConfiguredSession::name);
    }

    /// Whether this end is PPP's client: the LAC's, whose user we are, since PPP ends here.
    boolean client() {
        return type.isLac();
    }

    /// What ICRQ and ICCN say, or OCRQ, in a tunnel of this version. `serialNumber` tells calls apart in
    /// logs of both ends, 32 bits.
    CallDetails callDetails(long serialNumber, Version version, SessionId localId, Entropy entropy) {
        boolean inL2tpV2 = version == Version.V2 && parameters.pseudowireType() == SessionParameters.PseudowireType.PPP;
        CallDetails call = callDetails(serialNumber);
        return inL2tpV2 ? call : call.over(Optional.of(Pseudowires.asked(this, localId, entropy)));
    }

    private CallDetails callDetails(long serialNumber) {
        return new CallDetails(
                serialNumber & 0xffff_ffffL,
                parameters.bearerType(),
                parameters.framingType(),
                parameters.txConnectSpeed(),
                parameters.rxConnectSpeed(),
                parameters.minimumBps(),
                parameters.maximumBps() == 0 ? NO_LIMIT_BPS : parameters.maximumBps(),
                parameters.callingNumber(),
                parameters.calledNumber(),
                parameters.subAddress(),
                parameters.privateGroupId(),
                parameters.sequencingRequired(),
                type == SessionType.LAIC && parameters.usePppProxy()
                        ? Optional.of(Proxies.told(parameters.proxy()))
                        : Optional.empty());
    }

    private static final long NO_LIMIT_BPS = 0xffff_ffffL;

    /// The line of a call that the LNS asks for: as the settings say, but no faster than it wants. Empty:
    /// the line is slower than it wants.
    Optional<CallDetails> line(CallDetails asked) {
        long most = asked.maximumBps() == 0 ? NO_LIMIT_BPS : asked.maximumBps();
        long tx = Math.min(parameters.txConnectSpeed(), most);
        long rx = Math.min(parameters.rxConnectSpeed(), most);
        if (tx < asked.minimumBps()) {
            return Optional.empty();
        }
        int common = asked.framingType() & parameters.framingType();
        return Optional.of(
                asked.onLine(tx, rx, common == 0 ? asked.framingType() : common, parameters.sequencingRequired()));
    }

    /// Whether the LAC of this call maps octets on its line, and we are its LNS, which tells it which.
    boolean mapsCharacters(Optional<CallDetails> call) {
        return !client()
                && switch (ppp.syncMode()) {
                    case SYNC -> false;
                    case ASYNC -> true;
                    case ANY ->
                        call.map(it -> it.framingType() == ASYNC_FRAMING).orElse(false);
                };
    }

    private static final int ASYNC_FRAMING = 2;

    /// What the data plane is told of a new session.
    DataPlaneCommand entry(
            SessionHandle session,
            TunnelHandle tunnel,
            SessionId localId,
            SessionId peerId,
            Optional<CallDetails> call) {
        return new DataPlaneCommand.AddSession(
                session,
                tunnel,
                localId,
                peerId,
                sequencing(call),
                call.flatMap(CallDetails::pseudowire).map(Pseudowires::options),
                ppp.bundles());
    }

    /// What the data plane is told when a session that it has is connected.
    List<DataPlaneCommand> changes(SessionHandle session, Optional<CallDetails> before, CallDetails now) {
        List<DataPlaneCommand> changes = new ArrayList<>(0);
        Optional<Pseudowire> known = before.flatMap(CallDetails::pseudowire);
        if (!known.equals(now.pseudowire())) {
            now.pseudowire()
                    .map(Pseudowires::options)
                    .ifPresent(it -> changes.add(new DataPlaneCommand.SetPseudowire(session, it)));
        }
        if (now.sequencingRequired() && !parameters.sequencingRequired()) {
            changes.add(new DataPlaneCommand.SetSequencing(session, sequencing(Optional.of(now))));
        }
        return changes;
    }

    /// What the data plane is told of sequence numbers, RFC 2661 §5.4: the LNS rules, so that a LAC that does
    /// not demand them follows it. `call` is what the two ends said, if anything yet.
    DataPlaneCommand.SequencingOptions sequencing(Optional<CallDetails> call) {
        Optional<Pseudowire> pseudowire = call.flatMap(CallDetails::pseudowire);
        if (pseudowire.isPresent()) {
            boolean asked = pseudowire.get().peer().sequencing().equals(DataSequencing.ALL);
            boolean wanted = pseudowire.get().local().sequencing().equals(DataSequencing.ALL);
            return new DataPlaneCommand.SequencingOptions(asked, wanted, false, parameters.reorderTimeout());
        }
        boolean required = parameters.sequencingRequired()
                || call.map(CallDetails::sequencingRequired).orElse(false);
        boolean followPeer = client() && !required;
        return new DataPlaneCommand.SequencingOptions(
                required || parameters.useSequenceNumbers(), required, followPeer, parameters.reorderTimeout());
    }

    /// What events tell of a session of this origin.
    ///
    /// @param ethernet what its interface is, if it is an Ethernet pseudowire's
    /// @param ppp empty: no PPP, or not yet
    /// @param tunnelMtu octets; an upper bound
    Event.SessionFacts facts(
            Optional<DataPlaneCommand.EthernetOptions> ethernet,
            Optional<PppEnd> ppp,
            Optional<String> interfaceName,
            int tunnelMtu) {
        if (ethernet.isPresent()) {
            return facts(ethernet.get(), interfaceName);
        }
        Optional<IpAddress> localAddress = ppp.flatMap(PppEnd::localAddress);
        return new Event.SessionFacts(
                Event.Pseudowire.PPP,
                profileName,
                pppProfileName,
                Optional.empty(),
                interfaceName,
                ppp.flatMap(PppEnd::userName),
                localAddress,
                ppp.flatMap(PppEnd::peerAddress),
                localAddress.map(_ -> POINT_TO_POINT),
                Optional.empty(),
                ppp.map(PppEnd::mtu).orElse(tunnelMtu));
    }

    private Event.SessionFacts facts(DataPlaneCommand.EthernetOptions port, Optional<String> interfaceName) {
        return new Event.SessionFacts(
                Event.Pseudowire.ETH,
                profileName,
                Optional.empty(),
                ethernetProfileName,
                interfaceName,
                parameters.userName(),
                port.ipv4().map(DataPlaneCommand.InterfaceAddress::address),
                this.ethernet.peerAddress(),
                port.ipv4().map(it -> IpAddress.ofIpv4(it.prefixLength() == 0 ? 0 : -1 << 32 - it.prefixLength())),
                port.bridge(),
                port.mtu());
    }
}
