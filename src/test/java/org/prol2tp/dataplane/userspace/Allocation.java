package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What the threads of the data path allocate.
final class Allocation {
    private static final int ROUNDS = 30;

    private Allocation() {}

    /// Octets for each packet from left to right in the best of some rounds: until the code is compiled the machinery
    /// of
    /// method handles allocates.
    static long leastOctetsPerPacket(PlanePair pair) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long allocatedBefore = allocatedByDataThreads();
            long packetsBefore = pair.right.counters().rxPackets();
            pair.left.namespace.run("ping", "-q", "-f", "-c", "2000", PlanePair.RIGHT_ADDRESS);
            Transfer.tcp(pair.left.namespace, pair.right.namespace, PlanePair.RIGHT_ADDRESS, 200);
            long packets = pair.right.counters().rxPackets() - packetsBefore;
            assertThat(packets).isGreaterThan(10_000);
            least = Math.min(least, (allocatedByDataThreads() - allocatedBefore) / packets);
        }
        return least;
    }

    private static long allocatedByDataThreads() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null
                    && info.getThreadName().startsWith("data-")
                    && !info.getThreadName().equals("data-plumber")) {
                sum += threads.getThreadAllocatedBytes(info.getThreadId());
            }
        }
        return sum;
    }
}
