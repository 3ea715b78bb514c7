/// PPP by the system's pppd, one for each session: `ppp_unix`.
@NullMarked
package org.prol2tp.daemon.pppd;

import org.jspecify.annotations.NullMarked;
