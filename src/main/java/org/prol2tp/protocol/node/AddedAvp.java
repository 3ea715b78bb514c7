package org.prol2tp.protocol.node;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;

/// A vendor's AVP that messages of one type carry besides: data, so that the node asks nobody what to send.
///
/// @param message the type of the messages
/// @param vendorId 1..65535
/// @param type 0..65535
/// @param mandatory its M bit
/// @param isText whether the value is UTF-8 with variables, `${name}`; one that is not known is empty
/// @param value 0..[#MAX_VALUE_OCTETS] octets
public record AddedAvp(MessageType message, int vendorId, int type, boolean mandatory, boolean isText, Octets value) {
    /// RFC 2661 §4.1: ten bits of length, less the header. A longer text is cut.
    static final int MAX_VALUE_OCTETS = 1017;

    /// As it is sent, with the variables replaced.
    Avp.Unrecognised with(Map<String, String> variables, Counters counters) {
        return new Avp.Unrecognised(vendorId, type, mandatory, isText ? expanded(variables, counters) : value);
    }

    private Octets expanded(Map<String, String> variables, Counters counters) {
        String template = new String(value.toArray(), StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int start = template.indexOf("${"); start >= 0; start = template.indexOf("${", at)) {
            int end = template.indexOf('}', start);
            if (end < 0) {
                break;
            }
            text.append(template, at, start).append(variables.getOrDefault(template.substring(start + 2, end), ""));
            at = end + 1;
        }
        byte[] octets = text.append(template, at, template.length()).toString().getBytes(StandardCharsets.UTF_8);
        if (octets.length <= MAX_VALUE_OCTETS) {
            return Octets.of(octets);
        }
        counters.encodeFailures++;
        return Octets.of(Arrays.copyOf(octets, MAX_VALUE_OCTETS));
    }
}
