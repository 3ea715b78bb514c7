package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Version;

/// A tunnel as a line of a list of thousands: no more than the list shows. [TunnelStatus] has everything.
///
/// @param name the configured name; empty for one that the peer opened
/// @param state as in [TunnelStatus]
/// @param peer its address; the configured host while there is none
/// @param sessions how many
/// @param upSeconds since it was established; 0 if it is not
/// @param version of L2TP that it speaks
/// @param encapsulation in what its datagrams go
/// @param configId tells it from others between the same two addresses; 0: not set
public record TunnelSummary(
        ControlConnectionId localId,
        Optional<String> name,
        boolean createdByAdmin,
        String state,
        String peer,
        int sessions,
        long upSeconds,
        int configId,
        Version version,
        Encapsulation encapsulation) {}
