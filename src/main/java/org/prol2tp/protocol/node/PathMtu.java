package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.Version;

/// What the interfaces of a tunnel may carry, so that their datagrams go along its path in one piece.
final class PathMtu {
    private static final int IPV4_HEADER = 20;

    private static final int IPV6_HEADER = 40;

    private static final int UDP_HEADER = 8;

    /// PPP's header, uncompressed.
    static final int PPP = 4;

    /// Ethernet's header.
    static final int ETHERNET = 14;

    /// A tag of IEEE 802.1Q in it.
    static final int VLAN_TAG = 4;

    /// For data with all its fields but padding, RFC 2661 §3.1.
    private static final int L2TPV2_HEADER = 12;

    /// Flags and session id (RFC 3931 §4.1.2.1); over IP there is only the id.
    private static final int L2TPV3_UDP_HEADER = 8;

    private static final int L2TPV3_IP_HEADER = 4;

    private static final int SUBLAYER = 4;

    private static final int LONGEST_COOKIE = 8;

    /// What a path is taken for as long as nothing is known of it: Ethernet's.
    private static final int USUAL_PATH = 1500;

    /// What Linux takes for possible, so that nobody who forges errors can stop all traffic.
    private static final int LEAST_PATH_IPV4 = 552;

    /// RFC 8200 §5.
    private static final int LEAST_PATH_IPV6 = 1280;

    private static final int UNKNOWN = Integer.MAX_VALUE;

    /// What the path carries, as far as is known.
    private int byPath = UNKNOWN;

    private final Tunnel tunnel;

    PathMtu(Tunnel tunnel) {
        this.tunnel = tunnel;
    }

    /// The most that any interface in the tunnel may carry, in octets.
    int inside() {
        return Math.min(tunnel.parameters().mtu(), byPath == UNKNOWN ? UNKNOWN : byPath - headers());
    }

    /// The most that a session's interface carries, in octets: this is the one place that knows. In L2TPv3,
    /// as long as nothing is known of the path, no more than fits into 1500 octets, unless the settings want
    /// an interface that carries more than that itself.
    ///
    /// @param wanted by the session's profile
    /// @param layer2 [#PPP] or [#ETHERNET], the latter with or without [#VLAN_TAG]
    /// @param call what was said of it: how the peer wants its data
    int inside(int wanted, int layer2, Optional<CallDetails> call) {
        int most = Math.min(tunnel.parameters().mtu(), wanted);
        Optional<Pseudowire> pseudowire = call.flatMap(CallDetails::pseudowire);
        if (pseudowire.isEmpty()) {
            return Math.min(most, inside());
        }
        Pseudowire.End peer = pseudowire.get().peer();
        int headers = ipHeader()
                + l2tpV3Header()
                + peer.cookie().length()
                + (peer.sublayer().equals(L2SpecificSublayer.NONE) ? 0 : SUBLAYER)
                + layer2;
        int usual = most < USUAL_PATH ? USUAL_PATH : UNKNOWN;
        return Math.min(most, (byPath == UNKNOWN ? usual : byPath) - headers);
    }

    private int ipHeader() {
        return isIpv6() ? IPV6_HEADER : IPV4_HEADER;
    }

    private boolean isIpv6() {
        return tunnel.path().map(it -> it.peer().address().isIpv6()).orElse(false);
    }

    private int l2tpV3Header() {
        return tunnel.encapsulation() == Encapsulation.IP ? L2TPV3_IP_HEADER : UDP_HEADER + L2TPV3_UDP_HEADER;
    }

    /// At most; those of the path below IP's included.
    private int headers() {
        return ipHeader()
                + (tunnel.version() == Version.V2
                        ? UDP_HEADER + L2TPV2_HEADER + PPP
                        : l2tpV3Header() + LONGEST_COOKIE + SUBLAYER + ETHERNET + VLAN_TAG);
    }

    /// The tunnel takes another path.
    void forget() {
        byPath = UNKNOWN;
    }

    /// The path carries `mtu` octets: the interfaces carry less from now on, if that is less than they do.
    /// A path that grows is noticed when the tunnel is opened the next time.
    void found(int mtu) {
        int plausible = Math.max(mtu, isIpv6() ? LEAST_PATH_IPV6 : LEAST_PATH_IPV4);
        int inside = plausible - headers();
        if (!tunnel.parameters().doPmtuDiscovery() || inside >= inside()) {
            return;
        }
        byPath = plausible;
        tunnel.notice("the path carries " + mtu + " octets, its interfaces now " + inside);
        for (Session session : tunnel.sessions()) {
            if (session.interfaceName().isPresent()) {
                session.life().networkChanged(false);
            }
        }
    }
}
