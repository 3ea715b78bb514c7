package org.prol2tp.dataplane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpNetlink.SessionStatistics;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataCounters;

/// How often the kernel is asked for what its sessions have carried.
class KernelCountersTest {
    private static final int TUNNEL = 7;

    private final Recorded kernel = new Recorded();
    private final KernelCounters counters = new KernelCounters(kernel);

    @Test
    void tenThousandSessionsAreReadByOneDumpAndEightRequests() {
        haveSessions(10_000);
        KernelCounters.Bulk bulk = counters.bulk();
        for (int id = 1; id <= 10_000; id++) {
            assertThat(bulk.of(TUNNEL, id).rxPackets()).isEqualTo(id);
        }
        assertThat(kernel.dumps).isEqualTo(1);
        assertThat(kernel.single).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aFewSessionsCauseNoDump() {
        haveSessions(10_000);
        KernelCounters.Bulk bulk = counters.bulk();
        for (int id = 1; id <= 8; id++) {
            assertThat(bulk.of(TUNNEL, id).rxPackets()).isEqualTo(id);
            assertThat(counters.now(TUNNEL, id).rxPackets()).isEqualTo(id);
        }
        assertThat(kernel.dumps).isZero();
        assertThat(kernel.single).hasSize(16);
    }

    @Test
    void everyLookIsANewOne() {
        haveSessions(9);
        assertThat(counters.bulk().of(TUNNEL, 9).rxPackets()).isEqualTo(9);
        lookAt(counters.bulk(), 9);
        kernel.carried.put(9, 90L);
        KernelCounters.Bulk bulk = counters.bulk();
        lookAt(bulk, 9);
        assertThat(bulk.of(TUNNEL, 9).rxPackets()).isEqualTo(90);
        assertThat(kernel.dumps).isEqualTo(2);
    }

    @Test
    void whatADumpPassedOverIsAskedForByItself() {
        haveSessions(20);
        kernel.passedOver = 15;
        KernelCounters.Bulk bulk = counters.bulk();
        lookAt(bulk, 9);
        kernel.single.clear();
        assertThat(bulk.of(TUNNEL, 15).rxPackets()).isEqualTo(15);
        assertThat(bulk.of(TUNNEL, 16).rxPackets()).isEqualTo(16);
        assertThat(kernel.single).containsExactly(15);
    }

    @Test
    void aSessionThatTheKernelDoesNotHaveCountsNothing() {
        haveSessions(9);
        KernelCounters.Bulk bulk = counters.bulk();
        lookAt(bulk, 9);
        assertThat(bulk.of(TUNNEL, 10)).isEqualTo(DataCounters.ZERO);
        assertThat(bulk.of(TUNNEL + 1, 9)).isEqualTo(DataCounters.ZERO);
        assertThat(counters.now(TUNNEL, 10)).isEqualTo(DataCounters.ZERO);
    }

    @Test
    void withoutADumpTheyAreAskedForOneByOne() {
        haveSessions(12);
        kernel.fails = true;
        KernelCounters.Bulk bulk = counters.bulk();
        for (int id = 1; id <= 12; id++) {
            assertThat(bulk.of(TUNNEL, id).rxPackets()).isEqualTo(id);
        }
        assertThat(kernel.single).hasSize(12);
    }

    private void haveSessions(int count) {
        for (int id = 1; id <= count; id++) {
            kernel.carried.put(id, (long) id);
        }
    }

    private static void lookAt(KernelCounters.Bulk bulk, int count) {
        for (int id = 1; id <= count; id++) {
            bulk.of(TUNNEL, id);
        }
    }

    /// Sessions that have received so many packets, by their ids.
    private static final class Recorded implements KernelCounters.Kernel {
        private final Map<Integer, Long> carried = new LinkedHashMap<>();
        private final List<Integer> single = new ArrayList<>();
        private int dumps;
        private int passedOver;
        private boolean fails;

        @Override
        public SessionStatistics session(int tunnelId, int sessionId) throws LinuxException {
            single.add(sessionId);
            Long packets = carried.get(sessionId);
            if (packets == null || tunnelId != TUNNEL) {
                throw new LinuxException("get session", Errno.ENODEV);
            }
            return statistics(tunnelId, sessionId, packets);
        }

        @Override
        public List<SessionStatistics> sessions() throws LinuxException {
            if (fails) {
                throw new LinuxException("get sessions", Errno.ENODEV);
            }
            dumps++;
            return carried.entrySet().stream()
                    .filter(it -> it.getKey() != passedOver)
                    .map(it -> statistics(TUNNEL, it.getKey(), it.getValue()))
                    .toList();
        }

        private static SessionStatistics statistics(int tunnelId, int sessionId, long packets) {
            return new SessionStatistics(tunnelId, sessionId, packets, 0, 0, 0, 0, 0, 0, 0);
        }
    }
}
