package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.HandPeer.endpoint;
import static org.prol2tp.sim.HandPeer.message;
import static org.prol2tp.sim.HandPeer.sccrq;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.AddedAvp;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SystemStatus;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.node.TunnelStatus;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// Every counter that the original and its ancestor have is there by its name, and something moves it.
class EveryCounterTest {
    private static final Endpoint PEER = endpoint("198.51.100.1", 1701);

    private static final long SECOND_NS = 1_000_000_000L;

    /// What makes a counter of the system move.
    private static final Map<String, Mover> SYSTEM = new TreeMap<>(Map.ofEntries(
            Map.entry("short_frames", hand -> hand.send(PEER, new byte[1])),
            Map.entry(
                    "wrong_version_frames",
                    hand -> hand.send(PEER, new byte[] {(byte) 0xc8, 7, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0})),
            Map.entry(
                    "unexpected_data_frames",
                    hand -> hand.send(PEER, new byte[] {0x40, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0})),
            Map.entry(
                    "bad_rcvd_frames",
                    hand -> hand.send(PEER, new byte[] {(byte) 0x88, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0})),
            Map.entry("total_rcvd_control_frames", hand -> hand.openTunnel(PEER, 1)),
            Map.entry("total_sent_control_frames", hand -> hand.openTunnel(PEER, 1)),
            Map.entry("total_control_frame_send_fails", hand -> hand.feed(notSent(sccrq("x", 1)))),
            Map.entry("total_retransmitted_control_frames", hand -> {
                hand.send(PEER, sccrq("lac", 1));
                hand.pass(5 * SECOND_NS);
            }),
            Map.entry("no_control_frame_resources", hand -> requests(hand, 1_100)),
            Map.entry("no_peer_resources", hand -> {
                for (int id = 1; id <= 4_097; id++) {
                    hand.send(PEER, sccrq("lac", id));
                }
            }),
            Map.entry("no_tunnel_resources", hand -> {
                for (int i = 0; i <= 8_192; i++) {
                    hand.send(new Endpoint(IpAddress.ofIpv4(0x0a000000 + i), 1701), sccrq("lac", 1));
                }
            }),
            Map.entry("no_session_resources", hand -> requests(hand, 2)),
            Map.entry("no_ppp_resources", hand -> {
                requests(hand, 1);
                hand.feed(new Input.DataPlaneFailed(hand.sessions.getFirst(), "ioctl TUNSETIFF: EPERM"));
            }),
            Map.entry("too_many_tunnels", hand -> {
                hand.openTunnel(PEER, 1);
                hand.openTunnel(PEER, 2);
                hand.send(PEER, sccrq("lac", 3));
            }),
            Map.entry("too_many_sessions", hand -> requests(hand, 2)),
            Map.entry("auth_fails", hand -> hand.send(PEER, sccrq("nobody", 1))),
            Map.entry(
                    "no_matching_tunnel_id_discards",
                    hand -> hand.send(PEER, message(4711, 0, 2, 1, Message.Hello.of()))),
            Map.entry("no_matching_session_id_discards", hand -> {
                int id = hand.openTunnel(PEER, 1);
                hand.send(PEER, cdn(id, 77, 2, 5));
            }),
            Map.entry("mismatched_tunnel_ids", hand -> {
                int id = hand.openTunnel(PEER, 1);
                hand.send(endpoint("203.0.113.9", 1701), message(id, 0, 2, 1, Message.Hello.of()));
            }),
            Map.entry("mismatched_session_ids", hand -> {
                int tunnel = hand.openTunnel(PEER, 1);
                int session = accepted(hand.send(PEER, message(tunnel, 0, 2, 1, Message.Icrq.of(new SessionId(6), 1))));
                hand.send(PEER, cdn(tunnel, session, 3, 8));
            }),
            Map.entry("encode_message_fails", hand -> {
                AddedAvp avp = new AddedAvp(MessageType.SCCRP, 9, 1, false, true, octets("${host_name}".repeat(90)));
                hand.feed(new Input.AddAvps(List.of(avp)));
                hand.send(PEER, sccrq("lac", 1));
            }),
            Map.entry("tunnel_setup_failures", hand -> {
                hand.send(PEER, sccrq("lac", 1));
                hand.pass(120 * SECOND_NS);
            }),
            Map.entry("session_setup_failures", hand -> {
                requests(hand, 1);
                hand.feed(new Input.DataPlaneFailed(hand.sessions.getFirst(), "ioctl TUNSETIFF: EPERM"));
            }),
            Map.entry("ignored_avps", hand -> hand.send(PEER, vendorAvp(hand.openTunnel(PEER, 1)))),
            Map.entry("vendor_avps", hand -> hand.send(PEER, vendorAvp(hand.openTunnel(PEER, 1)))),
            Map.entry("illegal_messages", hand -> hand.send(PEER, ofType(hand.openTunnel(PEER, 1), 0x8000, 13))),
            Map.entry("unsupported_messages", hand -> hand.send(PEER, ofType(hand.openTunnel(PEER, 1), 0, 99))),
            Map.entry("num_tunnels", hand -> hand.openTunnel(PEER, 1)),
            Map.entry("num_sessions", hand -> requests(hand, 1))));

    /// The list of OpenL2TP, from which the original grew.
    private static final Set<String> SYSTEM_NAMES = Set.of(
            "short_frames",
            "wrong_version_frames",
            "unexpected_data_frames",
            "bad_rcvd_frames",
            "total_rcvd_control_frames",
            "total_sent_control_frames",
            "total_control_frame_send_fails",
            "total_retransmitted_control_frames",
            "no_control_frame_resources",
            "no_peer_resources",
            "no_tunnel_resources",
            "no_session_resources",
            "no_ppp_resources",
            "too_many_tunnels",
            "too_many_sessions",
            "auth_fails",
            "no_matching_tunnel_id_discards",
            "no_matching_session_id_discards",
            "mismatched_tunnel_ids",
            "mismatched_session_ids",
            "encode_message_fails",
            "tunnel_setup_failures",
            "session_setup_failures",
            "event_queue_full_errors",
            "ignored_avps",
            "vendor_avps",
            "illegal_messages",
            "unsupported_messages",
            "num_tunnels",
            "num_sessions");

    /// The slots of the message counters, and that of L2TPv3.
    private static final List<String> SLOTS = List.of(
            "ILLEGAL",
            "SCCRQ",
            "SCCRP",
            "SCCCN",
            "StopCCN",
            "RESERVED1",
            "HELLO",
            "OCRQ",
            "OCRP",
            "OCCN",
            "ICRQ",
            "ICRP",
            "ICCN",
            "RESERVED2",
            "CDN",
            "WEN",
            "SLI",
            "ACK");

    /// Of a tunnel, but for those of its data, which the data plane counts.
    private static final Set<String> TUNNEL_NAMES = Set.of(
            "retransmits",
            "tx_zlbs",
            "tx_zlb_fails",
            "rx_zlbs",
            "data_pkt_discards",
            "duplicate_pkt_discards",
            "rx_hellos",
            "tx_hellos",
            "tx_hello_fails",
            "ns",
            "nr",
            "peer_ns",
            "peer_nr",
            "cwnd",
            "ssthresh",
            "congpkt_acc",
            "control_rx_packets",
            "control_rx_bytes",
            "control_rx_oos_packets",
            "control_rx_oos_discards",
            "control_tx_packets",
            "control_tx_bytes",
            "using_ipsec");

    private interface Mover {
        void move(HandPeer hand);
    }

    @Test
    void everyCounterOfTheSystemMoves() {
        Set<String> names = new TreeSet<>(SYSTEM.keySet());
        names.add("event_queue_full_errors"); // OperatorTest.whatTheDaemonAndTheDataPlaneCountIsShownToo
        assertThat(names).isEqualTo(new TreeSet<>(SYSTEM_NAMES));
        SYSTEM.forEach((name, mover) -> {
            HandPeer hand = new HandPeer(recipe(name).build());
            long before = system(hand).counters().getOrDefault(name, -1L);
            assertThat(before).as(name).isZero();
            mover.move(hand);
            assertThat(system(hand).counters().get(name)).as(name).isPositive();
        });
    }

    @Test
    void everySlotOfTheMessagesIsThereAndTheReservedOnesMove() {
        HandPeer hand = new HandPeer(Recipe.lns(8).build());
        assertThat(new ArrayList<>(system(hand).messages().keySet())).containsExactlyInAnyOrderElementsOf(SLOTS);
        hand.send(PEER, ofType(hand.openTunnel(PEER, 1), 0, 5));
        hand.send(PEER, ofType(hand.openTunnel(PEER, 2), 0, 13));
        hand.send(PEER, ofType(hand.openTunnel(PEER, 3), 0, 99));
        assertThat(system(hand).messages())
                .containsEntry("RESERVED1", new SystemStatus.MessageCounters(0, 1, 0))
                .containsEntry("RESERVED2", new SystemStatus.MessageCounters(0, 1, 0))
                .containsEntry("ILLEGAL", new SystemStatus.MessageCounters(0, 1, 0));
    }

    /// RFC 3931 §6.15; those of RFC 2661 are no messages.
    @Test
    void explicitAcknowledgementsAreMessages() {
        Pair pair = new Pair(
                        1,
                        Recipe.lac(1, 0).in(ProtocolVersion.L2TPV3).build(),
                        Recipe.lns(8).in(ProtocolVersion.L2TPV3).build())
                .start();
        pair.run(Duration.ofSeconds(5));
        Reply.SystemShown client =
                (Reply.SystemShown) pair.ask(pair.a(), new Request.ShowSystem()).orElseThrow();
        Reply.SystemShown server =
                (Reply.SystemShown) pair.ask(pair.b(), new Request.ShowSystem()).orElseThrow();
        long sent = acks(server).tx();
        assertThat(sent).isPositive();
        assertThat(acks(client).rx()).isEqualTo(sent);
    }

    private static SystemStatus.MessageCounters acks(Reply.SystemShown shown) {
        return shown.system().messages().getOrDefault("ACK", new SystemStatus.MessageCounters(0, 0, 0));
    }

    @Test
    void everyCounterOfATunnelMoves() {
        Recipe recipe = Recipe.lns(8);
        recipe.tunnel.helloTimeout = Duration.ofSeconds(2);
        HandPeer hand = new HandPeer(recipe.build());
        int id = hand.openTunnel(PEER, 1);
        hand.send(PEER, message(id, 0, 2, 1, Message.Hello.of()));
        hand.send(PEER, message(id, 0, 2, 1, Message.Hello.of()));
        hand.send(PEER, message(id, 0, 4, 1, Message.Hello.of()));
        hand.send(PEER, message(id, 0, 30_000, 1, Message.Hello.of()));
        hand.send(PEER, zlb(id, 3, 1));
        hand.pass(2 * SECOND_NS);
        hand.pass(SECOND_NS + SECOND_NS / 2);
        hand.feed(notSent(message(1, 0, 0, 0, Message.Hello.of())));
        hand.feed(notSent(zlb(1, 0, 0)));
        TunnelStatus shown = ((Reply.TunnelsShown) hand.ask(new Request.ShowTunnels(Optional.empty())))
                .tunnels()
                .getFirst()
                .withData(new DataCounters(9, 9, 1, 9, 2, 9, 9, 4), true);
        Map<String, Long> counters = shown.transport();
        assertThat(counters.keySet()).containsAll(TUNNEL_NAMES);
        assertThat(TUNNEL_NAMES.stream()
                        .filter(name -> counters.getOrDefault(name, 0L) == 0)
                        .toList())
                .containsExactlyInAnyOrder("congpkt_acc");
        assertThat(counters)
                .containsEntry("tx_hello_fails", 1L)
                .containsEntry("tx_zlb_fails", 1L)
                .containsEntry("data_pkt_discards", 7L)
                .containsEntry("using_ipsec", 1L);
    }

    /// What must be set for the counter to move.
    private static Recipe recipe(String counter) {
        Recipe recipe = Recipe.lns(8);
        switch (counter) {
            case "encode_message_fails" -> recipe.system.hostName = "h".repeat(60);
            case "no_session_resources" -> recipe.session.sessionId = 7;
            case "too_many_tunnels" -> recipe.system.maxTunnels = 2;
            case "too_many_sessions" -> recipe.system.maxSessions = 1;
            case "auth_fails" -> {
                recipe.tunnel.authMode = AuthMode.CHALLENGE;
                recipe.tunnel.secret = Optional.of(Secret.of("secret"));
            }
            default -> {
                // Nothing.
            }
        }
        return recipe;
    }

    private static void requests(HandPeer hand, int count) {
        int id = hand.openTunnel(PEER, 1);
        for (int i = 0; i < count; i++) {
            hand.send(PEER, message(id, 0, i + 2, 1, Message.Icrq.of(new SessionId(i + 1), i)));
        }
    }

    private static int accepted(List<byte[]> answers) {
        return answers.stream()
                .flatMap(it -> HandPeer.read(it).stream())
                .filter(Message.Icrp.class::isInstance)
                .map(it -> ((Message.Icrp) it).assignedSessionId().value())
                .findFirst()
                .orElseThrow();
    }

    private static byte[] cdn(int tunnel, int session, int ns, int assigned) {
        return message(tunnel, session, ns, 1, Message.Cdn.of(new ResultCode(1, 0, ""), new SessionId(assigned)));
    }

    private static byte[] zlb(int tunnel, int ns, int nr) {
        ControlHeader header = new ControlHeader(new ControlConnectionId(tunnel), SessionId.NONE, ns, nr);
        return WireFormat.V2.encodeAcknowledgement(header, Optional.empty());
    }

    private static Input notSent(byte[] datagram) {
        return new Input.ControlSendFailed(
                new Path(0, IpAddress.ANY_IPV4, PEER), datagram, "sendmmsg: network is unreachable (ENETUNREACH)");
    }

    /// A HELLO with an AVP of a vendor: M bit clear, 8 octets, vendor 9, type 1.
    private static byte[] vendorAvp(int tunnel) {
        return with(message(tunnel, 0, 2, 1, Message.Hello.of()), new byte[] {0, 8, 0, 9, 0, 1, 7, 7});
    }

    /// A message with nothing but a Message Type AVP.
    private static byte[] ofType(int tunnel, int mandatory, int type) {
        byte[] header = Arrays.copyOf(message(tunnel, 0, 2, 1, Message.Hello.of()), 12);
        return with(header, new byte[] {(byte) (mandatory >>> 8), 8, 0, 0, 0, 0, 0, (byte) type});
    }

    private static byte[] with(byte[] datagram, byte[] more) {
        byte[] all = Arrays.copyOf(datagram, datagram.length + more.length);
        System.arraycopy(more, 0, all, datagram.length, more.length);
        all[2] = (byte) (all.length >>> 8);
        all[3] = (byte) all.length;
        return all;
    }

    private static Octets octets(String text) {
        return Octets.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SystemStatus system(HandPeer hand) {
        return ((Reply.SystemShown) hand.ask(new Request.ShowSystem())).system();
    }
}
