/// What `bench/` runs: a load generator that is a LAC to any LNS, and a stand-in for a RADIUS server. It makes its
/// messages itself, octet by octet, so that it neither shares a mistake with the daemon nor costs much.
///
/// May import: `linux`; StaticSessions and Microbenchmarks what they measure.
@NullMarked
package org.prol2tp.bench;

import org.jspecify.annotations.NullMarked;
