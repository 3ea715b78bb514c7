package org.prol2tp.protocol.control;

import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.SecretKeys;
import org.prol2tp.protocol.wire.WireFormat;

/// The secret that the two ends of a tunnel share, 1..n octets. Prints as `…`.
///
/// Source: RFC 2661 §5.1.1, §4.3; RFC 3931 §4.3, §5.3.
public final class SharedSecret {
    private final byte[] octets;
    private final Octets shared;
    private final SecretKeys v2Keys;
    private @Nullable SecretKeys v3Keys;

    /// Copies `octets`.
    public SharedSecret(byte[] octets) {
        this.octets = octets.clone();
        this.shared = Octets.of(octets);
        this.v2Keys = WireFormat.V2.keys(shared);
    }

    /// What a version of L2TP makes of it.
    SecretKeys keys(WireFormat format) {
        return switch (format.version()) {
            case V2 -> v2Keys;
            case V3 -> {
                if (v3Keys == null) {
                    v3Keys = WireFormat.V3.keys(shared);
                }
                yield v3Keys;
            }
        };
    }

    /// Not a copy: only for this room, which does not change it.
    byte[] octets() {
        return octets;
    }

    @Override
    public String toString() {
        return "…";
    }
}
