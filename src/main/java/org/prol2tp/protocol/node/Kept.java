package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.control.SequenceNumbers;
import org.prol2tp.protocol.ppp.LinkSnapshot;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// What somebody is to remember of a node, so that another node can go on where this one was: of tunnels of
/// L2TPv2 and their sessions of PPP. Each word replaces what was said of the same tunnel or session before.
/// No secrets are in it.
public sealed interface Kept {
    /// Our id of the tunnel concerned.
    ControlConnectionId tunnel();

    /// The tunnel is established, or its peer has moved.
    ///
    /// @param name the configured name
    record OfTunnel(
            ControlConnectionId tunnel,
            boolean openedByPeer,
            Optional<String> name,
            Path path,
            PeerIdentity peer,
            SequenceNumbers numbers)
            implements Kept {}

    /// Before a control message is sent: this is where the tunnel stands then.
    record Numbers(ControlConnectionId tunnel, SequenceNumbers numbers) implements Kept {}

    /// The tunnel is over, with its sessions.
    record TunnelGone(ControlConnectionId tunnel) implements Kept {}

    /// The call of a session is established.
    ///
    /// @param name the configured name
    /// @param network empty: it carries nothing, or nothing yet, or no more
    record OfSession(
            ControlConnectionId tunnel,
            SessionId session,
            SessionId peer,
            SessionType type,
            Optional<String> name,
            CallDetails details,
            Optional<Network> network)
            implements Kept {}

    /// The call is over.
    record SessionGone(ControlConnectionId tunnel, SessionId session) implements Kept {}

    /// How a session is up.
    ///
    /// @param interfaceName of its network interface
    /// @param lease the address that the peer got of us
    record Network(LinkSnapshot link, String interfaceName, Optional<Lease> lease) {}

    /// An address that was given to the peer.
    ///
    /// @param pool its name, if it came from one
    /// @param usersOwn whether it is one of the user's own
    record Lease(IpAddress address, Optional<String> pool, boolean usersOwn) {}
}
