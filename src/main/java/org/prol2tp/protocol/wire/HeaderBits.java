package org.prol2tp.protocol.wire;

/// The first 16 bits of every L2TP header over UDP.
///
/// Source: RFC 2661 §3.1, RFC 3931 §4.1.2.
final class HeaderBits {
    /// Control message, not data.
    static final int T = 0x8000;
    /// There is a Length.
    static final int L = 0x4000;
    /// There are Ns and Nr.
    static final int S = 0x0800;
    /// There is an Offset Size.
    static final int O = 0x0200;
    /// Data to be preferred.
    static final int P = 0x0100;

    static final int VERSION = 0x000f;
    static final int V2 = 2;
    static final int V3 = 3;

    /// What a control message must have.
    static final int CONTROL = T | L | S;

    private HeaderBits() {}
}
