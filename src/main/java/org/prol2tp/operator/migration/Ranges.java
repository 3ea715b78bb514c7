package org.prol2tp.operator.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.operator.config.BlockType;
import org.prol2tp.operator.migration.Output.OutBlock;
import org.prol2tp.operator.migration.Output.Place;
import org.prol2tp.protocol.node.IpAddress;

/// xl2tpd's ranges of IPv4 addresses, `10.0.0.2-10.0.0.99` or one address, as pools and networks.
final class Ranges {
    private final Output output;

    Ranges(Output output) {
        this.output = output;
    }

    /// `first`..`last`, both included.
    private record Range(long first, long last) {}

    /// A pool of the first range; with the holes up to the next ones, if that is not much, reserved.
    void pool(OutBlock ppp, String name, List<Map.Entry<String, Place>> ranges) {
        if (ranges.isEmpty()) {
            return;
        }
        String text = ranges.getFirst().getKey();
        Place place = ranges.getFirst().getValue();
        Optional<Range> range = range(text);
        if (range.isEmpty()) {
            output.remark(place, "ip range is not carried over: \"" + text + "\" is no range of IPv4 addresses");
            return;
        }
        OutBlock pool = output.block(BlockType.IPPOOL, name);
        output.set(pool, "first_ipaddr", shown(range.get().first()), place);
        output.set(pool, "last_ipaddr", shown(range.get().last()), place);
        output.set(ppp, "ip_pool_name", name, place);
        for (Map.Entry<String, Place> other : ranges.subList(1, ranges.size())) {
            output.remark(
                    other.getValue(),
                    "ip range " + other.getKey()
                            + " is not carried over: a pool has one range; widen it, and reserve what is between");
        }
    }

    /// The peers that may open tunnels: the address of the peer profile, where they make a network.
    void peers(OutBlock peer, String text, Place place) {
        List<String> networks = new ArrayList<>();
        range(text).ifPresent(range -> {
            long size = range.last() - range.first() + 1;
            if (Long.bitCount(size) == 1 && range.first() % size == 0) {
                networks.add(shown(range.first()) + "/" + (32 - Long.numberOfTrailingZeros(size)));
            }
        });
        if (networks.isEmpty() || peer.has("peer_ipaddr")) {
            output.remark(
                    place, "lac = " + text + " is not carried over: a peer profile has one network; make more of them");
            return;
        }
        output.set(peer, "peer_ipaddr", networks.getFirst(), place);
    }

    private static Optional<Range> range(String text) {
        String[] ends = text.split("-", -1);
        if (ends.length > 2) {
            return Optional.empty();
        }
        Optional<IpAddress> first = IpAddress.parse(ends[0].strip()).filter(it -> !it.isIpv6());
        Optional<IpAddress> last =
                IpAddress.parse(ends[ends.length - 1].strip()).filter(it -> !it.isIpv6());
        return first.isEmpty()
                        || last.isEmpty()
                        || first.get().low() > last.get().low()
                ? Optional.empty()
                : Optional.of(new Range(first.get().low(), last.get().low()));
    }

    private static String shown(long address) {
        return IpAddress.ofIpv4((int) address).toString();
    }
}
