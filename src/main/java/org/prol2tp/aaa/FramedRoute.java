package org.prol2tp.aaa;

import java.util.Optional;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.IpAddress;

/// `192.168.1.0/24 192.168.1.1 1`: destination, gateway, metrics. RFC 2865 §5.22. The gateway is the user, whoever it
/// is; without a length the destination has that of its class.
final class FramedRoute {
    private FramedRoute() {}

    /// The route; empty if the text is none.
    static Optional<Route> parse(String text) {
        String[] words = text.strip().split("\\s+", 4);
        int slash = words[0].indexOf('/');
        Optional<IpAddress> destination = IpAddress.parse(slash < 0 ? words[0] : words[0].substring(0, slash))
                .filter(it -> !it.isIpv6());
        if (destination.isEmpty()) {
            return Optional.empty();
        }
        int bits = destination.get().ipv4Bits();
        int length = slash < 0 ? ofClass(bits) : number(words[0].substring(slash + 1), 32);
        int metric = words.length < 3 ? 0 : number(words[2], Integer.MAX_VALUE);
        if (length < 0 || metric < 0) {
            return Optional.empty();
        }
        int mask = length == 0 ? 0 : -1 << (32 - length);
        return Optional.of(new Route(IpAddress.ofIpv4(bits & mask), length, metric));
    }

    private static int ofClass(int bits) {
        if (bits == 0) {
            return 0;
        }
        if (bits >= 0) {
            return 8;
        }
        return (bits & 0x4000_0000) == 0 ? 16 : 24;
    }

    /// -1 if it is none, or above `most`.
    private static int number(String text, int most) {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(it -> it >= '0' && it <= '9')) {
            return -1;
        }
        int value = Integer.parseInt(text);
        return value <= most ? value : -1;
    }
}
