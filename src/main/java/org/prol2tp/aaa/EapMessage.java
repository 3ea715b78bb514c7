package org.prol2tp.aaa;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.prol2tp.protocol.node.AaaAnswer;

/// A packet of EAP on its way between user and server: cut into attributes, and put together again.
///
/// Source: RFC 3579 §2, §3.1; State: RFC 2865 §5.24.
final class EapMessage {
    private static final int REQUEST = 1;

    /// Code, identifier, length, type.
    private static final int SHORTEST_REQUEST = 5;

    private EapMessage() {}

    /// @param state empty: the server has not given one
    static List<Attribute> attributes(byte[] packet, byte[] state) {
        List<Attribute> attributes = new ArrayList<>();
        for (int at = 0; at < packet.length; at += Attribute.MAX_VALUE) {
            int end = Math.min(packet.length, at + Attribute.MAX_VALUE);
            attributes.add(new Attribute(Attribute.EAP_MESSAGE, Arrays.copyOfRange(packet, at, end)));
        }
        if (state.length > 0) {
            attributes.add(new Attribute(Attribute.STATE, state));
        }
        return attributes;
    }

    /// What an Access-Challenge wants of the user.
    static AaaAnswer asksOn(Packet answer) {
        byte[] packet = packet(answer);
        boolean isRequest = packet.length >= SHORTEST_REQUEST
                && packet[0] == REQUEST
                && packet.length == ((packet[2] & 0xff) << 8 | packet[3] & 0xff);
        byte[] state = answer.first(Attribute.STATE).map(Attribute::value).orElse(new byte[0]);
        return isRequest
                ? new AaaAnswer.AsksOn(packet, state)
                : new AaaAnswer.Refused("the RADIUS server sent no EAP request");
    }

    private static byte[] packet(Packet answer) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        answer.all(Attribute.EAP_MESSAGE).forEach(it -> packet.writeBytes(it.value()));
        return packet.toByteArray();
    }
}
