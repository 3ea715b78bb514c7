package org.prol2tp.protocol.node;

import java.util.HexFormat;

/// Octets of the settings that are no secret, 0..n of them.
///
/// @param hex two lower-case digits an octet
public record OctetString(String hex) {
    /// Copies `octets`.
    public static OctetString of(byte... octets) {
        return new OctetString(HexFormat.of().formatHex(octets));
    }

    /// A copy.
    public byte[] octets() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return "hex:" + hex;
    }
}
