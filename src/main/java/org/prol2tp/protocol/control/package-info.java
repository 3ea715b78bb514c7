/// The control connection: reliable delivery, tunnel authentication, the connection and call machines
/// (RFC 2661 §5 and §7). Pure. Imports `protocol.wire`.
@NullMarked
package org.prol2tp.protocol.control;

import org.jspecify.annotations.NullMarked;
