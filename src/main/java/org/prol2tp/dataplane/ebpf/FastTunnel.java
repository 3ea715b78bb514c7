package org.prol2tp.dataplane.ebpf;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.linux.RouteLookup.Way;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.AddTunnel;
import org.prol2tp.protocol.node.Path;

/// A tunnel, whoever carries its sessions.
final class FastTunnel {
    final int localId;
    final int peerId;
    private final boolean propagatesEcn;
    /// Whether it is agreed, or configured, that data has UDP checksums.
    boolean udpChecksums;
    /// Whether the peer might not notice that a checksum is left to an interface.
    final boolean finishChecksums;
    /// Where its sessions' entries lead; of the first of them.
    Optional<Way> way = Optional.empty();

    Path path;
    /// Of ours; 0: its datagrams are not UDP's.
    int localPort;

    final Set<FastSession> sessions = new HashSet<>();
    /// What sessions that are gone carried by the programs.
    DataCounters past = DataCounters.ZERO;

    FastTunnel(AddTunnel add, int localPort) {
        localId = add.localId().value();
        peerId = add.peerId().value();
        propagatesEcn = add.options().propagateEcn();
        udpChecksums = add.options().udpChecksums();
        finishChecksums = !add.options().unfinishedChecksums();
        path = add.path();
        this.localPort = localPort;
    }

    /// The programs mark no congestion. They write neither a Length field, which the segments of a frame
    /// that crosses whole would share, nor UDP checksums, since the checksum of what is inside may still be
    /// to come: both are optional for data (RFC 2661 §3.1, §8.1). Over IPv6 the latter takes a decision (RFC 6935
    /// §5): `use_udp_checksums no`.
    boolean suits() {
        return localPort != 0 && !(path.peer().address().isIpv6() && udpChecksums) && !propagatesEcn;
    }
}
