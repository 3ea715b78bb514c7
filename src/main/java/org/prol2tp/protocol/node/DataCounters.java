package org.prol2tp.protocol.node;

/// Data messages of a session or tunnel as the data plane counts them. Octets are those of the payload.
///
/// @param rxOutOfSequencePackets came late or early by their sequence number
/// @param rxOutOfSequenceDiscards of these, dropped
public record DataCounters(
        long rxPackets,
        long rxOctets,
        long rxErrors,
        long rxOutOfSequencePackets,
        long rxOutOfSequenceDiscards,
        long txPackets,
        long txOctets,
        long txErrors) {
    /// Nothing counted.
    public static final DataCounters ZERO = new DataCounters(0, 0, 0, 0, 0, 0, 0, 0);

    /// The sum of both.
    public DataCounters plus(DataCounters other) {
        return new DataCounters(
                rxPackets + other.rxPackets,
                rxOctets + other.rxOctets,
                rxErrors + other.rxErrors,
                rxOutOfSequencePackets + other.rxOutOfSequencePackets,
                rxOutOfSequenceDiscards + other.rxOutOfSequenceDiscards,
                txPackets + other.txPackets,
                txOctets + other.txOctets,
                txErrors + other.txErrors);
    }

    /// What was counted since it was so much; nothing is below zero.
    public DataCounters since(DataCounters before) {
        return new DataCounters(
                Math.max(0, rxPackets - before.rxPackets),
                Math.max(0, rxOctets - before.rxOctets),
                Math.max(0, rxErrors - before.rxErrors),
                Math.max(0, rxOutOfSequencePackets - before.rxOutOfSequencePackets),
                Math.max(0, rxOutOfSequenceDiscards - before.rxOutOfSequenceDiscards),
                Math.max(0, txPackets - before.txPackets),
                Math.max(0, txOctets - before.txOctets),
                Math.max(0, txErrors - before.txErrors));
    }
}
