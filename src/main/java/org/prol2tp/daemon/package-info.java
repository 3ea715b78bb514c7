/// prol2tpd: command line, event loop, the one clock, wiring, signals and the event log.
/// May import every room but `operator.cli`.
@NullMarked
package org.prol2tp.daemon;

import org.jspecify.annotations.NullMarked;
