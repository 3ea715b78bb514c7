package org.prol2tp.dataplane.kernel;

import org.prol2tp.dataplane.userspace.UserspacePlane.Connected;
import org.prol2tp.linux.L2tpIpSocket;

/// The socket that is the kernel's tunnel.
sealed interface TunnelSocket {
    /// Control messages are read from it too.
    record Udp(Connected connected) implements TunnelSocket {}

    /// Control messages come by a raw socket beside it.
    record Ip(L2tpIpSocket socket) implements TunnelSocket {}
}
