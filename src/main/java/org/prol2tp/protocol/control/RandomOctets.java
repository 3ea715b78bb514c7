package org.prol2tp.protocol.control;

/// Where challenges, tie breakers and random vectors come from. Must be unpredictable outside of tests.
@FunctionalInterface
public interface RandomOctets {
    /// Fills `octets`.
    void fill(byte[] octets);
}
