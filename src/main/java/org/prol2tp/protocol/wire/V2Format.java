package org.prol2tp.protocol.wire;

import java.util.Optional;

/// L2TPv2, RFC 2661.
final class V2Format implements WireFormat {
    private static final int USUAL_MESSAGE_OCTETS = 256;

    @Override
    public byte[] encode(ControlHeader header, Message message, Optional<Hiding> hiding) {
        Writer writer = new Writer(USUAL_MESSAGE_OCTETS);
        header.write(writer);
        AvpFormat.encode(writer, new GeneralAvp.MessageTypeAvp(message.type().number(), true), Optional.empty());
        hiding.ifPresent(
                with -> AvpFormat.encode(writer, new GeneralAvp.RandomVector(with.randomVector()), Optional.empty()));
        for (Avp avp : message.avps().avps()) {
            AvpFormat.encode(writer, avp, hiding);
        }
        return ControlHeader.finish(writer);
    }

    @Override
    public byte[] encodeZlb(ControlHeader header) {
        Writer writer = new Writer(ControlHeader.OCTETS);
        header.write(writer);
        return ControlHeader.finish(writer);
    }

    /// Of the bits only those are looked at that have a meaning: reserved ones are ignored on receipt.
    /// §3.1.
    @Override
    public Datagram decode(int bits, Reader reader) {
        if ((bits & HeaderBits.T) == 0) {
            return new Datagram.Data();
        }
        if ((bits & HeaderBits.CONTROL) != HeaderBits.CONTROL || (bits & (HeaderBits.O | HeaderBits.P)) != 0) {
            return Fault.discard("control message with header bits %04x".formatted(bits));
        }
        int received = reader.remaining() + 2;
        if (received < ControlHeader.OCTETS) {
            return Fault.discard("control message of " + received + " octets");
        }
        int length = reader.u16();
        if (length < ControlHeader.OCTETS || length > received) {
            return Fault.discard("control message of " + received + " octets says it has " + length);
        }
        ControlHeader header = new ControlHeader(
                new ControlConnectionId(reader.u16()), new SessionId(reader.u16()), reader.u16(), reader.u16());
        return length == ControlHeader.OCTETS
                ? new Datagram.Zlb(header)
                : new Datagram.Control(header, reader.octets(length - ControlHeader.OCTETS));
    }
}
