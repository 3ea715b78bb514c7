package org.prol2tp.protocol.wire;

/// The header of a control message.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |1|1|0 0|1|0|0 0|0 0 0 0|  Ver 2  |            Length             |
/// |           Tunnel ID             |          Session ID           |
/// |              Ns                 |              Nr               |
/// ```
///
/// The Length is that of the whole message; it is made when a message is encoded.
///
/// @param tunnelId the receiver's; [ControlConnectionId#NONE] if the sender does not know it yet
/// @param sessionId the receiver's; [SessionId#NONE] if the sender does not know it yet, or there is none
/// @param ns 0..65535
/// @param nr 0..65535
///
/// Source: RFC 2661 §3.1.
public record ControlHeader(ControlConnectionId tunnelId, SessionId sessionId, int ns, int nr) {
    /// Length of this header.
    public static final int OCTETS = 12;

    private static final int LENGTH_AT = 2;
    private static final int NS_AT = 8;
    private static final int NR_AT = 10;

    public ControlHeader {
        MalformedValue.u16(tunnelId.value(), "tunnel id");
        MalformedValue.u16(sessionId.value(), "session id");
        MalformedValue.u16(ns, "Ns");
        MalformedValue.u16(nr, "Nr");
    }

    /// Overwrites the Ns and Nr of an encoded message: they are known only when it is sent, and a
    /// retransmission acknowledges what came since (RFC 2661 §5.8).
    public static void setNumbers(byte[] message, int ns, int nr) {
        write(message, NS_AT, MalformedValue.u16(ns, "Ns"));
        write(message, NR_AT, MalformedValue.u16(nr, "Nr"));
    }

    private static void write(byte[] message, int at, int number) {
        message[at] = (byte) (number >>> 8);
        message[at + 1] = (byte) number;
    }

    /// Begins a message; [#finish] ends it.
    void write(Writer writer) {
        writer.u16(HeaderBits.CONTROL | HeaderBits.V2);
        writer.u16(0);
        writer.u16(tunnelId.value());
        writer.u16(sessionId.value());
        writer.u16(ns);
        writer.u16(nr);
    }

    /// Fills in the Length.
    static byte[] finish(Writer writer) {
        MalformedValue.u16(writer.length(), "message length in octets");
        writer.orU16At(LENGTH_AT, writer.length());
        return writer.toArray();
    }
}
