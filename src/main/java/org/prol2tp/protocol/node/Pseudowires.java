package org.prol2tp.protocol.node;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceAddress;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionAvp.TieBreaker;
import org.prol2tp.protocol.wire.DigestType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.SessionId;

/// What a node's settings come to in L2TPv3, and what it tells the data plane of a session there.
///
/// Source: RFC 3931 §5.4.3, §5.4.4.
final class Pseudowires {
    private Pseudowires() {}

    /// What we say we can carry, by number, in ascending order.
    static List<Integer> capabilities(L2tpV3Tunnel tunnel) {
        Set<SessionParameters.PseudowireType> types =
                tunnel.pseudowireCapabilities().isEmpty()
                        ? EnumSet.allOf(SessionParameters.PseudowireType.class)
                        : tunnel.pseudowireCapabilities();
        return types.stream().map(type -> type(type).number()).sorted().toList();
    }

    /// How messages are proven. A peer that must prove itself does so by the digest which every end must have.
    static Optional<DigestType> digestType(TunnelParameters tunnel) {
        return switch (tunnel.v3().digestType()) {
            case MD5 -> Optional.of(DigestType.HMAC_MD5);
            case SHA1 -> Optional.of(DigestType.HMAC_SHA_1);
            case NONE ->
                tunnel.authMode() == TunnelParameters.AuthMode.CHALLENGE
                        ? Optional.of(DigestType.HMAC_MD5)
                        : Optional.empty();
        };
    }

    static PseudowireType type(SessionParameters.PseudowireType type) {
        return switch (type) {
            case PPP -> PseudowireType.PPP;
            case ETH -> PseudowireType.ETHERNET;
            case ETH_VLAN -> PseudowireType.ETHERNET_VLAN;
        };
    }

    /// The session that we ask for. Where the settings name the circuit it may have one session only.
    static Pseudowire asked(SessionOrigin origin, SessionId localId, Entropy entropy) {
        SessionParameters parameters = origin.parameters();
        Optional<String> circuit = parameters.v3().remoteEndId();
        return new Pseudowire(
                type(parameters.pseudowireType()),
                circuit.or(origin::name).orElse(localId.toString()),
                circuit.map(_ -> new TieBreaker(entropy.nextLong())),
                end(parameters, entropy),
                Pseudowire.End.SILENT);
    }

    /// What this end says of a session.
    static Pseudowire.End end(SessionParameters parameters, Entropy entropy) {
        L2tpV3Session v3 = parameters.v3();
        DataSequencing sequencing = sequencing(parameters);
        boolean sublayer = v3.l2SpecificSublayer() == L2tpV3Session.L2SpecificSublayer.DEFAULT
                || !sequencing.equals(DataSequencing.NONE);
        return Pseudowire.End.of(
                v3.cookie().map(fixed -> Octets.of(fixed.octets())).orElseGet(() -> cookie(v3.cookieLength(), entropy)),
                sublayer ? L2SpecificSublayer.DEFAULT : L2SpecificSublayer.NONE,
                sequencing,
                CircuitStatus.NEW_ACTIVE);
    }

    private static DataSequencing sequencing(SessionParameters parameters) {
        if (parameters.sequencingRequired()) {
            return DataSequencing.ALL;
        }
        return switch (parameters.v3().dataSequencing()) {
            case NONE -> DataSequencing.NONE;
            case NON_IP -> DataSequencing.NON_IP;
            case ALL -> DataSequencing.ALL;
        };
    }

    private static Octets cookie(int octets, Entropy entropy) {
        byte[] cookie = new byte[octets];
        entropy.nextBytes(cookie);
        return Octets.of(cookie);
    }

    /// Whether frames of PPP are in the session: always in L2TPv2.
    static boolean carriesPpp(Optional<CallDetails> call) {
        return call.flatMap(CallDetails::pseudowire)
                .map(it -> it.type().equals(PseudowireType.PPP))
                .orElse(true);
    }

    /// Whether frames of Ethernet are in a session of this origin; before there is a call, whether they are to
    /// be.
    static boolean carriesEthernet(SessionOrigin origin, Optional<CallDetails> call) {
        return call.isPresent()
                ? !carriesPpp(call)
                : origin.parameters().pseudowireType() != SessionParameters.PseudowireType.PPP;
    }

    /// The interface of an Ethernet pseudowire, for the data plane. Frames that are told apart by a tag have it in the
    /// pseudowire alone (RFC 4719 §2.2), or where the settings name none, from who uses the interface: there is
    /// room for it.
    static EthernetOptions port(Session session) {
        SessionOrigin origin = session.origin();
        EthernetParameters ethernet = origin.ethernet();
        boolean vlan = isVlan(origin, session.details());
        int header = PathMtu.ETHERNET + (vlan ? PathMtu.VLAN_TAG : 0);
        return new EthernetOptions(
                origin.parameters()
                        .interfaceName()
                        .or(ethernet::interfaceName)
                        .or(session.life()::nameBefore)
                        .or(() -> Optional.of(session.tunnel().interfaceName(session.localId(), "l2tpeth"))),
                session.tunnel().pathMtu().inside(ethernet.mtu() - header, header, session.details()),
                ethernet.macAddress(),
                ethernet.localAddress().map(it -> new InterfaceAddress(it, ethernet.prefixLength())),
                ethernet.bridgeName(),
                vlan ? ethernet.vlanId() : 0,
                ethernet.mssClamp());
    }

    /// What a session carries; before there is a call, what it is to carry.
    static SessionParameters.PseudowireType typeOf(Session session) {
        if (!carriesEthernet(session.origin(), session.details())) {
            return SessionParameters.PseudowireType.PPP;
        }
        return isVlan(session.origin(), session.details())
                ? SessionParameters.PseudowireType.ETH_VLAN
                : SessionParameters.PseudowireType.ETH;
    }

    /// For `show`: of the cookies no more than their lengths, since who knows one can send frames into the session.
    static Map<String, String> print(Pseudowire pseudowire) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("type", Integer.toString(pseudowire.type().number()));
        facts.put("remote_end_id", pseudowire.remoteEndId());
        facts.put(
                "circuit", Event.SessionCircuit.word(pseudowire.local().status().active()));
        facts.put(
                "peer_circuit",
                Event.SessionCircuit.word(pseudowire.peer().status().active()));
        print("", pseudowire.local(), facts);
        print("peer_", pseudowire.peer(), facts);
        return facts;
    }

    private static void print(String whose, Pseudowire.End end, Map<String, String> facts) {
        facts.put(whose + "cookie_length", Integer.toString(end.cookie().length()));
        facts.put(whose + "l2spec_type", end.sublayer().equals(L2SpecificSublayer.DEFAULT) ? "default" : "none");
        facts.put(
                whose + "data_sequencing",
                end.sequencing().equals(DataSequencing.ALL)
                        ? "all"
                        : end.sequencing().equals(DataSequencing.NON_IP) ? "non_ip" : "none");
    }

    private static boolean isVlan(SessionOrigin origin, Optional<CallDetails> call) {
        return call.flatMap(CallDetails::pseudowire)
                .map(it -> it.type().equals(PseudowireType.ETHERNET_VLAN))
                .orElse(origin.parameters().pseudowireType() == SessionParameters.PseudowireType.ETH_VLAN);
    }

    /// For the data plane.
    static PseudowireOptions options(Pseudowire pseudowire) {
        return new PseudowireOptions(
                pseudowire.type(),
                end(pseudowire.local()),
                end(pseudowire.peer()),
                pseudowire.peer().status().active());
    }

    private static DataPlaneCommand.PseudowireEnd end(Pseudowire.End end) {
        return new DataPlaneCommand.PseudowireEnd(
                end.cookie(), end.sublayer().equals(L2SpecificSublayer.DEFAULT), end.sequencing());
    }
}
