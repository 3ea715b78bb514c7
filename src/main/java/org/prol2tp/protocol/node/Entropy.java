package org.prol2tp.protocol.node;

/// Where unpredictable bits come from: the system's generator in the daemon, a seeded one in tests.
public interface Entropy {
    /// 64 unpredictable bits.
    long nextLong();

    /// Fills `octets`.
    void nextBytes(byte[] octets);
}
