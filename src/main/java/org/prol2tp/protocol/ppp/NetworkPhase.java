package org.prol2tp.protocol.ppp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The network control protocols of one link, or of a bundle of links, whichever of these carries them. They leave
/// with [#moveTo] a link that ends before the bundle does.
final class NetworkPhase {
    private Link link;

    private final @Nullable Ipcp ipcp;

    private final @Nullable Ipv6cp ipv6cp;

    /// Bit n: the layer whose kind has the ordinal n is up.
    private int layersUp;

    NetworkPhase(Link link) {
        this.link = link;
        ipcp = link.settings().ipv4() ? new Ipcp(this) : null;
        ipv6cp = link.settings().ipv6() ? new Ipv6cp(this) : null;
    }

    /// Goes on where another process of ours was.
    NetworkPhase(Link link, LinkSnapshot from) {
        this.link = link;
        ipcp = from.ipv4().map(layer -> Ipcp.resumed(this, layer)).orElse(null);
        ipv6cp = from.ipv6().map(layer -> Ipv6cp.resumed(this, layer)).orElse(null);
    }

    /// Tells what `from` had open.
    void up(LinkSnapshot from, Turn turn) {
        from.ipv4().ifPresent(layer -> layerUp(layer, turn));
        from.ipv6().ifPresent(layer -> layerUp(layer, turn));
    }

    /// What is open; empty if it is not.
    Optional<NetworkLayer.Ipv4> ipv4() {
        return Optional.ofNullable(ipcp).flatMap(Ipcp::opened);
    }

    /// What is open; empty if it is not.
    Optional<NetworkLayer.Ipv6> ipv6() {
        return Optional.ofNullable(ipv6cp).flatMap(Ipv6cp::opened);
    }

    /// The one that carries it.
    Link link() {
        return link;
    }

    /// False: they are over, at the new place as well.
    boolean moveTo(Link heir) {
        link = heir;
        return !isOver();
    }

    private boolean isOver() {
        return (ipcp == null || ipcp.isFinished()) && (ipv6cp == null || ipv6cp.isFinished());
    }

    @Nullable
    Ipcp ipcp() {
        return ipcp;
    }

    void start(Turn turn) {
        if (ipcp != null) {
            ipcp.start(turn);
        }
        if (ipv6cp != null) {
            ipv6cp.start(turn);
        }
    }

    /// False: nobody here speaks this protocol.
    boolean receive(int protocol, ControlPacket packet, Turn turn) {
        NetworkControlProtocol layer = protocol == PppFrame.IPCP ? ipcp : ipv6cp;
        if (layer != null) {
            layer.receive(packet, turn);
        }
        return layer != null;
    }

    void timePassed(Turn turn) {
        if (ipcp != null) {
            ipcp.automaton().timePassed(turn);
        }
        if (ipv6cp != null) {
            ipv6cp.automaton().timePassed(turn);
        }
    }

    long deadlineNs() {
        return Math.min(
                ipcp == null ? Link.NEVER : ipcp.automaton().deadlineNs(),
                ipv6cp == null ? Link.NEVER : ipv6cp.automaton().deadlineNs());
    }

    /// The lower layer went down.
    void down(Turn turn) {
        tell(ipcp, AutomatonEvent.DOWN, turn);
        tell(ipv6cp, AutomatonEvent.DOWN, turn);
    }

    /// The peer sent a Protocol-Reject. For us the data of a protocol stands for its control protocol.
    void rejected(int protocol, Turn turn) {
        switch (protocol) {
            case PppFrame.IPCP, PppFrame.IPV4 -> tell(ipcp, AutomatonEvent.RECEIVE_REJECT_CATASTROPHIC, turn);
            case PppFrame.IPV6CP, PppFrame.IPV6 -> tell(ipv6cp, AutomatonEvent.RECEIVE_REJECT_CATASTROPHIC, turn);
            default -> {}
        }
    }

    private static void tell(@Nullable NetworkControlProtocol layer, AutomatonEvent event, Turn turn) {
        if (layer != null) {
            layer.automaton().handle(event, turn);
        }
    }

    // --- what the protocols say

    void layerUp(NetworkLayer layer, Turn turn) {
        layersUp |= 1 << layer.kind().ordinal();
        turn.out().networkUp(layer, link.framing());
    }

    void layerDown(NetworkLayer.Kind kind, Turn turn) {
        int bit = 1 << kind.ordinal();
        if ((layersUp & bit) != 0) {
            layersUp &= ~bit;
            turn.out().networkDown(kind);
        }
    }

    void layerFinished(Turn turn) {
        if (link.phase() == Phase.NETWORK && isOver()) {
            link.fail(LinkEnd.NO_NETWORK_LEFT, turn);
        }
    }
}
