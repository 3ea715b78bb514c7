package org.prol2tp.protocol.ppp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Message digests of the JDK.
final class Digests {
    private Digests() {}

    /// The digest of the parts, one after the other.
    static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }
}
