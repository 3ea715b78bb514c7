package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.SessionId;

/// Data messages as a follower of the tunnel gets them.
class SessionTraceTest {
    private static final byte[] FRAME = {(byte) 0xc0, 0x21, 1};

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static Pseudowire.End end(String cookie, L2SpecificSublayer sublayer) {
        return new Pseudowire.End(Octets.ofHex(cookie), sublayer, DataSequencing.NONE, CircuitStatus.NEW_ACTIVE);
    }

    @Test
    void ofL2tpV2() {
        assertThat(hex(SessionTrace.dataMessage(new ControlConnectionId(0x1234), new SessionId(0xabcd), FRAME)))
                .isEqualTo("4002000b1234abcdc02101");
    }

    @Test
    void ofL2tpV3HasCookieAndSublayerOfTheEndThatReceivesIt() {
        SessionId id = new SessionId(0x89abcdef);
        assertThat(hex(SessionTrace.dataMessage(id, Pseudowire.End.SILENT, FRAME)))
                .isEqualTo("0003000089abcdefc02101");
        assertThat(hex(SessionTrace.dataMessage(id, end("01020304", L2SpecificSublayer.NONE), FRAME)))
                .isEqualTo("0003000089abcdef01020304c02101");
        assertThat(hex(SessionTrace.dataMessage(id, end("f1f2f3f4f5f6f7f8", L2SpecificSublayer.DEFAULT), FRAME)))
                .isEqualTo("0003000089abcdeff1f2f3f4f5f6f7f800000000c02101");
    }
}
