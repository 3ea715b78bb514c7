package org.prol2tp.protocol.wire;

import java.util.Optional;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;

/// L2TPv3, RFC 3931.
final class V3Format implements WireFormat {
    private static final int USUAL_MESSAGE_OCTETS = 256;

    /// Message type 20: Explicit Acknowledgement, §6.15.
    private static final int ACK = 20;

    private static final GeneralAvp.MessageTypeAvp ACK_TYPE = new GeneralAvp.MessageTypeAvp(ACK, true);

    @Override
    public Version version() {
        return Version.V3;
    }

    @Override
    public SecretKeys keys(Octets secret) {
        return new SecretKeys(MessageSeal.sharedKey(secret, 1), MessageSeal.sharedKey(secret, 2));
    }

    @Override
    public byte[] encode(ControlHeader header, Message message, Optional<Hiding> hiding, Optional<DigestType> digest) {
        MessageType type = message.type();
        MessageTable.Row row = MessageTable.row(Version.V3, type);
        Writer writer = begin(header, new GeneralAvp.MessageTypeAvp(type.number(), true), digest);
        hiding.ifPresent(with -> put(writer, new GeneralAvp.RandomVector(with.randomVector()), Optional.empty()));
        long sent = 0;
        if (type.scope() == MessageType.Scope.SESSION) {
            sent = put(writer, row, new PseudowireAvp.RemoteSessionId(header.sessionId()), hiding);
        }
        for (Avp avp : message.avps().avps()) {
            if (row.has(avp)) {
                sent |= put(writer, row, type == MessageType.CDN ? inV3(avp) : avp, hiding);
            }
        }
        row.missing(sent).ifPresent(missing -> {
            throw new IllegalArgumentException(type + " must have " + missing.getSimpleName());
        });
        return ControlHeader.finish(writer);
    }

    @Override
    public byte[] encode(ControlHeader header, Message message, Optional<Hiding> hiding) {
        return encode(header, message, hiding, Optional.empty());
    }

    /// L2TPv3 has a result of a CDN for what L2TPv2 calls a general error without an error, and for
    /// time-outs of every kind: §5.4.2.
    private static Avp inV3(Avp avp) {
        return avp instanceof ResultCode(int result, int error, String text)
                        && (result == CdnResult.ERROR.number() && error == 0 || result == CdnResult.TIMED_OUT.number())
                ? new ResultCode(CdnResult.STATE_MACHINE_ERROR.number(), 0, text)
                : avp;
    }

    /// Appends to an SCCRQ of L2TPv2 what L2TPv3 has besides, without M bits: §4.7.3.
    static void announce(Writer writer, Message message) {
        MessageTable.Row row = MessageTable.row(Version.V3, message.type());
        for (Avp avp : message.avps().avps()) {
            Optional<AvpRow<?, ?>> inV3 = row.has(avp) ? AvpTable.row(Version.V3, avp) : Optional.empty();
            inV3.filter(it -> !it.isOf(Version.V2))
                    .ifPresent(it -> AvpFormat.encode(writer, it, avp, false, Optional.empty()));
        }
    }

    private static void put(Writer writer, Avp avp, Optional<Hiding> hiding) {
        AvpFormat.encode(writer, Version.V3, avp, hiding);
    }

    private static long put(Writer writer, MessageTable.Row row, Avp avp, Optional<Hiding> hiding) {
        put(writer, avp, hiding);
        return row.bit(avp.getClass());
    }

    /// An Explicit Acknowledgement: also where authentication forbids a ZLB, and no receiver minds it
    /// elsewhere.
    @Override
    public byte[] encodeAcknowledgement(ControlHeader header, Optional<DigestType> digest) {
        return ControlHeader.finish(begin(header, ACK_TYPE, digest));
    }

    private static Writer begin(ControlHeader header, GeneralAvp.MessageTypeAvp type, Optional<DigestType> digest) {
        Writer writer = new Writer(USUAL_MESSAGE_OCTETS);
        header.write(writer, Version.V3, header.tunnelId().value());
        put(writer, type, Optional.empty());
        digest.ifPresent(it -> MessageSeal.leaveRoom(writer, it, true));
        return writer;
    }

    /// Of the bits only those are looked at that have a meaning: reserved ones are ignored on receipt.
    /// §3.2.1.
    @Override
    public Datagram decode(int bits, Reader reader) {
        if ((bits & HeaderBits.T) == 0) {
            return new Datagram.Data();
        }
        if ((bits & HeaderBits.CONTROL) != HeaderBits.CONTROL) {
            return Fault.discard("control message with header bits %04x".formatted(bits));
        }
        return ControlHeader.decode(this, reader);
    }

    @Override
    public boolean acknowledgesOnly(Octets avps) {
        return avps.length() == 0 || AvpFormat.firstMessageType(avps) == ACK;
    }

    @Override
    public Reading read(ControlHeader header, Octets avps, Optional<Octets> hidingKey) {
        return MessageGrammar.read(Version.V3, SessionId.NONE, avps, hidingKey);
    }
}
