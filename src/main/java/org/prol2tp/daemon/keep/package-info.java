/// What of the daemon outlives it: a file that says what its tunnels and sessions are, and descriptors that
/// somebody else holds meanwhile.
@NullMarked
package org.prol2tp.daemon.keep;

import org.jspecify.annotations.NullMarked;
