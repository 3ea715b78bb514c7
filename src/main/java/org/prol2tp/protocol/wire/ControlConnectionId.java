package org.prol2tp.protocol.wire;

/// A control connection's id: L2TPv2's Tunnel ID (16 bits, 1..65535) or L2TPv3's Control Connection ID
/// (32 bits, not 0). 0 stands for "not yet assigned" in a header.
///
/// Source: RFC 2661 §3.1, RFC 3931 §3.2.1.
public record ControlConnectionId(int value) {
    /// In the header of a message sent before the peer's id is known.
    public static final ControlConnectionId NONE = new ControlConnectionId(0);

    @Override
    public String toString() {
        return Integer.toUnsignedString(value);
    }
}
