package org.prol2tp.protocol.wire;

/// The header of a control message, in L2TPv2 and L2TPv3:
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |1|1|0 0|1|0|0 0|0 0 0 0| Ver 2/3 |            Length             |
/// |  Tunnel ID, Session ID: 16 bits each; v3: Control Connection ID |
/// |              Ns                 |              Nr               |
/// ```
///
/// The Length is that of the whole message; it is made when a message is encoded.
///
/// @param tunnelId the receiver's; [ControlConnectionId#NONE] if the sender does not know it yet
/// @param sessionId the receiver's; [SessionId#NONE] if the sender does not know it yet, or there is none.
///     L2TPv3 has it in a Remote Session ID AVP: a header that was only decoded has [SessionId#NONE] then,
///     see [Reading#session]
/// @param ns 0..65535
/// @param nr 0..65535
///
/// Source: RFC 2661 §3.1, RFC 3931 §3.2.1.
public record ControlHeader(ControlConnectionId tunnelId, SessionId sessionId, int ns, int nr) {
    /// Length of this header.
    public static final int OCTETS = 12;

    /// The Session ID of 0 that goes before a control message which IP carries without UDP (RFC 3931
    /// §4.1.1.2). No part of the message: whoever sends puts it there, whoever receives takes it off.
    public static final int IP_PREFIX_OCTETS = 4;

    private static final int LENGTH_AT = 2;
    private static final int NS_AT = 8;
    private static final int NR_AT = 10;

    public ControlHeader {
        MalformedValue.u16(ns, "Ns");
        MalformedValue.u16(nr, "Nr");
    }

    /// The same about a session.
    public ControlHeader about(SessionId session) {
        return session.equals(sessionId) ? this : new ControlHeader(tunnelId, session, ns, nr);
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
    ///
    /// @param ids the 32 bits between Length and Ns
    void write(Writer writer, Version version, int ids) {
        writer.u16(HeaderBits.CONTROL | version.number());
        writer.u16(0);
        writer.u32(ids);
        writer.u16(ns);
        writer.u16(nr);
    }

    /// Fills in the Length.
    static byte[] finish(Writer writer) {
        MalformedValue.u16(writer.length(), "message length in octets");
        writer.orU16At(LENGTH_AT, writer.length());
        return writer.toArray();
    }

    /// Reads a control message after the first 16 bits of its header, which are as they must be.
    static Datagram decode(WireFormat format, Reader reader) {
        int received = reader.remaining() + 2;
        if (received < OCTETS) {
            return Fault.discard("control message of " + received + " octets");
        }
        int length = reader.u16();
        if (length < OCTETS || length > received) {
            return Fault.discard("control message of " + received + " octets says it has " + length);
        }
        int high = reader.u16();
        int low = reader.u16();
        ControlHeader header = switch (format.version()) {
            case V2 -> new ControlHeader(new ControlConnectionId(high), new SessionId(low), reader.u16(), reader.u16());
            case V3 ->
                new ControlHeader(
                        new ControlConnectionId(high << 16 | low), SessionId.NONE, reader.u16(), reader.u16());
        };
        Octets avps = reader.octets(length - OCTETS);
        return format.acknowledgesOnly(avps)
                ? new Datagram.Zlb(format, header)
                : new Datagram.Control(format, header, avps);
    }
}
