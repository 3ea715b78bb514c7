package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.TwoFiles.SESSION;
import static org.prol2tp.sim.TwoFiles.SESSION_PROFILE;
import static org.prol2tp.sim.TwoFiles.SYSTEM;
import static org.prol2tp.sim.TwoFiles.TUNNEL;
import static org.prol2tp.sim.TwoFiles.message;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;

/// What keywords of a session do that no other test shows, from the file to what is sent or asked for.
class SessionKeywordsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theLacSaysOfTheCallWhatIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(SESSION, "calling_number 030123; called_number 0800; sub_address 17; bearer_type analog")
                .lac(SESSION, "connect_speed 64000:128000; framing_type async; priv_group_id \"red\"")
                .up();
        assertThat(message(pair, "ICRQ"))
                .contains("*BearerType=2", "*CalledNumber=\"0800\"", "*CallingNumber=\"030123\"", "*SubAddress=\"17\"");
        assertThat(message(pair, "ICCN"))
                .contains("*TxConnectSpeed=128000", "RxConnectSpeed=64000", "*FramingType=2", "PrivateGroupId=\"red\"");
    }

    @Test
    void sequenceNumbersAreSentAndGapsWaitedForWhereThatIsSet() {
        Pair pair = TwoFiles.v2()
                .lns(SESSION_PROFILE, "use_sequence_numbers yes; reorder_timeout 50")
                .up();
        assertThat(pair.b().dataPlane().sequencing())
                .containsExactly(new SequencingOptions(true, false, false, Duration.ofMillis(50)));
        assertThat(pair.a().dataPlane().sequencing())
                .containsExactly(new SequencingOptions(false, false, true, Duration.ZERO));
    }

    @Test
    void whoDemandsSequenceNumbersSaysSo() {
        Pair pair = TwoFiles.v2().lac(SESSION, "sequencing_required yes").up();
        assertThat(message(pair, "ICCN")).contains("SequencingRequired");
        assertThat(pair.b().dataPlane().sequencing().getFirst().send()).isTrue();
        assertThat(pair.a().dataPlane().sequencing().getFirst().required()).isTrue();
    }

    @Test
    void dataMessagesOfL2tpv3AreAsEachEndSets() {
        Pair pair = TwoFiles.v3()
                .lac(SESSION, "cookie hex:0102030405060708; l2spec_type none; remote_end_id \"port 7\"")
                .lns(SESSION_PROFILE, "cookie_length 4; data_sequencing non-ip")
                .up();
        var lac = pair.a().dataPlane().pseudowires().getFirst();
        assertThat(lac.local().cookie()).isEqualTo(Octets.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        assertThat(lac.local().sublayer()).isFalse();
        assertThat(lac.peer().cookie().length()).isEqualTo(4);
        assertThat(lac.peer().sublayer()).isTrue();
        assertThat(lac.peer().sequencing()).isEqualTo(new DataSequencing(1));
        assertThat(pair.b().dataPlane().pseudowires().getFirst().peer()).isEqualTo(lac.local());
        assertThat(message(pair, "ICRQ")).contains("*RemoteEndId=\"port 7\"");
    }

    /// `session_persist_pend_timeout`: the longest wait between tries, a quarter more or less.
    @Test
    void sessionsThatFailedWaitNoLongerThanIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(SYSTEM, "session_persist_pend_timeout 4")
                .lacOnly(SESSION, "tunnel_name t; user_name user; user_password wrong")
                .start();
        pair.run(Duration.ofMinutes(10));
        assertThat(pair.b().events(Event.SessionCreated.class)).hasSizeBetween(110, 200);
    }

    @Test
    void aCallThatIsNotConnectedInTimeIsCleared() {
        Pair pair = TwoFiles.v2()
                .lns(SYSTEM, "session_establish_timeout 20")
                .pair()
                .without(datagram -> org.prol2tp.protocol.wire.Text.of(datagram).startsWith("ICCN "));
        pair.start().run(Duration.ofSeconds(19));
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
        pair.run(SECOND.multipliedBy(2));
        assertThat(pair.b().events(Event.SessionDown.class)).singleElement().satisfies(down -> {
            assertThat(down.why().result()).isEqualTo(10);
            assertThat(down.why().byPeer()).isFalse();
        });
    }

    @Test
    void noMoreSessionsThanTheSystemMayHave() {
        Pair pair = TwoFiles.v2()
                .lac("session s2", "tunnel_name t; user_name user; user_password password")
                .lns(SYSTEM, "max_sessions 1")
                .start();
        pair.run(Duration.ofSeconds(20));
        assertThat(pair.b().dataPlane().sessionCount()).isEqualTo(1);
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().result())
                .isEqualTo(4);
    }

    @Test
    void theNameOfAnInterfaceIsTheSessionsElseBeginsAsTheTunnelSays() {
        Pair own = TwoFiles.v2()
                .lac(TUNNEL, "interface_name wan")
                .lac(SESSION, "interface_name uplink")
                .up();
        assertThat(own.a().dataPlane().devices().getFirst().name()).contains("uplink");
        Pair stem = TwoFiles.v2().lac(TUNNEL, "interface_name wan").up();
        assertThat(stem.a().dataPlane().devices().getFirst().name()).contains("wan%d");
        assertThat(stem.b().dataPlane().devices().getFirst().name()).contains("l2tp%d");
    }
}
