package org.prol2tp.dataplane.ebpf;

import java.util.Optional;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.dataplane.DeviceConfiguration;
import org.prol2tp.dataplane.ebpf.FastPathMaps.Inward;
import org.prol2tp.dataplane.ebpf.FastPathMaps.Outward;
import org.prol2tp.linux.RouteLookup.Way;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// A session, whoever carries it.
final class FastSession {
    private static final FastPathMaps.Leaving NOWHERE = new FastPathMaps.Leaving(0, 0);

    final FastTunnel tunnel;
    final FastPathMaps.Key key;
    private final int peerId;
    SequencingOptions sequencing;
    Optional<PseudowireOptions> pseudowire;
    /// What the interface was asked to be, of PPP or of Ethernet.
    Optional<InterfaceOptions> ppp = Optional.empty();

    Optional<EthernetOptions> ethernet = Optional.empty();
    /// Of its device; 0: it has none.
    int interfaceIndex;
    /// The link of the program at the device; -1: there is none.
    int link = -1;
    /// What its packets leave as, while it has a device.
    FastPathMaps.Leaving leaving = NOWHERE;

    boolean fast;
    /// It is a link of a bundle, or was one: the embedded plane's.
    boolean bundled;
    /// What the programs carried by entries it had before.
    DataCounters past = DataCounters.ZERO;

    FastSession(AddSession add, FastTunnel tunnel) {
        this.tunnel = tunnel;
        int localId = add.localId().value();
        key = add.pseudowire().isPresent()
                ? new FastPathMaps.Key(3, localId)
                : new FastPathMaps.Key(2, tunnel.localId << 16 | localId & 0xffff);
        peerId = add.peerId().value();
        sequencing = add.sequencing();
        pseudowire = add.pseudowire();
    }

    boolean isEthernet() {
        return ethernet.isPresent();
    }

    /// Whether the programs can carry all that is usual in it.
    boolean suits() {
        return interfaceIndex != 0
                && !bundled
                && tunnel.suits()
                && !sequencing.send()
                && !sequencing.required()
                && (pseudowire.isPresent() ? suitsEthernet(pseudowire.get()) : suitsPpp());
    }

    private boolean suitsPpp() {
        return ppp.filter(it -> it.shared().isEmpty() || peerAddress() != 0).isPresent();
    }

    /// Whether its device is that of other sessions too.
    boolean isShared() {
        return ppp.filter(it -> it.shared().isPresent()).isPresent();
    }

    /// It has the device of that index from now on.
    void use(int index) {
        interfaceIndex = index;
        leaving = new FastPathMaps.Leaving(index, isShared() ? peerAddress() : 0);
    }

    /// It has none any more.
    void leave() {
        interfaceIndex = 0;
        leaving = NOWHERE;
        link = -1;
    }

    /// That PPP gave the peer, of IPv4; 0: none.
    private int peerAddress() {
        return ppp.flatMap(InterfaceOptions::ipv4)
                .map(it -> it.peer().ipv4Bits())
                .orElse(0);
    }

    private boolean suitsEthernet(PseudowireOptions wire) {
        return ethernet.filter(it -> it.vlanId() == 0).isPresent()
                && wire.type().equals(PseudowireType.ETHERNET)
                && wire.peerActive()
                && wire.local().sequencing().equals(DataSequencing.NONE)
                && wire.peer().sequencing().equals(DataSequencing.NONE);
    }

    /// @param merging of the interface whose peer merges TCP segments; 0: there is none
    Inward inward(Way way, int merging) {
        boolean sublayer = pseudowire.filter(it -> it.local().sublayer()).isPresent();
        return new Inward(
                tunnel.path.peer().address(),
                Addresses.endpoint(way.source()).address(),
                tunnel.localPort,
                flags() | (sublayer ? FastPathMaps.SUBLAYER : 0),
                interfaceIndex,
                pseudowire.map(it -> it.local().cookie()).orElse(Octets.EMPTY),
                merging,
                leaving.address());
    }

    /// @param wire the interface has frames cut before they leave, or cuts them
    Outward outward(Way way, boolean wire) {
        boolean sublayer = pseudowire.filter(it -> it.peer().sublayer()).isPresent();
        return new Outward(
                Addresses.endpoint(way.source()).address(),
                tunnel.path.peer().address(),
                Addresses.endpoint(way.nextHop()).address(),
                tunnel.localPort,
                tunnel.path.peer().port(),
                pseudowire.isPresent() ? 0 : tunnel.peerId,
                peerId,
                pseudowire.map(it -> it.peer().cookie()).orElse(Octets.EMPTY),
                way.interfaceIndex(),
                flags()
                        | (sublayer ? FastPathMaps.SUBLAYER : 0)
                        | (tunnel.finishChecksums ? FastPathMaps.FINISHED | (wire ? 0 : FastPathMaps.CUT) : 0));
    }

    private int flags() {
        int flags = tunnel.path.peer().address().isIpv6() ? FastPathMaps.UNDERLAY_IPV6 : 0;
        if (ethernet.isPresent()) {
            flags |= FastPathMaps.ALLOW_IPV4 | FastPathMaps.ALLOW_IPV6;
            flags |= ethernet.get().clampMss() ? FastPathMaps.CLAMP_MSS : 0;
        } else if (ppp.isPresent()) {
            InterfaceOptions options = ppp.get();
            flags |= options.ipv4().isPresent() ? FastPathMaps.ALLOW_IPV4 : 0;
            flags |= options.ipv6().isPresent() ? FastPathMaps.ALLOW_IPV6 : 0;
            flags |= DeviceConfiguration.tcpMtu(options) > 0 ? FastPathMaps.CLAMP_MSS : 0;
            flags |= options.framing().compressAddressControl() ? FastPathMaps.NO_ADDRESS_CONTROL : 0;
            flags |= options.framing().compressProtocol() ? FastPathMaps.SHORT_PROTOCOL : 0;
        }
        return flags;
    }
}
