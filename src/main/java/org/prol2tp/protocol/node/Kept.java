package org.prol2tp.protocol.node;

import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Nonces;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.control.SequenceNumbers;
import org.prol2tp.protocol.ppp.LinkSnapshot;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// What somebody is to remember of a node, so that another node can go on where this one was: of tunnels and their
/// sessions. Each word replaces what was said of the same tunnel or session before. No secrets are in it but the
/// cookies of L2TPv3, which cross in clear.
public sealed interface Kept {
    /// Our id of the tunnel concerned.
    ControlConnectionId tunnel();

    /// The tunnel is established, or its peer has moved.
    ///
    /// @param name the configured name
    /// @param statement digest of what the settings say of it, see [Live#digest]; empty: nobody knows
    record OfTunnel(
            ControlConnectionId tunnel,
            boolean openedByPeer,
            Optional<String> name,
            Path path,
            PeerIdentity peer,
            Nonces nonces,
            SequenceNumbers numbers,
            OptionalLong statement)
            implements Kept {
        /// The same with these sequence numbers.
        public OfTunnel with(SequenceNumbers others) {
            return new OfTunnel(tunnel, openedByPeer, name, path, peer, nonces, others, statement);
        }
    }

    /// Before a control message is sent: this is where the tunnel stands then.
    record Numbers(ControlConnectionId tunnel, SequenceNumbers numbers) implements Kept {}

    /// The tunnel is over, with its sessions.
    record TunnelGone(ControlConnectionId tunnel) implements Kept {}

    /// The call of a session is established.
    ///
    /// @param name the configured name
    /// @param network empty: it carries nothing, or nothing yet, or no more
    /// @param statement as a tunnel's
    record OfSession(
            ControlConnectionId tunnel,
            SessionId session,
            SessionId peer,
            SessionType type,
            Optional<String> name,
            CallDetails details,
            Optional<Network> network,
            OptionalLong statement)
            implements Kept {}

    /// The call is over.
    record SessionGone(ControlConnectionId tunnel, SessionId session) implements Kept {}

    /// How a session is up.
    sealed interface Network {
        /// Of its network interface.
        String interfaceName();
    }

    /// With PPP.
    ///
    /// @param lease the address that the peer got of us
    record OfPpp(LinkSnapshot link, String interfaceName, Optional<Lease> lease) implements Network {}

    /// With Ethernet.
    record OfEthernet(String interfaceName) implements Network {}

    /// An address that was given to the peer.
    ///
    /// @param pool its name, if it came from one
    /// @param usersOwn whether it is one of the user's own
    record Lease(IpAddress address, Optional<String> pool, boolean usersOwn) {}
}
