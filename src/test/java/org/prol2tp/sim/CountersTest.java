package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.HandPeer.endpoint;
import static org.prol2tp.sim.HandPeer.message;
import static org.prol2tp.sim.HandPeer.sccrq;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.SystemStatus;
import org.prol2tp.protocol.wire.CallAvp;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.SessionId;

/// What `show system statistics` counts. Those of datagrams that reach no tunnel are in `ReceptionTest`, overflow
/// of the send queue in `ReliableChannelTest`.
class CountersTest {
    private static final Endpoint PEER = endpoint("198.51.100.1", 1701);

    /// M bit clear, 8 octets, vendor 9, type 1.
    private static final byte[] VENDOR_AVP = {0, 8, 0, 9, 0, 1, 7, 7};

    /// M bit clear, 8 octets, Message Type 99.
    private static final byte[] UNKNOWN_MESSAGE = {0, 8, 0, 0, 0, 0, 0, 99};

    private final HandPeer hand = new HandPeer(Recipe.lns(8).build());

    @Test
    void whatAPeerSendsIsCounted() {
        int id = hand.openTunnel(PEER, 1);
        SystemStatus before = status();
        hand.send(PEER, with(message(id, 0, 2, 1, Message.Hello.of()), VENDOR_AVP));
        byte[] header = Arrays.copyOf(message(id, 0, 3, 1, Message.Hello.of()), 12);
        hand.send(PEER, with(header, UNKNOWN_MESSAGE));
        hand.send(PEER, message(id, 0, 30_000, 1, Message.Hello.of()));
        hand.send(
                PEER,
                message(id, 77, 4, 1, Message.Iccn.of(new CallAvp.TxConnectSpeed(1000), new CallAvp.FramingType(1))));
        hand.pass(1_000_000_000L);
        assertThat(difference(before, status()))
                .containsEntry("total_rcvd_control_frames", 4L)
                .containsEntry("total_sent_control_frames", 1L)
                .containsEntry("ignored_avps", 1L)
                .containsEntry("vendor_avps", 1L)
                .containsEntry("unsupported_messages", 1L)
                .containsEntry("sequence_number_errors", 1L)
                .containsEntry("no_matching_session_id_discards", 1L)
                .hasSize(7);
    }

    /// RX Good and RX Bad: a message is in one of them.
    @Test
    void aMessageThatIsOutOfPlaceIsBadAndNotGood() {
        byte[] answer = hand.send(PEER, sccrq("lac", 1)).getFirst();
        int id = ((Message.Sccrp) HandPeer.read(answer).orElseThrow())
                .assignedTunnelId()
                .value();
        hand.send(PEER, message(id, 0, 1, 1, Message.Icrq.of(new SessionId(1), 1)));
        assertThat(status().messages())
                .containsEntry("SCCRQ", new SystemStatus.MessageCounters(1, 0, 0))
                .containsEntry("SCCRP", new SystemStatus.MessageCounters(0, 0, 1))
                .containsEntry("ICRQ", new SystemStatus.MessageCounters(0, 1, 0));
    }

    @Test
    void whatFailsIsCounted() {
        int id = hand.openTunnel(PEER, 1);
        SystemStatus before = status();
        hand.send(PEER, sccrq("half open", 2));
        hand.send(PEER, message(id, 0, 2, 1, Message.Icrq.of(new SessionId(1), 1)));
        hand.send(PEER, message(id, 0, 3, 2, Message.Icrq.of(new SessionId(2), 2)));
        hand.feed(new Input.DataPlaneFailed(hand.sessions.getFirst(), "ioctl TUNSETIFF: EPERM"));
        hand.feed(new Input.PppFrameReceived(new SessionHandle(4711), new byte[8]));
        hand.node.dropAfterBug(
                new Input.DatagramReceived(new Path(0, PEER.address(), PEER), message(id, 0, 4, 3, Message.Hello.of())),
                hand.nowNs,
                hand.out);
        hand.pass(60_000_000_000L);
        assertThat(difference(before, status()))
                .containsEntry("total_retransmitted_control_frames", 5L)
                .containsEntry("tunnel_setup_failures", 1L)
                .containsEntry("session_setup_failures", 1L)
                .containsEntry("no_ppp_resources", 1L)
                .containsEntry("no_matching_session_id_discards", 1L)
                .containsEntry("internal_errors", 1L);
    }

    @Test
    void aWrongPasswordIsCountedAtBothEnds() {
        Recipe client = Recipe.lac(1, 1);
        client.session.userPassword = Optional.of(Secret.of("wrong"));
        Pair pair = new Pair(1, client.build(), Recipe.lns(8).build()).start();
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), Duration.ofSeconds(30));
        for (Side side : List.of(pair.a(), pair.b())) {
            Reply.SystemShown shown =
                    (Reply.SystemShown) pair.ask(side, new Request.ShowSystem()).orElseThrow();
            assertThat(shown.system().counters()).containsEntry("ppp_auth_fails", 1L);
        }
    }

    private SystemStatus status() {
        return ((Reply.SystemShown) hand.ask(new Request.ShowSystem())).system();
    }

    private static Map<String, Long> difference(SystemStatus before, SystemStatus after) {
        Map<String, Long> moved = new HashMap<>();
        after.counters().forEach((name, value) -> {
            long by = value - before.counters().getOrDefault(name, 0L);
            if (by != 0) {
                moved.put(name, by);
            }
        });
        return moved;
    }

    /// `datagram` with more octets at its end, and the Length that goes with them.
    private static byte[] with(byte[] datagram, byte[] more) {
        byte[] all = Arrays.copyOf(datagram, datagram.length + more.length);
        System.arraycopy(more, 0, all, datagram.length, more.length);
        all[2] = (byte) (all.length >>> 8);
        all[3] = (byte) all.length;
        return all;
    }
}
