package org.prol2tp.dataplane.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.L2tpNetlink.SessionStatistics;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataCounters;

/// What the kernel's sessions have carried. Who wants to know it of one session, as accounting does now
/// and then, asks the kernel for that one ([#now]). Who wants to know it of many, one after the other,
/// has them read by one dump ([#bulk]): a dump takes time for every session that there is, and in
/// kernels before 6.11 more than that, since they count to each session from its tunnel's first. Any
/// thread.
final class KernelCounters {
    /// So many a [Bulk] asks for one by one, before it has all of them dumped.
    static final int FEW = 8;

    private final Kernel kernel;

    /// What the kernel is asked for.
    interface Kernel {
        SessionStatistics session(int tunnelId, int sessionId) throws LinuxException;

        List<SessionStatistics> sessions() throws LinuxException;
    }

    /// The counters of a session by its ids.
    interface Source {
        DataCounters of(int tunnelId, int sessionId);
    }

    KernelCounters(Kernel kernel) {
        this.kernel = kernel;
    }

    /// Of a running kernel.
    ///
    /// @param single for requests for one session, which so do not wait for a dump
    /// @param bulk for dumps
    static KernelCounters of(L2tpNetlink single, L2tpNetlink bulk) {
        return new KernelCounters(new Kernel() {
            @Override
            public SessionStatistics session(int tunnelId, int sessionId) throws LinuxException {
                return single.session(tunnelId, sessionId);
            }

            @Override
            public List<SessionStatistics> sessions() throws LinuxException {
                return bulk.sessions();
            }
        });
    }

    /// Of one session. Zero if the kernel has no such session.
    DataCounters now(int tunnelId, int sessionId) {
        try {
            return counters(kernel.session(tunnelId, sessionId));
        } catch (LinuxException e) {
            return DataCounters.ZERO;
        }
    }

    /// For one look at many of them.
    Bulk bulk() {
        return new Bulk();
    }

    /// Sessions as they are at about one time. Belongs to one thread.
    final class Bulk implements Source {
        private final Map<Long, DataCounters> dumped = new HashMap<>();
        private int asked;

        /// Zero if the kernel has no such session.
        @Override
        public DataCounters of(int tunnelId, int sessionId) {
            asked++;
            if (asked == FEW + 1) {
                dump();
            }
            DataCounters counted = dumped.get(key(tunnelId, sessionId));
            // A dump goes by number, and passes over a session where one before it goes meanwhile.
            return counted != null ? counted : now(tunnelId, sessionId);
        }

        private void dump() {
            try {
                for (SessionStatistics it : kernel.sessions()) {
                    dumped.put(key(it.tunnelId(), it.sessionId()), counters(it));
                }
            } catch (LinuxException e) {
                dumped.clear(); // one by one, then
            }
        }
    }

    private static long key(int tunnelId, int sessionId) {
        return (long) tunnelId << 32 | sessionId & 0xffff_ffffL;
    }

    private static DataCounters counters(SessionStatistics it) {
        return new DataCounters(
                it.rxPackets(),
                it.rxOctets(),
                it.rxErrors(),
                it.rxOutOfSequencePackets(),
                it.rxOutOfSequenceDiscards(),
                it.txPackets(),
                it.txOctets(),
                it.txErrors());
    }
}
