package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.PppLink;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.SessionHandle;

/// A session of L2TPv3 that carries Ethernet, as long as the kernel may have to carry it. The embedded plane has it
/// while the kernel does not.
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
    Optional<L2tpNetlink.PseudowireSession> made = Optional.empty();
    /// Its name in the store of what outlives the daemon; empty: it is not there.
    volatile String keptAs = "";

    /// Whether the device sends nothing, since the peer's circuit is inactive; empty: a daemon before
    /// this one may have made it so. The plumber's alone.
    Optional<Boolean> silent = Optional.of(false);
    volatile boolean gone;

    KernelPort(AddSession add, KernelTunnel tunnel, PseudowireOptions pseudowire) {
        this.handle = add.session();
        this.tunnel = tunnel;
        this.localId = add.localId().value();
        this.peerId = add.peerId().value();
        this.pseudowire = pseudowire;
        this.sequencing = add.sequencing();
    }

    /// What to tell the kernel.
    L2tpNetlink.PseudowireSession wanted(Optional<String> name) {
        return KernelPseudowire.session(tunnel, localId, peerId, pseudowire, sequencing, name);
    }
}
