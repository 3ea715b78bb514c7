/// The data plane of the Linux kernel: it carries the data of PPP and Ethernet, and we PPP's control protocols.
@NullMarked
package org.prol2tp.dataplane.kernel;

import org.jspecify.annotations.NullMarked;
