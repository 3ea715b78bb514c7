package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.SessionId;

class ControlConnectionTest {
    private static final CallDetails CALL = new CallDetails(
            7,
            1,
            1,
            64_000,
            32_000,
            0,
            0,
            Optional.of("100"),
            Optional.of("200"),
            Optional.empty(),
            Optional.of("blue"),
            true);

    /// RFC 2661 Appendix B.1: lock-step tunnel establishment.
    @Test
    void tunnelIsEstablishedAsInAppendixB1() {
        Pair pair = Pair.established();

        assertThat(pair.crossed)
                .containsExactly(
                        "left: SCCRQ 0/0 ns=0 nr=0",
                        "right: SCCRP 1/0 ns=0 nr=1",
                        "left: SCCCN 2/0 ns=1 nr=1",
                        "right: ZLB 1/0 ns=1 nr=2");
        assertThat(pair.leftSays.said).containsExactly("established 2 lns");
        assertThat(pair.rightSays.said).containsExactly("established 1 lac");
        assertThat(pair.left.stateName()).isEqualTo("Established");
    }

    /// RFC 2661 §7.4: ICRQ, ICRP, ICCN.
    @Test
    void incomingCallIsConnectedAtBothEnds() {
        Pair pair = Pair.established();
        pair.crossed.clear();
        pair.rightSays.acceptFrom(20);

        pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(10), CALL, pair.nowNs, pair.leftSays);
        pair.settle();

        assertThat(pair.crossed)
                .containsExactly(
                        "left: ICRQ 2/0 ns=2 nr=1",
                        "right: ICRP 1/10 ns=1 nr=3",
                        "left: ICCN 2/20 ns=3 nr=2",
                        "right: ZLB 1/0 ns=2 nr=4");
        assertThat(pair.leftSays.said).endsWith("connected 10 20 LAIC");
        assertThat(pair.rightSays.said).endsWith("requested LNIC 10", "connected 20 10 LNIC");
        assertThat(pair.rightSays.details.getLast()).isEqualTo(CALL);
    }
}
