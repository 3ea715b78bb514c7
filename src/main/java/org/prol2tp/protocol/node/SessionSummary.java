package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// A session as a line of a list of thousands: no more than the list shows. [SessionStatus] has everything.
///
/// @param name the configured name; empty for one that the peer asked for
/// @param state as in [SessionStatus]
/// @param ageSeconds since it was created
/// @param upSeconds since it was up; 0 if it is not
public record SessionSummary(
        ControlConnectionId tunnelId,
        Optional<String> tunnelName,
        SessionId localId,
        Optional<String> name,
        boolean createdByAdmin,
        String state,
        Optional<String> userName,
        Optional<String> interfaceName,
        Optional<IpAddress> peerAddress,
        long ageSeconds,
        long upSeconds,
        SessionParameters.PseudowireType pseudowireType) {}
