package org.prol2tp.aaa;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A packet: RFC 2865 §3.
///
/// @param code 8 bits, one of the constants
/// @param identifier 8 bits
/// @param authenticator 16 octets
record Packet(int code, int identifier, byte[] authenticator, List<Attribute> attributes) {
    static final int ACCESS_REQUEST = 1;
    static final int ACCESS_ACCEPT = 2;
    static final int ACCESS_REJECT = 3;
    static final int ACCOUNTING_REQUEST = 4;
    static final int ACCOUNTING_RESPONSE = 5;
    static final int ACCESS_CHALLENGE = 11;
    static final int DISCONNECT_REQUEST = 40;
    static final int DISCONNECT_ACK = 41;
    static final int DISCONNECT_NAK = 42;
    static final int COA_REQUEST = 43;
    static final int COA_ACK = 44;
    static final int COA_NAK = 45;

    static final int HEADER_OCTETS = 20;
    static final int AUTHENTICATOR_OCTETS = 16;

    /// RFC 2865 §3.
    static final int MAX_OCTETS = 4096;

    /// The packet in these octets; empty if they are none. What is behind its length is padding.
    static Optional<Packet> decode(byte[] octets) {
        if (octets.length < HEADER_OCTETS) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        int code = in.get() & 0xff;
        int identifier = in.get() & 0xff;
        int length = in.getShort() & 0xffff;
        if (length < HEADER_OCTETS || length > octets.length || length > MAX_OCTETS) {
            return Optional.empty();
        }
        byte[] authenticator = new byte[AUTHENTICATOR_OCTETS];
        in.get(authenticator).limit(length);
        List<Attribute> attributes = new ArrayList<>();
        while (in.hasRemaining()) {
            int type = in.get() & 0xff;
            int size = in.hasRemaining() ? (in.get() & 0xff) - Attribute.HEADER_OCTETS : -1;
            if (type == 0 || size < 0 || size > in.remaining()) {
                return Optional.empty();
            }
            byte[] value = new byte[size];
            in.get(value);
            attributes.add(new Attribute(type, value));
        }
        return Optional.of(new Packet(code, identifier, authenticator, List.copyOf(attributes)));
    }

    byte[] encode() {
        int length = HEADER_OCTETS;
        for (Attribute attribute : attributes) {
            length += Attribute.HEADER_OCTETS + attribute.value().length;
        }
        if (length > MAX_OCTETS) {
            throw new IllegalStateException("a packet of " + length + " octets");
        }
        ByteBuffer out = ByteBuffer.allocate(length)
                .put((byte) code)
                .put((byte) identifier)
                .putShort((short) length)
                .put(authenticator);
        for (Attribute attribute : attributes) {
            out.put((byte) attribute.type())
                    .put((byte) (Attribute.HEADER_OCTETS + attribute.value().length))
                    .put(attribute.value());
        }
        return out.array();
    }

    /// The first of this type.
    Optional<Attribute> first(int type) {
        return attributes.stream().filter(it -> it.type() == type).findFirst();
    }

    /// All of this type, in their order.
    List<Attribute> all(int type) {
        return attributes.stream().filter(it -> it.type() == type).toList();
    }

    /// The first text of this type; empty if there is none.
    Optional<String> text(int type) {
        return first(type).map(Attribute::text);
    }

    /// The first number of this type; empty if there is none.
    Optional<Long> number(int type) {
        return first(type).flatMap(Attribute::number);
    }

    /// The first attribute of Microsoft's of this type.
    Optional<byte[]> ofMicrosoft(int type) {
        return attributes.stream()
                .map(it -> it.ofMicrosoft(type))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
