package org.prol2tp.dataplane.userspace;

/// What one thread sent for a session. Written by that thread only, with plain stores; read by anybody, who may see a
/// count a moment late but never a torn one.
final class TransmitCounters {
    /// Of what was never sent; nobody writes to it.
    static final TransmitCounters NONE = new TransmitCounters();

    long packets;
    long octets;
    long errors;
}
