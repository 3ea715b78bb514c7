package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;

/// What the peer said of itself in its SCCRQ or SCCRP.
///
/// @param id the tunnel id that the peer assigned
/// @param protocolVersion version in the high octet, revision in the low one: 0x0100; 0x0300 in L2TPv3
/// @param bearerCapabilities 0 if the peer sent none
/// @param receiveWindow 4 if the peer sent none
/// @param firmwareRevision 0 if the peer sent none
public record PeerIdentity(
        ControlConnectionId id,
        String hostName,
        Optional<String> vendorName,
        int firmwareRevision,
        int protocolVersion,
        int framingCapabilities,
        int bearerCapabilities,
        int receiveWindow) {}
