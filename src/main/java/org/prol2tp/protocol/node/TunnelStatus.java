package org.prol2tp.protocol.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Version;

/// One tunnel at one moment.
///
/// @param name the configured name; empty for one that the peer opened
/// @param state as the RFC names it, or ours: `Draining`, `Retry` (waiting to try again)
/// @param version of L2TP that it speaks
/// @param encapsulation in what its datagrams go
/// @param path empty while there is none yet
/// @param peer what the peer said of itself: `host_name`, `vendor_name`, `firmware_revision`,
///     `protocol_version`, `framing_caps`, `bearer_caps`, `rx_window_size`; in the order to show
/// @param ageSeconds since it was created
/// @param upSeconds since it was established; 0 if it is not
/// @param transport the reliable channel: `ns`, `nr`, `peer_ns`, `peer_nr`, `cwnd`, `ssthresh`, … and
///     its counters
/// @param lastResult why it went down last, as text
/// @param data filled in by the daemon from the data plane
public record TunnelStatus(
        TunnelHandle handle,
        ControlConnectionId localId,
        ControlConnectionId peerId,
        Optional<String> name,
        boolean createdByAdmin,
        String state,
        Version version,
        Encapsulation encapsulation,
        Optional<Path> path,
        String peerHost,
        Map<String, String> peer,
        TunnelParameters parameters,
        Optional<String> profileName,
        int sessions,
        long ageSeconds,
        long upSeconds,
        Map<String, Long> transport,
        Optional<String> lastResult,
        DataCounters data) {
    /// The same with these counters, and among those of the transport how much of the data was discarded, and whether
    /// IPsec protects the way to the peer.
    public TunnelStatus withData(DataCounters counted, boolean ipsec) {
        Map<String, Long> counters = new LinkedHashMap<>(transport);
        counters.put("data_pkt_discards", counted.rxErrors() + counted.rxOutOfSequenceDiscards() + counted.txErrors());
        counters.put("using_ipsec", ipsec ? 1L : 0L);
        return new TunnelStatus(
                handle,
                localId,
                peerId,
                name,
                createdByAdmin,
                state,
                version,
                encapsulation,
                path,
                peerHost,
                peer,
                parameters,
                profileName,
                sessions,
                ageSeconds,
                upSeconds,
                counters,
                lastResult,
                counted);
    }
}
