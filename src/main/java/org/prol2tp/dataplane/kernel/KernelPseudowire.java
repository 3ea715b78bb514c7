package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.L2tpNetlink.Carried;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// A session of L2TPv3 in the kernel's language.
final class KernelPseudowire {
    private KernelPseudowire() {}

    /// Whether the kernel has the likes of it: PPP or Ethernet, both directions alike but for their cookies, all frames
    /// numbered or none, no tags added.
    static boolean suits(PseudowireOptions options, SequencingOptions sequencing) {
        DataSequencing toUs = options.local().sequencing();
        return (options.type().equals(PseudowireType.ETHERNET) || isPpp(options))
                && options.local().sublayer() == options.peer().sublayer()
                && toUs.equals(options.peer().sequencing())
                && (toUs.equals(DataSequencing.ALL) || toUs.equals(DataSequencing.NONE) && !sequencing.required());
    }

    static boolean isPpp(PseudowireOptions options) {
        return options.type().equals(PseudowireType.PPP);
    }

    /// One of L2TPv2.
    static L2tpNetlink.PseudowireSession ofV2(KernelTunnel tunnel, AddSession add) {
        return new L2tpNetlink.PseudowireSession(
                Carried.PPP,
                tunnel.localId,
                add.localId().value(),
                add.peerId().value(),
                Optional.empty(),
                "",
                "",
                false,
                KernelSession.sequencing(add.sequencing()));
    }

    /// What to tell the kernel.
    static L2tpNetlink.PseudowireSession session(
            KernelTunnel tunnel,
            int localId,
            int peerId,
            PseudowireOptions pseudowire,
            SequencingOptions sequencing,
            Optional<String> name) {
        boolean numbered = pseudowire.local().sequencing().equals(DataSequencing.ALL);
        return new L2tpNetlink.PseudowireSession(
                isPpp(pseudowire) ? Carried.PPP : Carried.ETHERNET,
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
