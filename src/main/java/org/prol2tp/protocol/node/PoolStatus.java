package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// An address pool at one moment.
///
/// @param settings its range, and what is reserved in it
/// @param inUse how many addresses sessions have
/// @param free how many could still be given
/// @param leases who has them, in the order of the addresses; empty where many pools are shown
public record PoolStatus(Settings.AddressPoolSettings settings, int inUse, int free, List<Lease> leases) {
    /// An address and the session that has it.
    ///
    /// @param user empty while it is not known
    public record Lease(
            IpAddress address,
            Optional<String> user,
            ControlConnectionId tunnelId,
            Optional<String> tunnelName,
            SessionId sessionId,
            Optional<String> sessionName) {}
}
