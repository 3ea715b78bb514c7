package org.prol2tp.protocol.control;

/// Reliable delivery of control messages. Bodies follow.
final class ReliableChannel {
    /// Largest receive window that can be advertised: half of the sequence space (RFC 2661 §5.8).
    static final int RECEIVE_WINDOW_LIMIT = 32768;

    private ReliableChannel() {}
}
