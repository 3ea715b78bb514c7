/// Sessions carried by programs in the kernel (eBPF), around the embedded data plane, which keeps all else. May import
/// `dataplane`, `dataplane.userspace`, `protocol.node`, `protocol.wire` and `linux`.
@NullMarked
package org.prol2tp.dataplane.ebpf;

import org.jspecify.annotations.NullMarked;
