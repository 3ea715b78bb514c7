package org.prol2tp.dataplane.kernel;

import org.prol2tp.dataplane.userspace.UserspacePlane.Connected;
import org.prol2tp.linux.L2tpIpSocket;

/// The socket that is the kernel's tunnel.
sealed interface TunnelSocket {
    int descriptor();

    /// Control messages are read from it too.
    record Udp(Connected connected) implements TunnelSocket {
        @Override
        public int descriptor() {
            return connected.socket().descriptor();
        }
    }

    /// Control messages come by a raw socket beside it.
    record Ip(L2tpIpSocket socket) implements TunnelSocket {
        @Override
        public int descriptor() {
            return socket.descriptor();
        }
    }
}
