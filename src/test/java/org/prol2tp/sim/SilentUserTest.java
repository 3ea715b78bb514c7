package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.TwoFiles.PPP;
import static org.prol2tp.sim.TwoFiles.SYSTEM;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;

/// A user that was there and says nothing in PPP any more, while the tunnel is well: the LNS finds out by LCP echoes or
/// by
/// another challenge, and the session that the LAC has configured comes back once the user speaks again.
class SilentUserTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final String CHAP_ALONE = "auth_mschapv1 no; auth_mschapv2 no; auth_eap no; ";

    private static boolean isOfProtocol(byte[] frame, int protocol) {
        int at = frame[0] == (byte) 0xff ? 2 : 0;
        return ((frame[at] & 0xff) << 8 | frame[at + 1] & 0xff) == protocol;
    }

    private static Map<String, Long> counters(Pair pair) {
        Reply reply = pair.ask(pair.b(), new Request.ShowSystem()).orElseThrow();
        return ((Reply.SystemShown) reply).system().counters();
    }

    /// Runs until the LNS has ended the session; how long it took.
    private static Duration untilDown(Pair pair) {
        long sinceNs = pair.nowNs();
        pair.runUntil(() -> !pair.b().events(Event.SessionDown.class).isEmpty(), Duration.ofMinutes(10));
        return Duration.ofNanos(pair.nowNs() - sinceNs);
    }

    /// `lcp_echo_interval` and `lcp_echo_failure_count`: three echoes at 10, 20 and 30 s, the end at 40 s.
    @Test
    void unansweredEchoesEndTheSessionAsLossOfCarrierAndItComesBack() {
        Pair pair = TwoFiles.v2()
                .lac(SYSTEM, "session_persist_pend_timeout 20")
                .lns(PPP, "lcp_echo_interval 10; lcp_echo_failure_count 3")
                .up();
        pair.run(Duration.ofMinutes(5));
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
        pair.withoutFrames((_, _) -> true);
        assertThat(untilDown(pair)).isBetween(SECOND.multipliedBy(30), SECOND.multipliedBy(41));
        assertThat(pair.b().events(Event.SessionDown.class).getFirst().why())
                .isEqualTo(new Event.Ending(1, 0, "the peer did not answer 3 echoes", false));
        pair.run(Duration.ofSeconds(15)); // Terminate-Requests
        assertThat(pair.a().events(Event.SessionDown.class)).singleElement().satisfies(down -> {
            assertThat(down.why().result()).isEqualTo(1);
            assertThat(down.why().byPeer()).isTrue();
            assertThat(down.why().message()).contains("LCP echoes were not answered");
        });
        assertThat(pair.transcript().text()).containsPattern("CDN .* PppDisconnectCause=");
        assertThat(pair.b().events(Event.TunnelDown.class)).isEmpty();
        pair.withoutFrames((_, _) -> false);
        pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), Duration.ofSeconds(60));
        pair.run(Duration.ofMillis(100));
        assertThat(pair.a().events(Event.SessionUp.class)).hasSize(2);
    }

    /// A count of 0: nobody is given up for that.
    @Test
    void echoesThatMayBeLostEndNothing() {
        Pair pair = TwoFiles.v2()
                .lns(PPP, "lcp_echo_interval 10; lcp_echo_failure_count 0")
                .up();
        pair.withoutFrames((from, _) -> from.name.equals("A")).run(Duration.ofMinutes(30));
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
    }

    /// `chap_interval`, `chap_max_challenge` and `chap_restart`: challenges at 60, 64 and 68 s, the end at 72 s.
    @Test
    void anUnansweredChallengeEndsTheSessionAsAdministrativeIsCountedAndItComesBack() {
        Pair pair = TwoFiles.v2()
                .lac(SYSTEM, "session_persist_pend_timeout 20")
                .lns(PPP, CHAP_ALONE + "chap_interval 60; chap_max_challenge 3; chap_restart 4")
                .up();
        pair.run(Duration.ofMinutes(5));
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
        assertThat(counters(pair)).containsEntry("ppp_auth_fails", 0L);
        pair.withoutFrames((from, frame) -> from.name.equals("A") && isOfProtocol(frame, 0xc223));
        assertThat(untilDown(pair)).isBetween(SECOND.multipliedBy(12), SECOND.multipliedBy(73));
        assertThat(pair.b().events(Event.SessionDown.class).getFirst().why())
                .isEqualTo(new Event.Ending(3, 0, "peer user: no answer to our challenges", false));
        pair.run(SECOND);
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(1);
        assertThat(counters(pair)).containsEntry("ppp_auth_fails", 1L);
        assertThat(pair.b().events(Event.TunnelDown.class)).isEmpty();
        pair.withoutFrames((_, _) -> false);
        pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), Duration.ofSeconds(90));
        pair.run(Duration.ofMillis(100));
        assertThat(pair.a().events(Event.SessionUp.class)).hasSize(2);
    }

    /// The user answers, but by now with something else.
    @Test
    void aWrongAnswerToALaterChallengeEndsTheSessionToo() {
        Pair pair = TwoFiles.v2().lns(PPP, CHAP_ALONE + "chap_interval 60").up();
        long sinceNs = pair.nowNs();
        pair.withoutFrames((from, frame) -> {
            boolean isResponse = from.name.equals("A") && isOfProtocol(frame, 0xc223);
            if (isResponse) {
                frame[frame.length - 6] ^= 1; // of the response's last octets, before the name
            }
            return false;
        });
        untilDown(pair);
        assertThat(Duration.ofNanos(pair.nowNs() - sinceNs))
                .isBetween(SECOND.multipliedBy(55), SECOND.multipliedBy(65));
        assertThat(pair.b().events(Event.SessionDown.class).getFirst().why().result())
                .isEqualTo(3);
    }
}
