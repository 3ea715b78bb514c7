package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.PppParameters.SyncMode;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.wire.CallAvp.FramingType;
import org.prol2tp.protocol.wire.CallAvp.PhysicalChannelId;
import org.prol2tp.protocol.wire.CallAvp.Q931CauseCode;
import org.prol2tp.protocol.wire.CallAvp.TxConnectSpeed;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.PppDisconnectCause;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.SessionId;

/// What the two ends tell each other of the line while a call is up, and when it ends.
class LineTest {
    private static final Endpoint LAC = HandPeer.endpoint("192.0.2.9", 1701);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// A call of a hand-made LAC, connected.
    private record Call(HandPeer hand, int tunnel, int session) {
        static Call connected(Recipe lns) {
            HandPeer hand = new HandPeer(lns.build());
            int tunnel = hand.openTunnel(LAC, 5);
            hand.send(
                    LAC,
                    HandPeer.message(tunnel, 0, 2, 1, Message.Icrq.of(new SessionId(6), 1, new PhysicalChannelId(3))));
            int session = status(hand).localId().value();
            Message.Iccn iccn = Message.Iccn.of(new TxConnectSpeed(64_000), new FramingType(2));
            hand.answers = hand.send(LAC, HandPeer.message(tunnel, session, 3, 2, iccn));
            return new Call(hand, tunnel, session);
        }

        private static SessionStatus status(HandPeer hand) {
            Reply reply = hand.ask(new Request.ShowSessions(Optional.empty(), Optional.empty()));
            return ((Reply.SessionsShown) reply).sessions().getFirst();
        }

        Map<String, String> told() {
            return status(hand).peer();
        }

        List<byte[]> send(int ns, Message message) {
            return hand.send(LAC, HandPeer.message(tunnel, session, ns, 2, message));
        }

        Event.Ending ending() {
            return hand.events.stream()
                    .filter(Event.SessionDown.class::isInstance)
                    .map(it -> ((Event.SessionDown) it).why())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// RFC 2661 §6.13: counts since the call began, so the latest ones hold.
    @Test
    void callErrorsOfTheLacAreKeptAndShown() {
        Call call = Call.connected(Recipe.lns(8));
        call.send(4, Message.Wen.of(new CallErrors(1, 1, 1, 1, 1, 1)));
        call.send(5, Message.Wen.of(new CallErrors(10, 2, 3, 4, 5, 4_294_967_295L)));
        assertThat(call.told())
                .containsEntry("channel_id", "3")
                .containsEntry("crc_errors", "10")
                .containsEntry("framing_errors", "2")
                .containsEntry("hardware_overruns", "3")
                .containsEntry("buffer_overruns", "4")
                .containsEntry("timeout_errors", "5")
                .containsEntry("alignment_errors", "4294967295");
        assertThat(call.hand.events)
                .filteredOn(it -> it instanceof Event.SessionNotice notice
                        && notice.what().startsWith("the peer's line has errors: crc "))
                .hasSize(2);
    }

    private static Pair up(Recipe lac, Recipe lns) {
        Pair pair = new Pair(1, lac.build(), lns.build()).start();
        pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), LIMIT);
        return pair.run(Duration.ofMillis(100));
    }

    /// RFC 2661 §6.14
    @Test
    void lnsTellsTheLacOfAnAsynchronousLineWhatToMap() {
        Recipe lac = Recipe.lac(1, 1);
        lac.session.framingType = 2;
        lac.ppp.asyncmap = 0x000a0000;
        Recipe lns = Recipe.lns(8);
        lns.ppp.asyncmap = 0x00000001;
        Pair pair = up(lac, lns);
        assertThat(pair.transcript().count("SLI")).isEqualTo(1);
        assertThat(Agreement.sessions(pair, pair.a()).getFirst().peer())
                .containsEntry("send_accm", "0x000a0000")
                .containsEntry("recv_accm", "0x00000001");
    }

    @Test
    void synchronousLineNeedsNoMap() {
        assertThat(up(Recipe.lac(1, 1), Recipe.lns(8)).transcript().count("SLI"))
                .isZero();
        Recipe lac = Recipe.lac(1, 1);
        lac.session.framingType = 2;
        Recipe sync = Recipe.lns(8);
        sync.ppp.syncMode = SyncMode.SYNC;
        assertThat(up(lac, sync).transcript().count("SLI")).isZero();
        Recipe async = Recipe.lns(8);
        async.ppp.syncMode = SyncMode.ASYNC;
        assertThat(up(Recipe.lac(1, 1), async).transcript().count("SLI")).isEqualTo(1);
    }

    /// RFC 2661 §4.4.4
    @Test
    void causeOfTheSwitchIsShown() {
        Call call = Call.connected(Recipe.lns(8));
        call.send(
                4,
                Message.Cdn.of(
                        ResultCode.of(CdnResult.BUSY), new SessionId(6), new Q931CauseCode(0x91, 0x45, "come again")));
        assertThat(call.ending().message())
                .isEqualTo("busy signal detected; Q.931 cause 17 (user busy): \"come again\"");
    }

    /// RFC 3145 §2
    @Test
    void causeOfThePeersPppIsShown() {
        Call call = Call.connected(Recipe.lns(8));
        call.send(
                4,
                Message.Cdn.of(
                        ResultCode.of(CdnResult.LOSS_OF_CARRIER),
                        new SessionId(6),
                        new PppDisconnectCause(8, 0xc021, 1, "")));
        assertThat(call.ending().message())
                .isEqualTo("loss of carrier; PPP: LCP echoes were not answered (at its peer, protocol 0xc021)");
    }

    /// RFC 3145 §2: who ended PPP tells the other end why.
    @Test
    void endOfPppIsToldInTheCdn() {
        Recipe lac = Recipe.lac(1, 1);
        lac.session.persist = false;
        lac.session.userPassword = Optional.of(org.prol2tp.protocol.node.Secret.of("guess"));
        Pair pair = new Pair(
                        1,
                        lac.build(),
                        Recipe.lns(8).authenticateBy(true, false, false).build())
                .start();
        pair.runUntil(() -> pair.transcript().count("CDN") > 0, LIMIT);
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.transcript().text()).containsPattern("CDN .* PppDisconnectCause=16/49185/");
    }
}
