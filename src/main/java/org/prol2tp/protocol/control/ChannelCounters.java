package org.prol2tp.protocol.control;

import java.util.LinkedHashMap;
import java.util.Map;

/// What one reliable channel counted.
final class ChannelCounters {
    long retransmits;
    long zlbsSent;
    long zlbSendFailures;
    long zlbsReceived;
    long duplicates;
    long outOfOrder;
    long outOfWindow;
    long hellosSent;
    long helloSendFailures;
    long hellosReceived;
    long datagramsSent;
    long octetsSent;
    long datagramsReceived;
    long octetsReceived;

    /// By the names of the operator's `show`, in the order to show.
    Map<String, Long> status() {
        Map<String, Long> status = new LinkedHashMap<>();
        status.put("retransmits", retransmits);
        status.put("tx_zlbs", zlbsSent);
        status.put("tx_zlb_fails", zlbSendFailures);
        status.put("rx_zlbs", zlbsReceived);
        status.put("duplicate_pkt_discards", duplicates);
        status.put("tx_hellos", hellosSent);
        status.put("tx_hello_fails", helloSendFailures);
        status.put("rx_hellos", hellosReceived);
        status.put("control_rx_packets", datagramsReceived);
        status.put("control_rx_bytes", octetsReceived);
        status.put("control_rx_oos_packets", outOfOrder);
        status.put("control_rx_oos_discards", outOfWindow);
        status.put("control_tx_packets", datagramsSent);
        status.put("control_tx_bytes", octetsSent);
        return status;
    }
}
