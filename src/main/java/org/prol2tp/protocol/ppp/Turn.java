package org.prol2tp.protocol.ppp;

/// One call of a [Link]: the instant, and where to say what follows.
record Turn(long nowNs, LinkOutbox out) {}
