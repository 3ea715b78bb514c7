package org.prol2tp.dataplane.userspace;

import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;

/// A session's TUN device. Made, changed and closed by the plumber, written by the receiver, read by the transmitter.
final class Device {
    final Tun tun;
    final Session session;
    /// Its place in the list of devices.
    final int slot;

    /// What was asked for last. The plumber's.
    InterfaceOptions options;
    /// Whether the node was told that it is broken. Two threads may find out at once; telling twice does no harm.
    volatile boolean failed;

    Device(Tun tun, Session session, int slot, InterfaceOptions options) {
        this.tun = tun;
        this.session = session;
        this.slot = slot;
        this.options = options;
    }

    /// Octets in front of each packet that is read or written.
    int headerOctets() {
        return tun.offload() == Tun.Offload.NONE ? 0 : Tun.HEADER_OCTETS;
    }
}
