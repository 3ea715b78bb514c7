package org.prol2tp.protocol.node;

import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// One session at one moment.
///
/// @param type `LAIC`, `LAOC`, `LNIC`, `LNOC`: LAC or LNS, incoming or outgoing call
/// @param state of the call machine as the RFC names it, or ours: `Retry`
/// @param pppPhase as RFC 1661 names it; empty where there is no PPP
/// @param ageSeconds since it was created
/// @param pseudowire in L2TPv3: its type, what each end wants of data messages, how the circuits are; in the order to
/// show
/// @param peer what the peer said of the call: numbers, speeds, framing, …; in the order to show
/// @param data filled in by the daemon from the data plane
public record SessionStatus(
        SessionHandle handle,
        TunnelHandle tunnel,
        ControlConnectionId tunnelId,
        Optional<String> tunnelName,
        SessionId localId,
        SessionId peerId,
        Optional<String> name,
        boolean createdByAdmin,
        String type,
        String state,
        Optional<String> pppPhase,
        Optional<String> userName,
        Optional<String> interfaceName,
        Optional<IpAddress> localAddress,
        Optional<IpAddress> peerAddress,
        Optional<String> profileName,
        Optional<String> pppProfileName,
        SessionParameters parameters,
        Map<String, String> pseudowire,
        Map<String, String> peer,
        long ageSeconds,
        long upSeconds,
        Optional<String> lastResult,
        DataCounters data) {
    /// The same with these counters.
    public SessionStatus withData(DataCounters counted) {
        return new SessionStatus(
                handle,
                tunnel,
                tunnelId,
                tunnelName,
                localId,
                peerId,
                name,
                createdByAdmin,
                type,
                state,
                pppPhase,
                userName,
                interfaceName,
                localAddress,
                peerAddress,
                profileName,
                pppProfileName,
                parameters,
                pseudowire,
                peer,
                ageSeconds,
                upSeconds,
                lastResult,
                counted);
    }
}
