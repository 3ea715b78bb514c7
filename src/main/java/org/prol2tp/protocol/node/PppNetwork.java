package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.node.Addresses.Lease;
import org.prol2tp.protocol.ppp.Negotiator;
import org.prol2tp.protocol.ppp.NetworkLayer;

/// What the network layers of a PPP link have come to; all links of a bundle have the same one.
final class PppNetwork {
    /// How long a session whose IPv6 is open is not yet reported up because its IPv4 is still negotiated.
    private static final long IPV4_GRACE_NS = 1_000_000_000L;

    private @Nullable Lease lease;

    /// Whose it is.
    private String leaseUser = "";

    /// When it has waited long enough for IPv4; [Node#NEVER]: it does not wait.
    long graceEndNs = Node.NEVER;

    /// What it was asked to be called.
    private @Nullable String interfaceName;

    private NetworkLayer.@Nullable Ipv4 ipv4;

    private NetworkLayer.@Nullable Ipv6 ipv6;

    /// The address that the peer has of us.
    Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    /// The address for this peer, its old one if that is its; null if there is none.
    @Nullable
    Lease lease(Lcce lcce, Session session, String peerName, String localName, AaaAnswer.Grant grant) {
        if (!peerName.equals(leaseUser)) {
            giveLeaseBack(lcce, session);
        }
        if (lease == null) {
            leaseUser = peerName;
            List<IpAddress> usersOwn = lcce.users
                    .find(peerName, localName)
                    .filter(_ -> !peerName.isEmpty())
                    .map(Settings.UserSecret::addresses)
                    .orElse(List.of());
            lease = lcce.addresses
                    .take(session, usersOwn, grant, session.origin().ppp())
                    .orElse(null);
        }
        return lease;
    }

    /// The address that this peer has had since before this node was.
    void takeLeaseAgain(Lcce lcce, Session session, Lease had, String peerName) {
        lcce.addresses.takeAgain(session, had);
        lease = had;
        leaseUser = peerName;
    }

    void giveLeaseBack(Lcce lcce, Session session) {
        if (lease != null) {
            lcce.addresses.giveBack(session, lease);
            lcce.tracing.address(session, lease.pool(), lease.address(), "given back");
            lease = null;
        }
    }

    /// @param wantsIpv4 too
    void up(NetworkLayer layer, long nowNs, boolean wantsIpv4) {
        switch (layer) {
            case NetworkLayer.Ipv4 it -> {
                ipv4 = it;
                graceEndNs = Node.NEVER;
            }
            case NetworkLayer.Ipv6 it -> {
                ipv6 = it;
                if (ipv4 == null && wantsIpv4) {
                    graceEndNs = nowNs + IPV4_GRACE_NS;
                }
            }
        }
    }

    void down(NetworkLayer.Kind kind) {
        switch (kind) {
            case IPV4 -> ipv4 = null;
            case IPV6 -> {
                ipv6 = null;
                graceEndNs = Node.NEVER;
            }
        }
    }

    /// Whether a network layer is open.
    boolean isOpen() {
        return ipv4 != null || ipv6 != null;
    }

    /// Whether IPv4 is wanted, not open, and has not had its time yet.
    boolean mayStillWaitForIpv4() {
        return ipv4 == null && graceEndNs != Node.NEVER;
    }

    Optional<DataPlaneCommand.Ipv4Addresses> ipv4() {
        return Optional.ofNullable(ipv4)
                .map(it ->
                        new DataPlaneCommand.Ipv4Addresses(IpAddress.ofIpv4(it.local()), IpAddress.ofIpv4(it.peer())));
    }

    Optional<DataPlaneCommand.Ipv6Identifiers> ipv6() {
        return Optional.ofNullable(ipv6).map(it -> new DataPlaneCommand.Ipv6Identifiers(it.local(), it.peer()));
    }

    /// What the peer told us.
    List<IpAddress> dnsServers() {
        List<IpAddress> servers = new ArrayList<>(2);
        if (ipv4 != null && ipv4.primaryDns() != 0) {
            servers.add(IpAddress.ofIpv4(ipv4.primaryDns()));
        }
        if (ipv4 != null && ipv4.secondaryDns() != 0) {
            servers.add(IpAddress.ofIpv4(ipv4.secondaryDns()));
        }
        return servers;
    }

    /// The network interface of a session that has this.
    ///
    /// @param grant from outside
    /// @param keepsName whether it has the name that it had first, whichever session has it now
    DataPlaneCommand.InterfaceOptions interfaceOptions(
            Lcce lcce,
            Session session,
            int mtu,
            DataPlaneCommand.PppFraming framing,
            AaaAnswer.Grant grant,
            boolean keepsName) {
        PppParameters ppp = session.origin().ppp();
        PeerRoutes routes = new PeerRoutes(ppp, grant);
        String name = keepsName && interfaceName != null ? interfaceName : interfaceName(session);
        interfaceName = name;
        DataPlaneCommand.InterfaceOptions options = new DataPlaneCommand.InterfaceOptions(
                Optional.of(name),
                mtu,
                ipv4(),
                ipv6(),
                framing,
                routes.ofSession(),
                ppp.sharedInterface()
                        .map(it ->
                                routes.shared(it, session.tunnel().parameters().mtu(), lcce.addresses)),
                ppp.mssClamp());
        return options.withProxyArp(ppp.proxyArp());
    }

    /// Tells the link the servers that its peer is granted.
    static void nameServers(Negotiator link, AaaAnswer.Grant grant) {
        List<IpAddress> servers = grant.dnsServers();
        if (!servers.isEmpty()) {
            link.nameServers(
                    servers.getFirst().ipv4Bits(),
                    servers.size() < 2 ? 0 : servers.get(1).ipv4Bits());
        }
    }

    private static String interfaceName(Session session) {
        return session.origin()
                .parameters()
                .interfaceName()
                .or(session.life()::nameBefore)
                .orElseGet(() -> session.tunnel().interfaceName(session.localId(), "l2tp"));
    }
}
