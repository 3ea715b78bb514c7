package org.prol2tp.protocol.ppp;

/// The phases of a link. RFC 1661 §3.2.
public enum Phase {
    DEAD,
    ESTABLISH,
    AUTHENTICATE,
    NETWORK,
    TERMINATE
}
