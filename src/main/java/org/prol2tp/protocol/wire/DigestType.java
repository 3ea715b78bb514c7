package org.prol2tp.protocol.wire;

import java.util.Arrays;
import java.util.Optional;

/// How the Message Digest of a control message is made.
///
/// Source: RFC 3931 §5.4.1.
public enum DigestType {
    HMAC_MD5(0, "HmacMD5", 16),
    HMAC_SHA_1(1, "HmacSHA1", 20);

    private final int number;
    private final String algorithm;
    private final int octets;

    DigestType(int number, String algorithm, int octets) {
        this.number = number;
        this.algorithm = algorithm;
        this.octets = octets;
    }

    /// Empty for one that the RFC does not have.
    public static Optional<DigestType> of(int number) {
        return Arrays.stream(values()).filter(it -> it.number == number).findFirst();
    }

    /// As the AVP holds it, one octet.
    public int number() {
        return number;
    }

    /// Length of the digest.
    public int octets() {
        return octets;
    }

    /// As the Java platform calls it.
    String algorithm() {
        return algorithm;
    }
}
