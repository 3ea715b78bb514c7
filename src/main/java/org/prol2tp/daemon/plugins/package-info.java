/// Loads plugins and keeps them from harm: each has a thread, a bounded queue and a watchdog. Part of the room
/// `daemon`; what plugins see is `org.prol2tp.plugin`.
@NullMarked
package org.prol2tp.daemon.plugins;

import org.jspecify.annotations.NullMarked;
