/// One LCCE as a machine: it finds the machine for each input, keeps the timers and fills the outbox.
/// Pure. Imports `protocol.wire`, `protocol.control` and `protocol.ppp`.
@NullMarked
package org.prol2tp.protocol.node;

import org.jspecify.annotations.NullMarked;
