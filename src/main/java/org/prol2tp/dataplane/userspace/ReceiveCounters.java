package org.prol2tp.dataplane.userspace;

/// What a session received. Written by the receiver only, with plain stores; read by anybody, who may see a count a
/// moment late but never a torn one.
final class ReceiveCounters {
    long packets;
    long octets;
    long errors;
    long outOfSequence;
    long outOfSequenceDiscards;
}
