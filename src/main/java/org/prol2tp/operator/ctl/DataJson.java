package org.prol2tp.operator.ctl;

import org.prol2tp.protocol.node.DataCounters;

/// [DataCounters] as a JSON object; the names are the original's.
final class DataJson {
    private DataJson() {}

    static void write(Line line, DataCounters data) {
        line.number("rx_packets", data.rxPackets())
                .number("rx_bytes", data.rxOctets())
                .number("rx_errors", data.rxErrors())
                .number("rx_oos_packets", data.rxOutOfSequencePackets())
                .number("rx_oos_discards", data.rxOutOfSequenceDiscards())
                .number("tx_packets", data.txPackets())
                .number("tx_bytes", data.txOctets())
                .number("tx_errors", data.txErrors());
    }

    static DataCounters read(Members members) {
        return new DataCounters(
                members.number("rx_packets"),
                members.number("rx_bytes"),
                members.number("rx_errors"),
                members.number("rx_oos_packets"),
                members.number("rx_oos_discards"),
                members.number("tx_packets"),
                members.number("tx_bytes"),
                members.number("tx_errors"));
    }
}
