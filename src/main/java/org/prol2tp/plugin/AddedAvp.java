package org.prol2tp.plugin;

import java.nio.charset.StandardCharsets;

/// A vendor's AVP that is added to messages we send. A value of text may hold variables, replaced for each message:
/// `${tunnel_id}`, `${tunnel_name}`, `${session_id}`, `${session_name}`, `${host_name}`; those without a value are
/// empty.
///
/// @param message the message's name as in RFC 2661: `SCCRQ`, `ICRQ`, …
/// @param vendorId SMI Network Management Private Enterprise Code, 1..65535
/// @param type the vendor's attribute number, 0..65535
/// @param mandatory whether a peer that does not know the AVP ends the tunnel or session
/// @param isText whether `value` is UTF-8 text with variables
/// @param value 0..1017 octets
public record AddedAvp(String message, int vendorId, int type, boolean mandatory, boolean isText, byte[] value) {
    /// The longest value, RFC 2661 §4.1.
    public static final int MAX_VALUE_OCTETS = 1017;

    /// Checks the ranges, and copies the value.
    public AddedAvp {
        if (vendorId < 1 || vendorId > 0xffff || type < 0 || type > 0xffff || value.length > MAX_VALUE_OCTETS) {
            throw new IllegalArgumentException("vendor " + vendorId + ", type " + type + ", " + value.length
                    + " octets: must be 1..65535, 0..65535, at most " + MAX_VALUE_OCTETS);
        }
        value = value.clone();
    }

    /// Octets as they are.
    public static AddedAvp octets(String message, int vendorId, int type, boolean mandatory, byte[] value) {
        return new AddedAvp(message, vendorId, type, mandatory, false, value);
    }

    /// Text with variables.
    public static AddedAvp text(String message, int vendorId, int type, boolean mandatory, String text) {
        return new AddedAvp(message, vendorId, type, mandatory, true, text.getBytes(StandardCharsets.UTF_8));
    }
}
