package org.prol2tp.protocol.node;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.ControlConnection;
import org.prol2tp.protocol.control.ControlCounters;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.node.Request.Selector;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.MessageType;

/// Answers what an operator wants to see.
final class Show {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final Lcce lcce;

    Show(Lcce lcce) {
        this.lcce = lcce;
    }

    Reply system() {
        return new Reply.SystemShown(new SystemStatus(
                systemParameters(), lcce.tunnels().size(), lcce.sessions().size(), Map.of(), counters(), messages()));
    }

    Reply tunnelList() {
        return new Reply.TunnelsListed(
                lcce.tunnels().stream().map(this::summary).toList());
    }

    Reply sessionList(Optional<Selector> tunnel) {
        if (tunnel.isPresent() && selected(tunnel).findAny().isEmpty()) {
            return new Reply.Refused("no tunnel " + text(tunnel.get()));
        }
        return new Reply.SessionsListed(sessionsOf(tunnel).map(this::summary).toList());
    }

    Reply tunnels(Optional<Selector> selector) {
        List<TunnelStatus> found = selected(selector).map(this::status).toList();
        return found.isEmpty() && selector.isPresent()
                ? new Reply.Refused("no tunnel " + text(selector.get()))
                : new Reply.TunnelsShown(found);
    }

    Reply sessions(Optional<Selector> tunnel, Optional<Selector> session) {
        if (tunnel.isPresent() && selected(tunnel).findAny().isEmpty()) {
            return new Reply.Refused("no tunnel " + text(tunnel.get()));
        }
        List<SessionStatus> found = sessionsOf(tunnel)
                .filter(it -> session.map(selector -> matches(it, selector)).orElse(true))
                .map(this::status)
                .toList();
        return found.isEmpty() && session.isPresent()
                ? new Reply.Refused("no session " + text(session.get()))
                : new Reply.SessionsShown(found);
    }

    private Stream<Session> sessionsOf(Optional<Selector> tunnel) {
        return selected(tunnel)
                .flatMap(it -> it.sessions().stream())
                .sorted(Comparator.comparingLong(it -> it.handle().value()));
    }

    /// A name is that of the tunnel that stays, if there is one more which only drains.
    private Stream<Tunnel> selected(Optional<Selector> selector) {
        return lcce.tunnels().stream()
                .filter(tunnel -> selector.map(it -> matches(tunnel, it) && !tunnel.isLeaving())
                        .orElse(true));
    }

    static boolean matches(Tunnel tunnel, Selector selector) {
        return switch (selector) {
            case Selector.ByName(String name) ->
                tunnel.origin().name().filter(name::equals).isPresent();
            case Selector.ById(int id) -> tunnel.localId().value() == id;
        };
    }

    static boolean matches(Session session, Selector selector) {
        return switch (selector) {
            case Selector.ByName(String name) ->
                session.origin().name().filter(name::equals).isPresent();
            case Selector.ById(int id) -> session.localId().value() == id;
        };
    }

    static String text(Selector selector) {
        return switch (selector) {
            case Selector.ByName(String name) -> "named " + name;
            case Selector.ById(int id) -> "with id " + id;
        };
    }

    private TunnelSummary summary(Tunnel tunnel) {
        return new TunnelSummary(
                tunnel.localId(),
                tunnel.origin().name(),
                tunnel.origin().configured().isPresent(),
                tunnel.stateName(),
                tunnel.path().map(it -> it.peer().address().toString()).orElseGet(() -> peerHost(tunnel)),
                tunnel.calls().count(),
                tunnel.upNs() / NS_PER_SECOND,
                tunnel.parameters().configId(),
                tunnel.version(),
                tunnel.encapsulation());
    }

    private static String peerHost(Tunnel tunnel) {
        return tunnel.origin()
                .configured()
                .map(Settings.ConfiguredTunnel::peerHost)
                .or(() -> tunnel.channel().map(it -> it.peerAddress().toString()))
                .orElse("");
    }

    private TunnelStatus status(Tunnel tunnel) {
        Optional<Channel> channel = tunnel.channel();
        return new TunnelStatus(
                tunnel.handle(),
                tunnel.localId(),
                channel.map(Channel::peerId).orElse(ControlConnectionId.NONE),
                tunnel.origin().name(),
                tunnel.origin().configured().isPresent(),
                tunnel.stateName(),
                tunnel.version(),
                tunnel.encapsulation(),
                tunnel.path(),
                peerHost(tunnel),
                tunnel.peer().map(Show::print).orElse(Map.of()),
                parameters(tunnel),
                tunnel.origin().profileName(),
                tunnel.calls().count(),
                tunnel.ageNs() / NS_PER_SECOND,
                tunnel.upNs() / NS_PER_SECOND,
                channel.flatMap(Channel::connection)
                        .map(ControlConnection::transport)
                        .orElse(Map.of()),
                tunnel.lastResult(),
                DataCounters.ZERO);
    }

    /// With what is traced now.
    private SystemParameters systemParameters() {
        SystemParameters.Builder shown = lcce.settings.system().toBuilder();
        shown.traceFlags = lcce.tracing.system();
        return shown.build();
    }

    /// The same.
    private TunnelParameters parameters(Tunnel tunnel) {
        TunnelParameters.Builder shown = tunnel.parameters().toBuilder();
        shown.traceFlags = lcce.tracing.of(tunnel);
        return shown.build();
    }

    /// The same.
    private SessionParameters parameters(Session session) {
        SessionParameters.Builder shown = session.origin().parameters().toBuilder();
        shown.traceFlags = lcce.tracing.of(session);
        return shown.build();
    }

    private static Map<String, String> print(PeerIdentity peer) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("host_name", peer.hostName());
        peer.vendorName().ifPresent(name -> facts.put("vendor_name", name));
        facts.put("firmware_revision", hex(peer.firmwareRevision()));
        facts.put("protocol_version", (peer.protocolVersion() >>> 8) + "." + (peer.protocolVersion() & 255));
        facts.put("framing_caps", kinds(peer.framingCapabilities(), "sync", "async"));
        facts.put("bearer_caps", kinds(peer.bearerCapabilities(), "digital", "analog"));
        facts.put("rx_window_size", Integer.toString(peer.receiveWindow()));
        return facts;
    }

    private SessionSummary summary(Session session) {
        Optional<PppEnd> ppp = session.ppp();
        return new SessionSummary(
                session.tunnel().localId(),
                session.tunnel().origin().name(),
                session.localId(),
                session.origin().name(),
                session.isConfigured(),
                session.stateName(),
                userName(session),
                session.interfaceName(),
                ppp.flatMap(PppEnd::peerAddress),
                session.life().ageNs() / NS_PER_SECOND,
                session.life().upNs() / NS_PER_SECOND,
                Pseudowires.typeOf(session));
    }

    private static Optional<String> userName(Session session) {
        return session.ppp()
                .flatMap(PppEnd::userName)
                .or(() -> session.origin().parameters().userName());
    }

    private SessionStatus status(Session session) {
        Optional<PppEnd> ppp = session.ppp();
        return new SessionStatus(
                session.handle(),
                session.tunnel().handle(),
                session.tunnel().localId(),
                session.tunnel().origin().name(),
                session.localId(),
                session.peerId(),
                session.origin().name(),
                session.isConfigured(),
                session.origin().type().name(),
                session.stateName(),
                ppp.map(it -> name(it.phase().name())),
                userName(session),
                session.interfaceName(),
                ppp.flatMap(PppEnd::localAddress),
                ppp.flatMap(PppEnd::peerAddress),
                session.origin().profileName(),
                session.origin().pppProfileName(),
                parameters(session),
                session.details()
                        .flatMap(CallDetails::pseudowire)
                        .map(Pseudowires::print)
                        .orElse(Map.of()),
                toldByPeer(session),
                session.life().ageNs() / NS_PER_SECOND,
                session.life().upNs() / NS_PER_SECOND,
                session.lastResult(),
                DataCounters.ZERO);
    }

    private static Map<String, String> toldByPeer(Session session) {
        Map<String, String> facts = session.origin().type() == SessionType.LAIC
                ? new LinkedHashMap<>()
                : session.details().map(Show::print).orElseGet(LinkedHashMap::new);
        session.line().ifPresent(line -> line.printTo(facts));
        session.ppp()
                .ifPresent(ppp -> ppp.bundle().ifPresent(bundle -> {
                    facts.put("multilink", bundle.describe(ppp));
                    facts.put(
                            "endpoint_discriminator",
                            bundle.key().discriminator().toString());
                }));
        return facts;
    }

    private static Map<String, String> print(CallDetails call) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("serial_number", Long.toString(call.serialNumber()));
        call.callingNumber().ifPresent(number -> facts.put("calling_number", number));
        call.calledNumber().ifPresent(number -> facts.put("called_number", number));
        call.subAddress().ifPresent(address -> facts.put("sub_address", address));
        call.privateGroupId().ifPresent(id -> facts.put("priv_group_id", id));
        call.physicalChannelId().ifPresent(id -> facts.put("channel_id", Long.toString(id)));
        facts.put("bearer_type", kinds(call.bearerType(), "digital", "analog"));
        facts.put("framing_type", kinds(call.framingType(), "sync", "async"));
        if (call.maximumBps() != 0) {
            facts.put("minimum_bps", Long.toString(call.minimumBps()));
            facts.put("maximum_bps", Long.toString(call.maximumBps()));
        }
        facts.put("tx_connect_speed", Long.toString(call.txConnectSpeed()));
        facts.put("rx_connect_speed", Long.toString(call.rxConnectSpeed()));
        facts.put("sequencing_required", Boolean.toString(call.sequencingRequired()));
        return facts;
    }

    private Map<String, Long> counters() {
        Counters own = lcce.counters;
        ControlCounters control = lcce.controlCounters;
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("num_tunnels", (long) lcce.tunnels().size());
        all.put("num_sessions", (long) lcce.sessions().size());
        all.put("total_rcvd_control_frames", control.datagramsReceived());
        all.put("total_sent_control_frames", control.datagramsSent());
        all.put("total_retransmitted_control_frames", control.retransmissions());
        all.put("total_control_frame_send_fails", own.sendFailures);
        all.put("illegal_messages", control.illegalMessages());
        all.put("unsupported_messages", control.unsupportedMessages());
        all.put("ignored_avps", control.ignoredAvps());
        all.put("vendor_avps", control.vendorAvps());
        all.put("tunnel_setup_failures", control.tunnelSetupFailures());
        all.put("session_setup_failures", control.sessionSetupFailures());
        all.put("auth_fails", control.authenticationFailures() + own.authenticationFailures);
        all.put("ppp_auth_fails", own.pppAuthenticationFailures);
        all.put("no_peer_resources", own.peerResources);
        all.put("no_tunnel_resources", own.tunnelResources);
        all.put("no_session_resources", own.sessionResources);
        all.put("no_ppp_resources", own.pppResources);
        all.put("no_control_frame_resources", control.framesWithoutRoom());
        all.put("too_many_tunnels", own.tooManyTunnels);
        all.put("too_many_sessions", own.tooManySessions);
        all.put("short_frames", own.shortFrames);
        all.put("wrong_version_frames", own.wrongVersionFrames);
        all.put("unexpected_data_frames", own.unexpectedDataFrames);
        all.put("bad_rcvd_frames", own.badFrames);
        all.put("no_matching_tunnel_id_discards", own.unknownTunnelIds);
        all.put("no_matching_session_id_discards", control.unknownSessionIds() + own.unknownSessions);
        all.put("mismatched_tunnel_ids", own.mismatchedPeerAddresses);
        all.put("mismatched_session_ids", control.mismatchedSessionIds());
        all.put("encode_message_fails", own.encodeFailures);
        all.put("sequence_number_errors", control.sequenceNumberErrors());
        all.put("early_ppp_frames_dropped", own.earlyFramesDropped);
        all.put("internal_errors", own.bugs);
        return all;
    }

    private Map<String, SystemStatus.MessageCounters> messages() {
        Map<String, SystemStatus.MessageCounters> all = new LinkedHashMap<>();
        all.put("ILLEGAL", counted(0));
        for (MessageType type : MessageType.values()) {
            if (type == MessageType.HELLO) {
                all.put("RESERVED1", counted(5));
            } else if (type == MessageType.CDN) {
                all.put("RESERVED2", counted(13));
            }
            all.put(type.rfcName(), counted(type.number()));
        }
        all.put("ACK", counted(ControlCounters.ACK));
        return all;
    }

    private SystemStatus.MessageCounters counted(int messageType) {
        ControlCounters control = lcce.controlCounters;
        return new SystemStatus.MessageCounters(
                control.received(messageType), control.receivedBad(messageType), control.sent(messageType));
    }

    private static String kinds(int bits, String first, String second) {
        return switch (bits & 3) {
            case 0 -> "none";
            case 1 -> first;
            case 2 -> second;
            default -> "any";
        };
    }

    private static String hex(int value) {
        return "0x" + HexFormat.of().toHexDigits((short) value);
    }

    /// `ESTABLISH` as `Establish`.
    private static String name(String constant) {
        return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT);
    }
}
