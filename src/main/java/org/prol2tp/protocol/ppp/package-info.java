/// PPP over anything: the automaton of RFC 1661, LCP, authentication and the network control protocols.
/// Knows nothing of L2TP. Pure. Imports no other room.
@NullMarked
package org.prol2tp.protocol.ppp;

import org.jspecify.annotations.NullMarked;
