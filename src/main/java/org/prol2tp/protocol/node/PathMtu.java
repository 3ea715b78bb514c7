package org.prol2tp.protocol.node;

/// What the interfaces of a tunnel may carry, so that their datagrams go along its path in one piece.
final class PathMtu {
    private static final int IPV4_HEADER = 20;

    private static final int IPV6_HEADER = 40;

    /// UDP's, L2TP's for data with all its fields but padding, and PPP's, uncompressed.
    private static final int HEADERS = 8 + 12 + 4;

    /// What Linux takes for possible, so that nobody who forges errors can stop all traffic.
    private static final int LEAST_PATH_IPV4 = 552;

    /// RFC 8200 §5.
    private static final int LEAST_PATH_IPV6 = 1280;

    private final Tunnel tunnel;

    /// As far as is known.
    private int byPath = Integer.MAX_VALUE;

    PathMtu(Tunnel tunnel) {
        this.tunnel = tunnel;
    }

    /// The most that an interface in the tunnel may carry, in octets.
    int inside() {
        return Math.min(tunnel.parameters().mtu(), byPath);
    }

    /// The tunnel takes another path.
    void forget() {
        byPath = Integer.MAX_VALUE;
    }

    /// The path carries `mtu` octets: the interfaces carry less from now on, if that is less than they do.
    /// A path that grows is noticed when the tunnel is opened the next time.
    void found(int mtu) {
        boolean ipv6 = tunnel.path().map(it -> it.peer().address().isIpv6()).orElse(false);
        int inside =
                Math.max(mtu, ipv6 ? LEAST_PATH_IPV6 : LEAST_PATH_IPV4) - (ipv6 ? IPV6_HEADER : IPV4_HEADER) - HEADERS;
        if (!tunnel.parameters().doPmtuDiscovery() || inside >= inside()) {
            return;
        }
        byPath = inside;
        tunnel.notice("the path carries " + mtu + " octets, its interfaces now " + inside);
        for (Session session : tunnel.sessions()) {
            if (session.interfaceName().isPresent()) {
                session.life().networkChanged(false);
            }
        }
    }
}
