package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Path;

/// What the kernel does not take is not lost without a word.
@Tag("root")
final class SendFailureTest {
    /// A ZLB to tunnel 102.
    private static final byte[] ZLB = HexFormat.of().parseHex("c802000c0066000000010001");

    @Test
    void theNodeIsToldOfAControlMessageAndASessionCountsItsFrame() {
        assumeTrue(Namespace.possible());
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            pair.left.namespace.run("ip", "address", "flush", "dev", "wire");
            pair.left.namespace.run("ip", "link", "set", "wire", "down");
            Path path = pair.left.pathTo(pair.right);
            pair.left.plane().sendControl(path, ZLB);
            pair.left.plane().sendPppFrame(PlanePair.SESSION, new byte[] {(byte) 0xc0, 0x21, 9, 1, 0, 8, 0, 0, 0, 0});
            pair.left.plane().flush();
            Input.ControlSendFailed told = controlSendFailed(pair.left.sink);
            assertThat(told.path()).isEqualTo(path);
            assertThat(told.octets()).isEqualTo(ZLB);
            assertThat(told.reason()).startsWith("sendmmsg: ");
            assertThat(pair.left.counters().txErrors()).isEqualTo(1);
        }
    }

    /// Those of one length that go one way are one message to the kernel.
    @Test
    void theNodeIsToldOfEachMessageOfARow() {
        assumeTrue(Namespace.possible());
        byte[] another = HexFormat.of().parseHex("c802000c0067000000010001");
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            pair.left.namespace.run("ip", "address", "flush", "dev", "wire");
            pair.left.namespace.run("ip", "link", "set", "wire", "down");
            Path path = pair.left.pathTo(pair.right);
            pair.left.plane().sendControl(path, ZLB);
            pair.left.plane().sendControl(path, another);
            pair.left.plane().flush();
            assertThat(controlSendFailed(pair.left.sink).octets()).isEqualTo(ZLB);
            assertThat(controlSendFailed(pair.left.sink).octets()).isEqualTo(another);
        }
    }

    private static Input.ControlSendFailed controlSendFailed(RecordingSink sink) {
        while (true) {
            if (sink.take() instanceof Input.ControlSendFailed told) {
                return told;
            }
        }
    }
}
