package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;

/// What is reached through a PPP user's interface: the profile's routes, what AAA grants, and everything where that
/// is wanted.
record PeerRoutes(PppParameters ppp, AaaAnswer.Grant grant) {
    private static final DataPlaneCommand.Route IPV4_DEFAULT = new DataPlaneCommand.Route(IpAddress.ANY_IPV4, 0, 0);

    List<DataPlaneCommand.Route> ofSession() {
        if (!ppp.defaultRoute() && grant.routes().isEmpty()) {
            return ppp.routes();
        }
        List<DataPlaneCommand.Route> routes = new ArrayList<>(ppp.routes());
        routes.addAll(grant.routes());
        if (ppp.defaultRoute()) {
            routes.add(IPV4_DEFAULT);
        }
        return routes;
    }

    /// The interface of this name, which many sessions share: the whole pool is reached through it.
    DataPlaneCommand.SharedInterface shared(String name, int tunnelMtu, Addresses addresses) {
        List<DataPlaneCommand.Route> routes = new ArrayList<>(ofSession());
        ppp.ipPoolName().ifPresent(pool -> routes.addAll(addresses.routes(pool)));
        return new DataPlaneCommand.SharedInterface(name, Math.min(tunnelMtu, ppp.mtu()), routes);
    }
}
