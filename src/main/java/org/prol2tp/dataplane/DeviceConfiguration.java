package org.prol2tp.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.NetworkInterface;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv4Addresses;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv6Identifiers;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.IpAddress;

/// Brings an interface from what it was set to, to what it shall be: MTU, addresses, routes, up.
public final class DeviceConfiguration {
    /// RFC 8200 §5: below this there is no IPv6, and the kernel knows.
    private static final int IPV6_MINIMUM_MTU = 1280;

    private static final long LINK_LOCAL_PREFIX = 0xfe80L << 48;

    private final Rtnetlink netlink;
    private final NetworkInterface device;
    private final int index;
    private final InterfaceOptions wanted;

    private DeviceConfiguration(Rtnetlink netlink, NetworkInterface device, InterfaceOptions wanted) {
        this.netlink = netlink;
        this.device = device;
        this.index = device.index();
        this.wanted = wanted;
    }

    /// Configures a new device. Returns sentences about what it has to do without.
    public static List<String> set(Rtnetlink netlink, NetworkInterface device, InterfaceOptions wanted)
            throws LinuxException {
        return new DeviceConfiguration(netlink, device, wanted).set();
    }

    /// Sees to it that a device which a process before us configured the same way is so.
    public static List<String> again(Rtnetlink netlink, NetworkInterface device, InterfaceOptions wanted)
            throws LinuxException {
        return new DeviceConfiguration(netlink, device, wanted).again();
    }

    /// Changes what has changed. Returns sentences about what it has to do without.
    public static List<String> change(
            Rtnetlink netlink, NetworkInterface device, InterfaceOptions old, InterfaceOptions wanted)
            throws LinuxException {
        return new DeviceConfiguration(netlink, device, wanted).change(old);
    }

    /// The identifiers, if the MTU lets IPv6 pass.
    public static Optional<Ipv6Identifiers> ipv6(InterfaceOptions options) {
        return options.mtu() < IPV6_MINIMUM_MTU ? Optional.empty() : options.ipv6();
    }

    /// What TCP segments have to fit; 0: nothing.
    public static int tcpMtu(InterfaceOptions options) {
        return options.clampMss() ? options.mtu() : 0;
    }

    private List<String> set() throws LinuxException {
        if (ipv6(wanted).isEmpty()) {
            device.setIpv6(false); // else the kernel would talk IPv6 to a peer that does not; we drop it if this fails
        }
        askForAll();
        return commit();
    }

    private List<String> again() throws LinuxException {
        askForAll();
        return commit(true);
    }

    private void askForAll() {
        netlink.setMtu(index, wanted.mtu());
        netlink.generateNoAddresses(index);
        wanted.ipv4().ifPresent(this::add);
        ipv6(wanted).ifPresent(this::add);
        netlink.linkUp(index);
        wanted.routes().forEach(this::add);
    }

    private List<String> change(InterfaceOptions old) throws LinuxException {
        if (old.mtu() != wanted.mtu()) {
            netlink.setMtu(index, wanted.mtu());
        }
        if (!old.ipv4().equals(wanted.ipv4())) {
            old.ipv4().ifPresent(a -> netlink.removeAddress(index, address(a.local()), address(a.peer())));
            wanted.ipv4().ifPresent(this::add);
        }
        if (!ipv6(old).equals(ipv6(wanted))) {
            changeIpv6(ipv6(old));
        }
        for (Route route : old.routes()) {
            if (!wanted.routes().contains(route)) {
                netlink.removeRoute(index, address(route.network()), route.prefixLength(), route.metric());
            }
        }
        // Routes go with the last address of their family; without IPv6 there could not be any of it.
        boolean hadIpv4 = old.ipv4().filter(it -> !it.local().isAny()).isPresent();
        boolean ipv4Lost = hadIpv4 && !old.ipv4().equals(wanted.ipv4());
        boolean ipv6Lost = ipv6(old).isPresent() != ipv6(wanted).isPresent();
        for (Route route : wanted.routes()) {
            boolean lost = route.network().isIpv6() ? ipv6Lost : ipv4Lost;
            if (lost || !old.routes().contains(route)) {
                add(route);
            }
        }
        return commit();
    }

    private void changeIpv6(Optional<Ipv6Identifiers> old) throws LinuxException {
        if (wanted.mtu() >= IPV6_MINIMUM_MTU) { // with less, the kernel has taken IPv6 away already
            old.ifPresent(i -> netlink.removeAddress(index, linkLocal(i.local()), linkLocal(i.peer())));
        }
        if (ipv6(wanted).isPresent() != old.isPresent()) {
            commit();
            device.setIpv6(ipv6(wanted).isPresent());
        }
        ipv6(wanted).ifPresent(this::add);
    }

    private void add(Ipv4Addresses addresses) {
        if (!addresses.local().isAny()) {
            netlink.addAddress(index, address(addresses.local()), address(addresses.peer()));
        }
    }

    private void add(Ipv6Identifiers identifiers) {
        netlink.addAddress(index, linkLocal(identifiers.local()), linkLocal(identifiers.peer()));
    }

    private void add(Route route) {
        netlink.addRoute(index, address(route.network()), route.prefixLength(), route.metric());
    }

    /// A route that is refused does not keep the session from working; whatever else is refused does.
    private List<String> commit() throws LinuxException {
        return commit(false);
    }

    private List<String> commit(boolean again) throws LinuxException {
        List<String> missing = new ArrayList<>();
        for (Rtnetlink.Refusal refusal : netlink.commit()) {
            switch (refusal.kind()) {
                case ADDRESS_GENERATION -> {}
                case ROUTE -> {
                    if (!again || refusal.exception().errno() != Errno.EEXIST) {
                        missing.add(device.name() + ": " + refusal.exception().getMessage());
                    }
                }
                case LINK, ADDRESS, NEIGHBOUR -> throw refusal.exception();
            }
        }
        return missing;
    }

    private static SocketAddress address(IpAddress address) {
        return Addresses.of(address, 0);
    }

    private static SocketAddress linkLocal(long identifier) {
        return new SocketAddress(true, LINK_LOCAL_PREFIX, identifier, 0);
    }
}
