package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
final class UserspacePlaneTest {
    @BeforeAll
    static void needsRoot() {
        assumeTrue(Namespace.possible());
    }

    @Test
    void pingCrossesBothWays() {
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            assertThat(ping(pair.left, PlanePair.RIGHT_ADDRESS)).contains(" 0% packet loss");
            assertThat(ping(pair.right, PlanePair.LEFT_ADDRESS)).contains(" 0% packet loss");
            assertThat(ping(pair.left, "fe80::2%l2tp0")).contains(" 0% packet loss");
            assertThat(pair.left.counters().txPackets()).isGreaterThanOrEqualTo(9);
            assertThat(pair.left.counters().rxPackets()).isGreaterThanOrEqualTo(9);
        }
    }

    private static String ping(PlanePair.End from, String to) {
        return from.namespace.run("ping", "-c", "3", "-i", "0.02", "-W", "2", to);
    }
}
