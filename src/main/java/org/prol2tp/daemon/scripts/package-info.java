/// The operator's scripts: programs that are started when a tunnel or session is created, goes up, goes down or is
/// deleted. Part of the room `daemon`.
@NullMarked
package org.prol2tp.daemon.scripts;

import org.jspecify.annotations.NullMarked;
