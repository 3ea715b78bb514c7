/// The language of the control socket: requests, replies and events as lines of JSON.
/// Pure. Imports `protocol.node`.
@NullMarked
package org.prol2tp.operator.ctl;

import org.jspecify.annotations.NullMarked;
