package org.prol2tp.protocol.wire;

import java.util.Optional;

/// L2TPv2, RFC 2661.
final class V2Format implements WireFormat {
    private static final int USUAL_MESSAGE_OCTETS = 256;

    private final boolean announcesV3;

    /// @param announcesV3 whether an SCCRQ has the AVPs of L2TPv3 too, all without M bit (RFC 3931 §4.7.3)
    V2Format(boolean announcesV3) {
        this.announcesV3 = announcesV3;
    }

    @Override
    public Version version() {
        return Version.V2;
    }

    @Override
    public SecretKeys keys(Octets secret) {
        return new SecretKeys(secret, Octets.EMPTY);
    }

    @Override
    public byte[] encode(ControlHeader header, Message message, Optional<Hiding> hiding, Optional<DigestType> digest) {
        boolean both = announcesV3 && message.type() == MessageType.SCCRQ;
        MessageTable.Row row = MessageTable.row(Version.V2, message.type());
        Writer writer = begin(header, USUAL_MESSAGE_OCTETS);
        GeneralAvp.MessageTypeAvp type =
                new GeneralAvp.MessageTypeAvp(message.type().number(), true);
        AvpFormat.encode(writer, Version.V2, type, Optional.empty());
        if (both) {
            digest.ifPresent(it -> MessageSeal.leaveRoom(writer, it, false));
        }
        hiding.ifPresent(with -> AvpFormat.encode(
                writer, Version.V2, new GeneralAvp.RandomVector(with.randomVector()), Optional.empty()));
        for (Avp avp : message.avps().avps()) {
            if (row.has(avp)) {
                AvpFormat.encode(writer, Version.V2, avp, hiding);
            }
        }
        if (both) {
            V3Format.announce(writer, message);
        }
        return ControlHeader.finish(writer);
    }

    @Override
    public byte[] encode(ControlHeader header, Message message, Optional<Hiding> hiding) {
        return encode(header, message, hiding, Optional.empty());
    }

    @Override
    public byte[] encodeAcknowledgement(ControlHeader header, Optional<DigestType> digest) {
        return ControlHeader.finish(begin(header, ControlHeader.OCTETS));
    }

    private static Writer begin(ControlHeader header, int octets) {
        Writer writer = new Writer(octets);
        int tunnel = MalformedValue.u16(header.tunnelId().value(), "tunnel id");
        int session = MalformedValue.u16(header.sessionId().value(), "session id");
        header.write(writer, Version.V2, tunnel << 16 | session);
        return writer;
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
        return ControlHeader.decode(this, reader);
    }

    @Override
    public boolean acknowledgesOnly(Octets avps) {
        return avps.length() == 0;
    }

    @Override
    public Reading read(ControlHeader header, Octets avps, Optional<Octets> hidingKey) {
        return MessageGrammar.read(Version.V2, header.sessionId(), avps, hidingKey);
    }
}
