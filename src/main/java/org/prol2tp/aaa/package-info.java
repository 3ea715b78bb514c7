/// RADIUS: authentication (RFC 2865), accounting (RFC 2866), disconnecting (RFC 5176). Nothing here holds up the node:
/// it is asked and told by values, and answers by a callback on a thread of its own.
@NullMarked
package org.prol2tp.aaa;

import org.jspecify.annotations.NullMarked;
