/// L2TP over UDP to TUN devices, without any help of the kernel but sockets and TUN. No allocation per packet.
/// Imports `dataplane`, `protocol.node`, `protocol.wire` and `linux`.
@NullMarked
package org.prol2tp.dataplane.userspace;

import org.jspecify.annotations.NullMarked;
