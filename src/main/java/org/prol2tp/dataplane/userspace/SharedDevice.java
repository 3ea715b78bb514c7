package org.prol2tp.dataplane.userspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DeviceConfiguration;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv4Addresses;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.DataPlaneCommand.SharedInterface;
import org.prol2tp.protocol.node.IpAddress;

/// A device of many sessions: who uses it, under which addresses. A session whose peer's address is covered by a route
/// of the device comes and goes without a system call. Belongs to the plumber.
final class SharedDevice {
    final Device device;
    private final Rtnetlink netlink;
    private final DataPlaneSink sink;
    private final int index;
    private final int mtu;
    private final Set<Route> routes = new HashSet<>();
    private final Set<Route> refused = new HashSet<>();
    private final Map<Session, Ipv4Addresses> members = new HashMap<>();
    /// How many sessions have this end's address.
    private final Map<IpAddress, Integer> localAddresses = new HashMap<>();

    private final Set<IpAddress> hostRoutes = new HashSet<>();

    private SharedDevice(Rtnetlink netlink, DataPlaneSink sink, Device device, int mtu) {
        this.netlink = netlink;
        this.sink = sink;
        this.device = device;
        this.index = device.tun.index();
        this.mtu = mtu;
    }

    /// Configures a new device: up, with its MTU and routes.
    static SharedDevice make(Rtnetlink netlink, DataPlaneSink sink, Device device, SharedInterface wanted)
            throws LinuxException {
        SharedDevice made = new SharedDevice(netlink, sink, device, wanted.mtu());
        device.tun.setIpv6(false);
        netlink.setMtu(made.index, wanted.mtu());
        netlink.linkUp(made.index);
        made.commit();
        made.addRoutes(wanted.routes());
        return made;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    List<Session> sessions() {
        return List.copyOf(members.keySet());
    }

    /// The session uses the device from now on, or with other addresses than before. Of two sessions whose peers have
    /// the same address, the later one gets the packets.
    void join(Session session, InterfaceOptions options, SharedInterface wanted) throws LinuxException {
        if (options.ipv4().isEmpty()) {
            throw new LinuxException("interface " + wanted.name() + " is for IPv4", Errno.EAFNOSUPPORT);
        }
        Ipv4Addresses addresses = options.ipv4().get();
        if (!routes.containsAll(wanted.routes()) && !refused.containsAll(wanted.routes())) {
            addRoutes(wanted.routes());
        }
        Ipv4Addresses before = members.put(session, addresses);
        if (before != null) {
            forget(session, before);
        }
        if (localAddresses.merge(addresses.local(), 1, Integer::sum) == 1
                && !addresses.local().isAny()) {
            netlink.addAddress(index, Addresses.of(addresses.local(), 0), Addresses.of(addresses.local(), 0));
        }
        boolean narrow = options.mtu() < mtu;
        if (narrow || !isCovered(addresses.peer())) {
            netlink.setHostRoute(index, Addresses.of(addresses.peer(), 0), narrow ? options.mtu() : 0);
            hostRoutes.add(addresses.peer());
        }
        commit();
        int peer = addresses.peer().ipv4Bits();
        session.change(state -> state.withShared(options.framing(), device, peer, DeviceConfiguration.tcpMtu(options)));
        device.sessions.put(peer, session);
    }

    /// The session uses the device no longer.
    void leave(Session session) {
        session.change(Session.State::withoutDevice);
        Ipv4Addresses addresses = members.remove(session);
        if (addresses == null) {
            return;
        }
        forget(session, addresses);
        try {
            commit();
        } catch (LinuxException e) {
            sink.notice(device.tun.name() + ": " + e.getMessage());
        }
    }

    private void forget(Session session, Ipv4Addresses addresses) {
        int peer = addresses.peer().ipv4Bits();
        if (device.sessions.find(peer) == session) {
            device.sessions.remove(peer);
            if (hostRoutes.remove(addresses.peer())) {
                netlink.removeRoute(index, Addresses.of(addresses.peer(), 0), 32, 0);
            }
        }
        if (localAddresses.merge(addresses.local(), -1, Integer::sum) == 0) {
            localAddresses.remove(addresses.local());
            if (!addresses.local().isAny()) {
                netlink.removeAddress(index, Addresses.of(addresses.local(), 0), Addresses.of(addresses.local(), 0));
            }
        }
    }

    /// A route that is refused covers nothing; sessions get their own then.
    private void addRoutes(List<Route> wanted) throws LinuxException {
        List<Route> fresh = new ArrayList<>(wanted);
        fresh.removeAll(routes);
        fresh.removeAll(refused);
        for (Route route : fresh) {
            netlink.addRoute(index, Addresses.of(route.network(), 0), route.prefixLength(), route.metric());
            List<Rtnetlink.Refusal> refusals = netlink.commit();
            (refusals.isEmpty() ? routes : refused).add(route);
            refusals.forEach(refusal ->
                    sink.notice(device.tun.name() + ": " + refusal.exception().getMessage()));
        }
    }

    private boolean isCovered(IpAddress peer) {
        for (Route route : routes) {
            int shift = 32 - route.prefixLength();
            if (!route.network().isIpv6()
                    && peer.low() >>> shift == route.network().low() >>> shift) {
                return true;
            }
        }
        return false;
    }

    /// A route that is refused does not keep a session from working; whatever else is refused does. The removal of what
    /// is gone already is none of these.
    private void commit() throws LinuxException {
        for (Rtnetlink.Refusal refusal : netlink.commit()) {
            switch (refusal.kind()) {
                case LINK, ADDRESS, NEIGHBOUR -> throw refusal.exception();
                case ADDRESS_GENERATION -> {}
                case ROUTE -> {
                    if (refusal.errno() != Errno.ESRCH) {
                        sink.notice(
                                device.tun.name() + ": " + refusal.exception().getMessage());
                    }
                }
            }
        }
    }
}
