package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.SessionId;

/// What the node tells the data plane. Commands are carried out in order; those that can fail are
/// answered by an [Input] with the session's handle.
public sealed interface DataPlaneCommand {
    /// Data messages with this tunnel id may arrive from now on, from the peer's address (any port),
    /// and go out along `path`.
    record AddTunnel(
            TunnelHandle tunnel,
            ControlConnectionId localId,
            ControlConnectionId peerId,
            Path path,
            DataOptions options)
            implements DataPlaneCommand {}

    /// The peer moved to another port.
    record MoveTunnel(TunnelHandle tunnel, Path path) implements DataPlaneCommand {}

    /// From now on the tunnel's data, which goes along `path`, is sent with UDP checksums, or without.
    record SetUdpChecksums(TunnelHandle tunnel, Path path, boolean on) implements DataPlaneCommand {}

    /// The tunnel and whatever sessions it still has are gone.
    record RemoveTunnel(TunnelHandle tunnel) implements DataPlaneCommand {}

    /// PPP frames of this session flow from now on: control protocols to the node
    /// ([Input.PppFrameReceived]), IP nowhere until [ActivateInterface].
    ///
    /// @param multilink whether [JoinBundle] may follow
    record AddSession(
            SessionHandle session,
            TunnelHandle tunnel,
            SessionId localId,
            SessionId peerId,
            SequencingOptions sequencing,
            Optional<PseudowireOptions> pseudowire,
            boolean multilink)
            implements DataPlaneCommand {
        /// Of L2TPv2.
        public AddSession(
                SessionHandle session,
                TunnelHandle tunnel,
                SessionId localId,
                SessionId peerId,
                SequencingOptions sequencing) {
            this(session, tunnel, localId, peerId, sequencing, Optional.empty());
        }

        /// Never a link of a bundle.
        public AddSession(
                SessionHandle session,
                TunnelHandle tunnel,
                SessionId localId,
                SessionId peerId,
                SequencingOptions sequencing,
                Optional<PseudowireOptions> pseudowire) {
            this(session, tunnel, localId, peerId, sequencing, pseudowire, false);
        }
    }

    /// The peer said more of its end of an L2TPv3 session, or its circuit became active or inactive.
    record SetPseudowire(SessionHandle session, PseudowireOptions pseudowire) implements DataPlaneCommand {}

    /// The peer demanded sequence numbers for this session (RFC 2661 §4.4.6), or the settings changed.
    record SetSequencing(SessionHandle session, SequencingOptions sequencing) implements DataPlaneCommand {}

    /// Make the network interface, with its addresses, or add what is new to the one that is there.
    /// Answered by [Input.InterfaceActivated] or [Input.DataPlaneFailed].
    record ActivateInterface(SessionHandle session, InterfaceOptions options) implements DataPlaneCommand {}

    /// Make the network interface of an Ethernet pseudowire, or change the one that is there. Answered
    /// by [Input.InterfaceActivated] or [Input.DataPlaneFailed].
    record ActivateEthernet(SessionHandle session, EthernetOptions options) implements DataPlaneCommand {}

    /// The network layer went down: the interface goes, PPP's control protocols still flow.
    record DeactivateInterface(SessionHandle session) implements DataPlaneCommand {}

    /// The session is a link of a bundle of PPP Multilink, or another one than before: that of which `first` is a link,
    /// and has the interface. If that is the session itself, and it is of none yet, there is a new one.
    record JoinBundle(SessionHandle session, SessionHandle first, BundleOptions options) implements DataPlaneCommand {}

    /// It is none any more; if it was the only one, the bundle is gone.
    record LeaveBundle(SessionHandle session) implements DataPlaneCommand {}

    /// The interface of one link of a bundle is another one's from now on, as it is.
    record PassInterface(SessionHandle from, SessionHandle to) implements DataPlaneCommand {}

    /// The session is gone, with its interface.
    record RemoveSession(SessionHandle session) implements DataPlaneCommand {}

    /// For all data of a tunnel.
    ///
    /// @param lengthField whether data messages carry the Length field (RFC 2661 §3.1; optional for data)
    /// @param udpChecksums whether UDP checksums are sent (RFC 2661 §8.1; over IPv6 off is RFC 6935)
    /// @param propagateEcn whether congestion is marked and noticed through the tunnel (RFC 9601 §6: both
    ///     ends said that they can)
    /// @param unfinishedChecksums whether packets inside may leave with a checksum that an interface on
    ///     their way, or the peer's kernel, is to finish
    record DataOptions(boolean lengthField, boolean udpChecksums, boolean propagateEcn, boolean unfinishedChecksums) {
        /// All checksums are finished.
        public DataOptions(boolean lengthField, boolean udpChecksums, boolean propagateEcn) {
            this(lengthField, udpChecksums, propagateEcn, false);
        }

        /// Without congestion marks.
        public DataOptions(boolean lengthField, boolean udpChecksums) {
            this(lengthField, udpChecksums, false);
        }
    }

    /// A session of L2TPv3, whose ids have 32 bits and whose data messages look otherwise (RFC 3931 §4.1,
    /// §4.6). Its local id is no other session's of any tunnel: nothing else tells in a data message whose
    /// it is.
    ///
    /// @param type what the session carries
    /// @param local how data messages to us look
    /// @param peer how data messages to the peer must look
    /// @param peerActive whether the peer's circuit takes data; if not, none is to be sent (RFC 3931 §5.4.5)
    record PseudowireOptions(PseudowireType type, PseudowireEnd local, PseudowireEnd peer, boolean peerActive) {}

    /// How data messages to one end look.
    ///
    /// @param cookie 0, 4 or 8 octets; messages with another one are dropped
    /// @param sublayer whether the default L2-specific sublayer stands before the frame
    /// @param sequencing which messages must have sequence numbers
    record PseudowireEnd(Octets cookie, boolean sublayer, DataSequencing sequencing) {}

    /// Data sequence numbers, RFC 2661 §5.4.
    ///
    /// @param send put Ns into the data messages we send
    /// @param required discard data messages without Ns
    /// @param followPeer send Ns from when the peer does until it does not: a LAC's part, the LNS decides
    /// @param reorderTimeout how long a gap is waited for; zero: late packets are dropped, nothing is
    ///     held back
    record SequencingOptions(boolean send, boolean required, boolean followPeer, Duration reorderTimeout) {
        /// No sequence numbers.
        public static final SequencingOptions NONE = new SequencingOptions(false, false, false, Duration.ZERO);
    }

    /// The network interface of a PPP session, once the network control protocols have settled.
    ///
    /// @param name the name wanted, 1..15 octets; `%d` at its end stands for a number that the data
    ///     plane chooses; empty: the same as `l2tp%d`
    /// @param mtu of the interface, in octets
    /// @param ipv4 the IPv4 addresses, if IPCP is open
    /// @param ipv6 the IPv6 interface identifiers, if IPV6CP is open
    /// @param framing how PPP frames are written for this peer
    /// @param routes to be set through the interface
    /// @param shared the interface of many sessions that this one uses: then there is IPv4 only, and
    ///     `name` and `routes` are not looked at
    /// @param clampMss whether TCP connections through it are held to segments that fit
    /// @param proxyArp whether ARP for the peer's address is answered at the Ethernet interface whose
    ///     network has it
    record InterfaceOptions(
            Optional<String> name,
            int mtu,
            Optional<Ipv4Addresses> ipv4,
            Optional<Ipv6Identifiers> ipv6,
            PppFraming framing,
            List<Route> routes,
            Optional<SharedInterface> shared,
            boolean clampMss,
            boolean proxyArp) {
        /// TCP is left alone.
        public InterfaceOptions(
                Optional<String> name,
                int mtu,
                Optional<Ipv4Addresses> ipv4,
                Optional<Ipv6Identifiers> ipv6,
                PppFraming framing,
                List<Route> routes,
                Optional<SharedInterface> shared) {
            this(name, mtu, ipv4, ipv6, framing, routes, shared, false);
        }

        /// ARP is left alone.
        public InterfaceOptions(
                Optional<String> name,
                int mtu,
                Optional<Ipv4Addresses> ipv4,
                Optional<Ipv6Identifiers> ipv6,
                PppFraming framing,
                List<Route> routes,
                Optional<SharedInterface> shared,
                boolean clampMss) {
            this(name, mtu, ipv4, ipv6, framing, routes, shared, clampMss, false);
        }

        /// The same with ARP answered, or not.
        public InterfaceOptions withProxyArp(boolean answered) {
            return new InterfaceOptions(name, mtu, ipv4, ipv6, framing, routes, shared, clampMss, answered);
        }
    }

    /// The network interface of an Ethernet pseudowire: a port that frames go in and out.
    ///
    /// @param name as in [InterfaceOptions]; empty: the same as `l2tpeth%d`
    /// @param mtu of the interface, in octets, without the Ethernet header
    /// @param macAddress six octets as `00:11:22:33:44:55`; empty: one that the kernel makes up
    /// @param ipv4 the interface's address, or one of IPv6
    /// @param bridge the bridge that it is put into, which must be there; there should be no address
    ///     then
    /// @param vlanId 1..4094: frames have this tag in the pseudowire and none at the interface (type
    ///     Ethernet VLAN, RFC 4719 §2.2); 0: frames are the same at both
    /// @param clampMss whether TCP connections through it are held to segments that fit
    record EthernetOptions(
            Optional<String> name,
            int mtu,
            Optional<String> macAddress,
            Optional<InterfaceAddress> ipv4,
            Optional<String> bridge,
            int vlanId,
            boolean clampMss) {}

    /// An address of an interface and the length of its network's prefix.
    record InterfaceAddress(IpAddress address, int prefixLength) {}

    /// One interface for many sessions, there as long as one of them is. Packets find their session by the
    /// IPv4 address of its peer, and a session's packets must come from that address.
    ///
    /// @param name 1..15 octets
    /// @param mtu of the interface, in octets; a session with less gets a route of its own
    /// @param routes through the interface; a peer's address that none covers gets a route of its own
    record SharedInterface(String name, int mtu, List<Route> routes) {}

    /// The two ends of a point-to-point link.
    record Ipv4Addresses(IpAddress local, IpAddress peer) {}

    /// Interface identifiers of RFC 5072: the link-local addresses are `fe80::` and these 64 bits.
    record Ipv6Identifiers(long local, long peer) {}

    /// What LCP settled for frames we send: whether the peer takes them without FF 03 (ACFC), and with
    /// a protocol field of one octet (PFC).
    record PppFraming(boolean compressAddressControl, boolean compressProtocol) {}

    /// A link of a bundle, RFC 1990 §3.
    ///
    /// @param framing of the frames sent over this link
    /// @param linkMtu the longest of them, octets after the protocol field
    /// @param mrru the longest packet that is taken over the bundle, octets
    /// @param shortSequence sequence numbers sent have 12 bits, else 24; those received have 24
    record BundleOptions(PppFraming framing, int linkMtu, int mrru, boolean shortSequence) {}

    /// A route through the interface, with metric (0: the kernel's choice).
    record Route(IpAddress network, int prefixLength, int metric) {}
}
