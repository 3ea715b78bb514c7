/// Two nodes on a desk: a seeded link that loses, doubles and reorders, a clock that jumps, a data
/// plane that is not there. Every scenario runs here first; the same seed gives the same run to the
/// octet.
@NullMarked
package org.prol2tp.sim;

import org.jspecify.annotations.NullMarked;
