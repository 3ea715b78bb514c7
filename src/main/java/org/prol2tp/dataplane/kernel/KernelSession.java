package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import org.prol2tp.dataplane.DeviceConfiguration;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.SessionHandle;

/// A PPP session that the kernel carries.
final class KernelSession {
    final SessionHandle handle;
    final KernelTunnel tunnel;
    final int localId;
    final int peerId;
    final PppLink link;
    /// The plumber's alone.
    Optional<PppLink.Unit> unit = Optional.empty();
    /// What was asked for last, if there is a unit. The plumber's alone.
    Optional<InterfaceOptions> options = Optional.empty();
    /// What was asked for, if it is a session of L2TPv3: it may have to be made again, or by the embedded
    /// plane. The node's thread alone.
    Optional<AddSession> pseudowire;

    /// Whether its data messages have L2TPv3's default sublayer.
    boolean sublayer;

    /// Whether an interface was asked for. The node's thread alone.
    boolean active;
    /// Whether the peer's circuit takes data (RFC 3931 §5.4.5).
    volatile boolean peerActive = true;

    /// The interface that pppd has made, where it has the PPP.
    volatile Optional<String> pppdInterface = Optional.empty();
    /// We or the node want it gone: nothing is to be said of it any more.
    volatile boolean gone;

    KernelSession(AddSession add, KernelTunnel tunnel, PppLink link) {
        this.handle = add.session();
        this.tunnel = tunnel;
        this.localId = add.localId().value();
        this.peerId = add.peerId().value();
        this.link = link;
        this.pseudowire = Optional.of(add).filter(it -> it.pseudowire().isPresent());
    }

    /// Which of the network protocols' packets pass.
    void pass(InterfaceOptions wanted) throws LinuxException {
        link.pass(
                peerActive && wanted.ipv4().isPresent(),
                peerActive && DeviceConfiguration.ipv6(wanted).isPresent());
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
