package org.prol2tp.protocol.control;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Version;

/// What the peer said of itself in its SCCRQ or SCCRP.
///
/// @param id the tunnel id that the peer assigned
/// @param protocolVersion version in the high octet, revision in the low one: 0x0100; 0x0300 in L2TPv3
/// @param framingCapabilities 3 in L2TPv3, which does not say
/// @param bearerCapabilities 0 if the peer sent none; 3 in L2TPv3, which does not say
/// @param receiveWindow 4 if the peer sent none
/// @param firmwareRevision 0 if the peer sent none
/// @param routerId in L2TPv3: which LCCE it is
/// @param pseudowireTypes in L2TPv3: what its sessions may carry, by number
/// @param propagatesEcn whether it takes congestion marks over from outer headers (RFC 9601)
public record PeerIdentity(
        ControlConnectionId id,
        String hostName,
        Optional<String> vendorName,
        int firmwareRevision,
        int protocolVersion,
        int framingCapabilities,
        int bearerCapabilities,
        int receiveWindow,
        Optional<Integer> routerId,
        List<Integer> pseudowireTypes,
        boolean propagatesEcn) {
    public PeerIdentity {
        pseudowireTypes = List.copyOf(pseudowireTypes);
    }

    /// Which version of L2TP it speaks.
    public Version version() {
        return protocolVersion >>> Byte.SIZE >= VERSION_3 ? Version.V3 : Version.V2;
    }

    private static final int VERSION_3 = 3;

    /// Of a peer that speaks L2TPv2.
    public PeerIdentity(
            ControlConnectionId id,
            String hostName,
            Optional<String> vendorName,
            int firmwareRevision,
            int protocolVersion,
            int framingCapabilities,
            int bearerCapabilities,
            int receiveWindow) {
        this(
                id,
                hostName,
                vendorName,
                firmwareRevision,
                protocolVersion,
                framingCapabilities,
                bearerCapabilities,
                receiveWindow,
                Optional.empty(),
                List.of(),
                false);
    }
}
