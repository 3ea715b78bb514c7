package org.prol2tp.dataplane.userspace;

/// What one thread sent for a session. Written by that thread only, with plain stores; read by anybody, who may see a
/// count a moment late but never a torn one.
final class TransmitCounters {
    long packets;
    long octets;
    long errors;
}
