package org.prol2tp.protocol.wire;

/// A session's id: 16 bits in L2TPv2 (1..65535, unique in its tunnel), 32 bits in L2TPv3 (not 0). 0
/// stands for "none" in the header of a message that concerns the control connection.
///
/// Source: RFC 2661 §3.1, RFC 3931 §4.1.
public record SessionId(int value) {
    /// In the header of a message that concerns no session.
    public static final SessionId NONE = new SessionId(0);

    @Override
    public String toString() {
        return Integer.toUnsignedString(value);
    }
}
