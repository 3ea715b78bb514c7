package org.prol2tp.dataplane.userspace;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.AddTunnel;
import org.prol2tp.protocol.node.TunnelHandle;

/// A tunnel as the data plane knows it. Made and changed by the node's thread.
final class Tunnel {
    final TunnelHandle handle;
    final int localId;
    final int peerId;
    final boolean lengthField;
    final boolean propagateEcn;
    /// The node's thread only.
    boolean udpChecksums;
    /// Not concurrent for the sake of writing: counters are read by other threads.
    final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    /// Where its sessions' sequence numbers are.
    final KeptNumbers numbers;

    /// Where its data goes and from which address it is taken (RFC 2661 §8.1: any port).
    volatile Route route;

    /// What sessions that are gone had carried.
    private volatile DataCounters past = DataCounters.ZERO;

    Tunnel(AddTunnel command, Route route, KeptNumbers numbers) {
        this.handle = command.tunnel();
        this.localId = command.localId().value();
        this.peerId = command.peerId().value();
        this.lengthField = command.options().lengthField();
        this.propagateEcn = command.options().propagateEcn();
        this.udpChecksums = command.options().udpChecksums();
        this.route = route;
        this.numbers = numbers;
    }

    /// Forgets a session, but not what it carried.
    void remove(Session session) {
        if (sessions.remove(session)) {
            past = past.plus(session.counters());
        }
    }

    DataCounters counters() {
        DataCounters sum = past;
        for (Session session : sessions) {
            sum = sum.plus(session.counters());
        }
        return sum;
    }
}
