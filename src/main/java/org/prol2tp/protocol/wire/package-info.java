/// Octets to values and back: the control and data messages of L2TP, every AVP, and what to do with
/// malformed ones. Decoding is total: any octets give a value or a fault. Pure. Imports no other room.
@NullMarked
package org.prol2tp.protocol.wire;

import org.jspecify.annotations.NullMarked;
