/// The data plane of the Linux kernel: it carries the data of PPP sessions of L2TPv2, and we its control protocols.
@NullMarked
package org.prol2tp.dataplane.kernel;

import org.jspecify.annotations.NullMarked;
