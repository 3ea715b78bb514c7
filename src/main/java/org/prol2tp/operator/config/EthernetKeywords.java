package org.prol2tp.operator.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.prol2tp.protocol.node.IpAddress;

/// The keywords of the block `ethernet profile`, and of `pseudowire profile`, which may hold those of a PPP profile
/// too.
final class EthernetKeywords {
    private EthernetKeywords() {}

    static final Grammar<Drafts.Ethernet> PROFILE =
            new Grammar<>(BlockType.ETHERNET_PROFILE, Drafts.Ethernet::new, ethernet(), Set.of());

    static final Grammar<Drafts.Pseudowire> PSEUDOWIRE_PROFILE =
            new Grammar<>(BlockType.PSEUDOWIRE_PROFILE, Drafts.Pseudowire::new, pseudowire(), Set.of());

    private static List<Keyword<Drafts.Ethernet>> ethernet() {
        return Stream.of(both(), alone()).flatMap(List::stream).toList();
    }

    /// What PPP profiles have too, by the same name or alias.
    private static List<Keyword<Drafts.Ethernet>> both() {
        return List.of(
                Keyword.<Drafts.Ethernet>number(
                                "mtu",
                                68,
                                65535,
                                d -> d.parameters.mtu,
                                (d, v) -> d.parameters.mtu = v,
                                "The most that the session may carry, with the Ethernet header, in octets.")
                        .like("1460")
                        .onlyV3(),
                Keyword.<Drafts.Ethernet, IpAddress>optional(
                                "local_ipaddr",
                                new AddressType.Ipv4(),
                                d -> d.parameters.localAddress,
                                (d, v) -> d.parameters.localAddress = Optional.of(v),
                                "Our address on the interface.")
                        .or("local_ip_addr")
                        .onlyV3(),
                Keyword.<Drafts.Ethernet, IpAddress>optional(
                                "peer_ipaddr",
                                new AddressType.Ipv4(),
                                d -> d.parameters.peerAddress,
                                (d, v) -> d.parameters.peerAddress = Optional.of(v),
                                "The peer's address, for scripts.")
                        .or("remote_ipaddr", "peer_ip_addr")
                        .like("10.0.0.2")
                        .onlyV3(),
                Keyword.<Drafts.Ethernet>flag(
                                "mss_clamp",
                                d -> d.parameters.mssClamp,
                                (d, v) -> d.parameters.mssClamp = v,
                                "Hold TCP connections through the interface to segments that fit.")
                        .onlyV3(),
                Keyword.<Drafts.Ethernet>trace(d -> d.parameters.traceFlags, (d, v) -> d.parameters.traceFlags = v)
                        .onlyV3());
    }

    private static List<Keyword<Drafts.Ethernet>> alone() {
        return List.of(
                Keyword.<Drafts.Ethernet, String>optional(
                                "interface_name",
                                new ValueType.Interface(ValueType.Interface.OCTETS),
                                d -> d.parameters.interfaceName,
                                (d, v) -> d.parameters.interfaceName = Optional.of(v),
                                "The name of the network interface; without it, one is made up.")
                        .like("l2tpeth0")
                        .onlyV3(),
                Keyword.<Drafts.Ethernet, Integer>one(
                                "netmask",
                                new AddressType.Netmask(),
                                d -> d.parameters.prefixLength,
                                (d, v) -> d.parameters.prefixLength = v,
                                "Of the network that the interface is in.")
                        .onlyV3(),
                Keyword.<Drafts.Ethernet, String>optional(
                                "bridge_name",
                                new ValueType.Interface(ValueType.Interface.OCTETS),
                                d -> d.parameters.bridgeName,
                                (d, v) -> d.parameters.bridgeName = Optional.of(v),
                                "The bridge that the interface is put into, instead of addresses.")
                        .like("br0")
                        .onlyV3(),
                Keyword.<Drafts.Ethernet, String>optional(
                                "mac_address",
                                new AddressType.Mac(),
                                d -> d.parameters.macAddress,
                                (d, v) -> d.parameters.macAddress = Optional.of(v),
                                "The interface's MAC address; without it a random one.")
                        .onlyV3(),
                Keyword.<Drafts.Ethernet>number(
                                "vlan_id",
                                0,
                                4094,
                                d -> d.parameters.vlanId,
                                (d, v) -> d.parameters.vlanId = v,
                                "The tag of an Ethernet VLAN pseudowire; 0: none.")
                        .onlyV3());
    }

    private static List<Keyword<Drafts.Pseudowire>> pseudowire() {
        Keyword<Drafts.Pseudowire> type = Keyword.one(
                "pseudowire_type",
                ValueType.Choice.of(SessionKeywords.pseudowireTypes()).onlyV3("eth", "eth_vlan"),
                d -> d.type,
                (d, v) -> d.type = v,
                "What the sessions carry: whether this is a PPP or an ethernet profile.");
        Stream<Keyword<Drafts.Pseudowire>> ppp =
                PppKeywords.PROFILE.keywords().stream().map(EthernetKeywords::inPseudowire);
        Stream<Keyword<Drafts.Pseudowire>> ethernet = alone().stream().map(keyword -> keyword.in(d -> d.ethernet));
        return Stream.of(Stream.of(type), ppp, ethernet).flatMap(all -> all).toList();
    }

    /// A PPP profile's keyword; one that ethernet profiles have too sets both.
    private static Keyword<Drafts.Pseudowire> inPseudowire(Keyword<Drafts.Ppp> ppp) {
        Keyword<Drafts.Pseudowire> keyword = ppp.in(d -> d.ppp);
        Optional<Keyword<Drafts.Ethernet>> twin = both().stream()
                .filter(it -> it.name().equals(ppp.name()) || it.aliases().contains(ppp.name()))
                .findFirst();
        return twin.map(it -> keyword.alsoReadBy(it.<Drafts.Pseudowire>in(d -> d.ethernet)))
                .orElse(keyword);
    }
}
