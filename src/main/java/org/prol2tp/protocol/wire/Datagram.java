package org.prol2tp.protocol.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What came in one UDP datagram: the door of this room.
///
/// Decoding has two steps, since the secret of hidden AVPs is known only when the header has told which
/// tunnel it is:
///
/// 1. [#decode] reads the header.
/// 2. [Control#read] reads the AVPs of a [Control].
///
/// Both are total: any octets give a value or a [Fault].
public sealed interface Datagram permits Datagram.Control, Datagram.Zlb, Datagram.Data, Fault {
    /// A control message.
    ///
    /// @param avps what follows the header, not yet read
    record Control(WireFormat format, ControlHeader header, Octets avps) implements Datagram {
        private static final int MESSAGE_TYPE_OCTETS = 8;

        /// Reads the AVPs.
        ///
        /// @param secret the tunnel's, to reveal hidden AVPs
        public Reading read(Optional<SecretKeys> secret) {
            return format.read(header, avps, secret.map(SecretKeys::hiding));
        }

        /// The AVPs as they came, in their order, up to the first that cannot be one.
        public List<RawAvp> raw() {
            List<RawAvp> raws = new ArrayList<>();
            for (AvpFormat.Raw raw : AvpFormat.split(avps)) {
                if (raw.scrap().isEmpty()) {
                    raws.add(new RawAvp(raw.vendorId(), raw.type(), raw.mandatory(), raw.hidden(), raw.value()));
                }
            }
            return raws;
        }

        /// Whether it has the AVP that L2TPv3 demands of whoever opens a connection: an SCCRQ of L2TPv2 alone has not.
        public boolean namesConnectionOfV3() {
            return AvpFormat.has(avps, AvpTable.ASSIGNED_CONTROL_CONNECTION_ID);
        }

        /// The number in the Message Type AVP, known or not; 0 where the message does not begin with one.
        public int typeNumber() {
            boolean first = avps.length() >= MESSAGE_TYPE_OCTETS
                    && ((avps.at(0) & 3) << 8 | avps.at(1)) == MESSAGE_TYPE_OCTETS
                    && (avps.at(2) | avps.at(3) | avps.at(4) | avps.at(5)) == 0;
            return first ? avps.at(6) << 8 | avps.at(7) : 0;
        }

        /// The same octets, read as another version has them: an SCCRQ may be one of both (RFC 3931 §4.7.3).
        public Control as(WireFormat other) {
            return new Control(other, header, avps);
        }
    }

    /// A message that only acknowledges: nothing but a header (RFC 2661 §5.8), in L2TPv3 also an Explicit
    /// Acknowledgement (RFC 3931 §6.15). It has no sequence number of its own.
    record Zlb(WireFormat format, ControlHeader header) implements Datagram {}

    /// A data message; [DataHeader] reads it in L2TPv2, [SessionHeader] in L2TPv3.
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
            case HeaderBits.V3 -> WireFormat.V3.decode(bits, reader);
            default -> Fault.discard("version " + (bits & HeaderBits.VERSION) + " in a header");
        };
    }
}
