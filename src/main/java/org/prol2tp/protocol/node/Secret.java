package org.prol2tp.protocol.node;

import java.security.MessageDigest;
import java.util.Arrays;

/// A shared secret or password, 0..n octets. Prints as `…`; compares in constant time.
public final class Secret {
    private final byte[] octets;

    /// Copies `octets`.
    public Secret(byte[] octets) {
        this.octets = octets.clone();
    }

    /// The UTF-8 octets of `text`.
    public static Secret of(String text) {
        return new Secret(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /// A copy.
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(octets, secret.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "…";
    }
}
