package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.PppLink;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// A session of L2TPv3 that carries Ethernet, as long as the kernel may have to carry it. The embedded plane has it
/// too:
/// it carries it while the kernel does not.
final class KernelPort {
    final SessionHandle handle;
    final KernelTunnel tunnel;
    final int localId;
    final int peerId;
    volatile PseudowireOptions pseudowire;
    volatile SequencingOptions sequencing;
    /// Whether the kernel carries it: the node's thread decides it with the first interface.
    volatile boolean inKernel;
    /// The plumber's alone.
    Optional<PppLink.Unit> device = Optional.empty();
    /// What was asked for last, if there is a device. The plumber's alone.
    Optional<EthernetOptions> options = Optional.empty();
    /// How the kernel's session was made. The plumber's alone.
    Optional<L2tpNetlink.EthernetSession> made = Optional.empty();
    volatile boolean gone;

    KernelPort(AddSession add, KernelTunnel tunnel, PseudowireOptions pseudowire) {
        this.handle = add.session();
        this.tunnel = tunnel;
        this.localId = add.localId().value();
        this.peerId = add.peerId().value();
        this.pseudowire = pseudowire;
        this.sequencing = add.sequencing();
    }

    /// Whether the kernel has the likes of it: both directions alike but for their cookies, all frames numbered or
    /// none,
    /// no tags added.
    static boolean suits(PseudowireOptions options, SequencingOptions sequencing) {
        DataSequencing toUs = options.local().sequencing();
        return options.type().equals(PseudowireType.ETHERNET)
                && options.local().sublayer() == options.peer().sublayer()
                && toUs.equals(options.peer().sequencing())
                && (toUs.equals(DataSequencing.ALL) || toUs.equals(DataSequencing.NONE) && !sequencing.required());
    }

    /// What to tell the kernel.
    L2tpNetlink.EthernetSession wanted(Optional<String> name) {
        boolean numbered = pseudowire.local().sequencing().equals(DataSequencing.ALL);
        return new L2tpNetlink.EthernetSession(
                tunnel.localId,
                localId,
                peerId,
                name,
                pseudowire.local().cookie().hex(),
                pseudowire.peer().cookie().hex(),
                pseudowire.peer().sublayer(),
                new L2tpNetlink.Sequencing(
                        numbered, numbered, true, sequencing.reorderTimeout().toMillis()));
    }
}
