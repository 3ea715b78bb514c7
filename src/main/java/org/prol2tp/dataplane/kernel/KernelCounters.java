package org.prol2tp.dataplane.kernel;

import java.util.HashMap;
import java.util.Map;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.L2tpNetlink.SessionStatistics;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataCounters;

/// What the kernel's sessions have carried, read from it in bulk: whoever asks for the counters of many sessions one by
/// one causes one dump, not many. Any thread.
final class KernelCounters {
    /// So old counters may be.
    private static final long FRESH_NS = 100_000_000L;

    private final L2tpNetlink netlink;
    private Map<Long, DataCounters> read = Map.of();
    private long readNs = System.nanoTime() - FRESH_NS;

    KernelCounters(L2tpNetlink netlink) {
        this.netlink = netlink;
    }

    /// Zero if the kernel has no such session.
    DataCounters of(KernelSession session) {
        return of(session.tunnel.localId, session.localId);
    }

    /// The same.
    DataCounters of(KernelPort port) {
        return of(port.tunnel.localId, port.localId);
    }

    private synchronized DataCounters of(int tunnelId, int sessionId) {
        if (System.nanoTime() - readNs >= FRESH_NS) {
            refresh();
        }
        return read.getOrDefault(key(tunnelId, sessionId), DataCounters.ZERO);
    }

    /// The latest: with a request of its own.
    DataCounters now(KernelSession session) {
        return now(session.tunnel.localId, session.localId);
    }

    /// The same by its ids.
    DataCounters now(int tunnelId, int sessionId) {
        try {
            return counters(netlink.session(tunnelId, sessionId));
        } catch (LinuxException e) {
            return of(tunnelId, sessionId);
        }
    }

    private void refresh() {
        Map<Long, DataCounters> now = new HashMap<>();
        try {
            for (SessionStatistics it : netlink.sessions()) {
                now.put(key(it.tunnelId(), it.sessionId()), counters(it));
            }
            read = now;
        } catch (LinuxException e) {
            // What was read before is the best there is.
        }
        readNs = System.nanoTime();
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
