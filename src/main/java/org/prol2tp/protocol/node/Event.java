package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.RawAvp;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// What happened in a node: the past tense of everything worth a log line, a script or a record of
/// accounting.
public sealed interface Event {
    /// Which tunnel: handle, local id (of its latest connection, 0 before the first), configured name.
    record TunnelRef(TunnelHandle handle, ControlConnectionId id, Optional<String> name) {}

    /// Which session, of which tunnel; local id of its latest call, 0 before the first.
    record SessionRef(TunnelRef tunnel, SessionHandle handle, SessionId id, Optional<String> name) {}

    /// Why something ended.
    ///
    /// @param result the Result Code AVP's result, 0 if none was exchanged
    /// @param error its error code, 0 if none
    /// @param byPeer whether the peer ended it
    record Ending(int result, int error, String message, boolean byPeer) {}

    /// What is known of a tunnel besides, at that moment.
    ///
    /// @param profileName of its tunnel profile
    /// @param version of L2TP that it speaks, or is to speak, as far as is known
    /// @param localAddress the address it sends from, if it is bound to one
    record TunnelFacts(
            Version version,
            Encapsulation encapsulation,
            Optional<String> profileName,
            Optional<IpAddress> localAddress,
            Optional<IpAddress> peerAddress) {}

    /// What a session carries.
    enum Pseudowire {
        PPP,
        ETH
    }

    /// What is known of a session besides, at that moment: what is set for it and what was negotiated. When
    /// it is down, what it had while it was up.
    ///
    /// @param bridgeName the bridge that the interface is to be in
    /// @param mtu of packets in the session, octets
    record SessionFacts(
            Pseudowire pseudowire,
            Optional<String> profileName,
            Optional<String> pppProfileName,
            Optional<String> ethernetProfileName,
            Optional<String> interfaceName,
            Optional<String> userName,
            Optional<IpAddress> localAddress,
            Optional<IpAddress> peerAddress,
            Optional<IpAddress> netmask,
            Optional<String> bridgeName,
            int mtu) {}

    record TunnelCreated(TunnelRef tunnel, TunnelFacts facts, Optional<Endpoint> peer) implements Event {}

    record TunnelUp(TunnelRef tunnel, TunnelFacts facts, ControlConnectionId peerId, Endpoint peer, String peerHostName)
            implements Event {}

    record TunnelDown(TunnelRef tunnel, TunnelFacts facts, Ending why) implements Event {}

    record TunnelDeleted(TunnelRef tunnel, TunnelFacts facts) implements Event {}

    record SessionCreated(SessionRef session, SessionFacts facts) implements Event {}

    /// The session carries traffic: the call is established and, where there is PPP, its interface is
    /// there.
    record SessionUp(
            SessionRef session,
            SessionFacts facts,
            ControlConnectionId peerTunnelId,
            SessionId peerId,
            List<IpAddress> dnsServers)
            implements Event {}

    /// The circuit at an end of an L2TPv3 session became active or inactive: an interface was set up or down.
    ///
    /// @param active ours
    /// @param peerActive the peer's
    record SessionCircuit(SessionRef session, SessionFacts facts, boolean active, boolean peerActive) implements Event {
        /// For operators.
        public static String word(boolean active) {
            return active ? "active" : "inactive";
        }
    }

    /// The session carries nothing any more.
    ///
    /// @param callGoesOn the user negotiates anew: the session may come up again with the call that it has.
    ///     If not, the call is over or about to be, and so is what the data plane counts of it
    record SessionDown(SessionRef session, SessionFacts facts, Ending why, boolean callGoesOn) implements Event {}

    record SessionDeleted(SessionRef session, SessionFacts facts) implements Event {}

    /// A peer's tunnel was not taken: a limit, or who it is. Nothing is kept of it.
    record TunnelRefused(Endpoint peer, String peerHostName, Ending why) implements Event {}

    /// The peer did something the RFC forbids and got the RFC's remedy. `what` is a sentence.
    record PeerFault(Optional<TunnelRef> tunnel, Endpoint peer, String what) implements Event {}

    /// Something an operator should see about a tunnel: name not found, no answer, retry in so many
    /// seconds.
    record TunnelNotice(TunnelRef tunnel, String what) implements Event {}

    /// The same for a session: PPP authentication refused, no address left, …
    record SessionNotice(SessionRef session, String what) implements Event {}

    /// A trace line of the node, a tunnel or a session.
    ///
    /// @param logged whether its category is switched on there; if not, only followers of the tunnel want it
    record Trace(
            TraceCategory category,
            Optional<TunnelRef> tunnel,
            Optional<SessionRef> session,
            String text,
            boolean logged)
            implements Event {
        /// The whole line: `FSM: CCE(62464) event SCCRQ_ACCEPT in state IDLE`, `XPRT: tunl 62464: sent ZLB …`,
        /// `PPP: tunl 62464/7: phase Network`.
        public String line() {
            String prefix = category.name().replace("_", "") + ": ";
            if (category == TraceCategory.FSM || tunnel.isEmpty()) {
                return prefix + text;
            }
            String id = "tunl " + tunnel.get().id();
            return prefix + id + session.map(it -> "/" + it.id()).orElse("") + ": " + text;
        }
    }

    /// A message of a followed tunnel as it came or goes: a control message, or a PPP control frame in a data message.
    ///
    /// @param octets from the first octet of the L2TP header; not to be changed
    record Packet(TunnelRef tunnel, boolean sent, Path path, byte[] octets) implements Event {}

    /// A message came in its turn and could be read, with these AVPs. Only said where
    /// [SystemParameters#tellsAvps] is set.
    ///
    /// @param session ours, of the message's header
    record AvpsReceived(TunnelRef tunnel, SessionId session, MessageType message, List<RawAvp> avps) implements Event {}

    /// Every tunnel is gone after [Request.Shutdown].
    record NodeStopped() implements Event {}
}
