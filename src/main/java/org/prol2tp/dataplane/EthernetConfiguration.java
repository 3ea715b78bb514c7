package org.prol2tp.dataplane;

import java.util.Optional;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.NetworkInterface;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceAddress;

/// Brings the interface of an Ethernet pseudowire from what it was set to, to what it shall be:
/// hardware address, MTU, bridge or address, up. Anything that is refused keeps the session from
/// working.
public final class EthernetConfiguration {
    private static final int HEXADECIMAL = 16;

    private EthernetConfiguration() {}

    /// Changes what has changed.
    ///
    /// @param old empty: the device is new
    /// @throws LinuxException among others if the bridge is not there, or is none
    public static void change(
            Rtnetlink netlink, NetworkInterface device, Optional<EthernetOptions> old, EthernetOptions wanted)
            throws LinuxException {
        int index = device.index();
        Optional<String> oldMac = old.flatMap(EthernetOptions::macAddress);
        if (!oldMac.equals(wanted.macAddress())) {
            wanted.macAddress().ifPresent(mac -> netlink.setMacAddress(index, number(mac)));
        }
        netlink.setMtu(index, wanted.mtu());
        setBridge(netlink, index, old.flatMap(EthernetOptions::bridge), wanted.bridge());
        Optional<InterfaceAddress> oldAddress = old.flatMap(EthernetOptions::ipv4);
        if (!oldAddress.equals(wanted.ipv4())) {
            oldAddress.ifPresent(it -> netlink.removeAddress(index, Addresses.of(it.address(), 0), it.prefixLength()));
            wanted.ipv4().ifPresent(it -> netlink.addAddress(index, Addresses.of(it.address(), 0), it.prefixLength()));
        }
        netlink.linkUp(index);
        for (Rtnetlink.Refusal refusal : netlink.commit()) {
            switch (refusal.kind()) {
                case ADDRESS_GENERATION -> {}
                case LINK, ADDRESS, NEIGHBOUR, ROUTE -> throw refusal.exception();
            }
        }
    }

    private static void setBridge(Rtnetlink netlink, int index, Optional<String> old, Optional<String> wanted)
            throws LinuxException {
        if (wanted.isPresent()) {
            int bridge = Rtnetlink.indexOf(wanted.get());
            netlink.generateNoAddresses(index); // the bridge has the addresses
            netlink.setBridge(index, bridge);
        } else if (old.isPresent()) {
            netlink.setBridge(index, 0);
        }
    }

    /// Of `00:11:22:33:44:55`.
    private static long number(String macAddress) {
        return Long.parseLong(macAddress.replace(":", ""), HEXADECIMAL);
    }
}
