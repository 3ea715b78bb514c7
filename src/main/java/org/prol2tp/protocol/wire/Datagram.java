package org.prol2tp.protocol.wire;

/// What came in one UDP datagram: the door of this room.
///
/// Decoding has two steps, since the secret of hidden AVPs is known only when the header has told which
/// tunnel it is:
///
/// 1. [#decode] reads the header.
/// 2. [MessageGrammar#read] reads the AVPs of a [Control].
///
/// Both are total: any octets give a value or a [Fault].
public sealed interface Datagram permits Datagram.Control, Datagram.Zlb, Datagram.Data, Fault {
    /// A control message.
    ///
    /// @param avps what follows the header, at least one octet, not yet read
    record Control(ControlHeader header, Octets avps) implements Datagram {}

    /// A message of nothing but a header: an acknowledgement, RFC 2661 §5.8. It has no sequence number of
    /// its own.
    record Zlb(ControlHeader header) implements Datagram {}

    /// A data message; [DataHeader] reads it.
    record Data() implements Datagram {}

    /// Reads the header. What follows the length that it gives is not looked at.
    static Datagram decode(byte[] datagram) {
        return decode(datagram, 0, datagram.length);
    }

    /// The same for `octets[from..to)`.
    static Datagram decode(byte[] octets, int from, int to) {
        Reader reader = new Reader(octets, from, to);
        if (reader.remaining() < 2) {
            return Fault.discard("datagram of " + reader.remaining() + " octets");
        }
        int bits = reader.u16();
        return switch (bits & HeaderBits.VERSION) {
            case HeaderBits.V2 -> WireFormat.V2.decode(bits, reader);
            default -> Fault.discard("version " + (bits & HeaderBits.VERSION) + " in a header");
        };
    }
}
