/// Carries out what the node decided about frames: the port, and what all data planes share.
/// Imports `protocol.node` (its outputs), `protocol.wire` (headers) and `linux`.
@NullMarked
package org.prol2tp.dataplane;

import org.jspecify.annotations.NullMarked;
