package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.PppLink;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.SessionHandle;

/// A PPP session that the kernel carries.
final class KernelSession {
    final SessionHandle handle;
    final KernelTunnel tunnel;
    final int localId;
    final PppLink link;
    /// The plumber's alone.
    Optional<PppLink.Unit> unit = Optional.empty();
    /// What was asked for last, if there is a unit. The plumber's alone.
    Optional<InterfaceOptions> options = Optional.empty();
    /// We or the node want it gone: nothing is to be said of it any more.
    volatile boolean gone;

    KernelSession(SessionHandle handle, KernelTunnel tunnel, int localId, PppLink link) {
        this.handle = handle;
        this.tunnel = tunnel;
        this.localId = localId;
        this.link = link;
    }

    /// In the kernel's language.
    static L2tpNetlink.Sequencing sequencing(SequencingOptions options) {
        return new L2tpNetlink.Sequencing(
                options.send(),
                options.required(),
                !options.followPeer(),
                options.reorderTimeout().toMillis());
    }
}
